"""PURE. A form that could not be taken because the session had ended, sealed so that it can be sent after signing in.

It travels in a hidden field of the sign-in page and is stored nowhere. Sealed, nobody else can read it, though the page
lies open on a shared computer; it holds no password and no file. It is given back to its writer alone: who that was
stands in the token of the form itself, which outlives the session.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable
from dataclasses import dataclass

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from learning.people.own_paths import own_path
from learning.web.typed_fields import is_never_given_back

LARGEST_KEPT = 200_000

_PURPOSE = b"kept form"  # another key than for anything else that the secret key protects


@dataclass(frozen=True, slots=True)
class KeptForm:
    """Where a form was to be sent, the page it stood on, and its fields in their order.

    `writer_id` is the person whose page it stood on, None for a page that was made for a visitor.
    """

    path: str
    page: str | None
    fields: tuple[tuple[str, str], ...]
    had_files: bool = False
    writer_id: int | None = None

    @property
    def typed(self) -> tuple[str, ...]:
        """The values that look like somebody's words, to be shown; the others are keys and choices."""
        return tuple(value for _, value in self.fields if any(sign.isspace() for sign in value.strip()))


def keep(
    path: str, page: str | None, fields: Iterable[tuple[str, str]], *, had_files: bool, writer_id: int | None = None
) -> KeptForm | None:
    """The form without passwords and tokens; None where it is too large or not sent to a path of ours."""
    kept = tuple((name, value) for name, value in fields if not is_never_given_back(name))
    size = sum(len(name.encode()) + len(value.encode("utf-8", "replace")) for name, value in kept)
    if size > LARGEST_KEPT or own_path(path) is None:
        return None
    return KeptForm(path, own_path(page), kept, had_files, writer_id)


def seal(form: KeptForm, secret_key: str) -> str:
    """Text for a hidden field."""
    content = [form.path, form.page, [list(field) for field in form.fields], form.had_files, form.writer_id]
    return _fernet(secret_key).encrypt(json.dumps(content).encode()).decode()


def unseal(text: str, secret_key: str) -> KeptForm | None:
    """The form again; None when the text was not sealed here."""
    try:
        path, page, fields, had_files, writer_id = json.loads(_fernet(secret_key).decrypt(text))
    except (InvalidToken, ValueError, TypeError):
        return None
    return KeptForm(path, page, tuple((name, value) for name, value in fields), had_files, writer_id)


def _fernet(secret_key: str) -> Fernet:
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=_PURPOSE).derive(secret_key.encode())
    return Fernet(base64.urlsafe_b64encode(key))
