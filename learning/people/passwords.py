"""Hashing of passwords with argon2id. Knows no account and no rule about which password is good."""

from __future__ import annotations

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

from learning.people.password_rules import LONGEST_PASSWORD, normal_password

_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1, type=Type.ID)

# Compared with where there is no account or no password, so that both take the same time.
_DUMMY_HASH = _HASHER.hash("nobody has this password, and it is never stored")


def hash_of(password: str) -> str:
    """The hash to be stored; raises ValueError for an over-long password instead of cutting it."""
    if len(normal_password(password)) > LONGEST_PASSWORD:
        raise ValueError("A password longer than the limit is refused before it is hashed.")
    return _HASHER.hash(normal_password(password).encode())


def is_right(password_hash: str | None, password: str) -> bool:
    """Whether a password belongs to a hash; takes as long where there is no hash."""
    if len(normal_password(password)) > LONGEST_PASSWORD:
        password_hash, password = None, ""
    try:
        _HASHER.verify(password_hash or _DUMMY_HASH, normal_password(password).encode("utf-8", "replace"))
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None


def is_outdated(password_hash: str) -> bool:
    """Whether the hash was made with other parameters than today's."""
    return _HASHER.check_needs_rehash(password_hash)
