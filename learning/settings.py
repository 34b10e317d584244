"""Settings, read once from the environment; a bad value means no start and a clear sentence.

Each variable stands in docs/settings.md; a test compares the two.
"""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

_Value = TypeVar("_Value")

PROJECT_FOLDER = Path(__file__).resolve().parent.parent
SHORTEST_SECRET_KEY = 32
DEFAULT_BRAND_COLOUR = "#12494f"
_LOWEST_CONTRAST = 4.5


class BadSettings(Exception):  # noqa: N818 - said to the operator as it is
    """One or more settings cannot be used; one sentence a line."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that differs between installations."""

    data_folder: Path
    courses_folder: Path
    database_url: str
    secret_key: str
    base_url: str
    host: str
    port: int
    mail_url: str
    mail_from: str
    organisation: str
    product_name: str
    brand_colour: str
    time_zone: ZoneInfo
    exit_address: str
    session_idle: timedelta
    session_absolute: timedelta
    phone_session_idle: timedelta
    phone_session_absolute: timedelta
    proxy_count: int
    demo: bool

    @property
    def uses_https(self) -> bool:
        """Whether people reach the product over https, so that cookies may be marked for it."""
        return self.base_url.startswith("https://")


def settings_from(environment: Mapping[str, str]) -> Settings:
    """Read and check all settings; raises BadSettings with every fault, not only the first."""
    reader = _Reader(environment)
    data_folder = reader.read("DATA_FOLDER", str(PROJECT_FOLDER / "data"), _folder)
    port = reader.read("PORT", "8000", _whole_number(1, 65535))
    host = reader.read("HOST", "127.0.0.1", str)
    default_base_url = f"http://{host}:{port}"
    default_database = f"sqlite:///{data_folder / 'golden-thread.sqlite' if data_folder else 'golden-thread.sqlite'}"
    values: dict[str, Any] = {
        "data_folder": data_folder,
        "courses_folder": reader.read("COURSES_FOLDER", str(PROJECT_FOLDER / "courses"), _folder),
        "database_url": reader.read("DATABASE_URL", default_database, _database_url),
        "secret_key": reader.read("SECRET_KEY", "", _secret_key),
        "base_url": reader.read("BASE_URL", default_base_url, lambda text: _web_address(text).rstrip("/")),
        "host": host,
        "port": port,
        "mail_url": reader.read("MAIL_URL", "console:", _mail_url),
        "mail_from": reader.read("MAIL_FROM", "golden-thread@localhost", _mail_address),
        "organisation": reader.read("ORGANISATION", "Children and families", _one_line),
        "product_name": reader.read("PRODUCT_NAME", "Golden Thread", _one_line),
        "brand_colour": reader.read("BRAND_COLOUR", DEFAULT_BRAND_COLOUR, _brand_colour),
        "time_zone": reader.read("TIME_ZONE", "Europe/London", _time_zone),
        "exit_address": reader.read("EXIT_ADDRESS", "https://www.bbc.co.uk/weather", _web_address),
        "session_idle": reader.read("SESSION_IDLE_MINUTES", "60", _duration("minutes", 5, 1440)),
        "session_absolute": reader.read("SESSION_ABSOLUTE_HOURS", "12", _duration("hours", 1, 24)),
        "phone_session_idle": reader.read("PHONE_SESSION_IDLE_HOURS", "12", _duration("hours", 1, 72)),
        "phone_session_absolute": reader.read("PHONE_SESSION_ABSOLUTE_DAYS", "30", _duration("days", 1, 90)),
        "proxy_count": reader.read("PROXY_COUNT", "0", _whole_number(0, 5)),
        "demo": reader.read("DEMO", "yes", _yes_or_no),
    }
    if reader.faults:
        raise BadSettings("\n".join(reader.faults))
    if not values["secret_key"]:
        values["secret_key"] = _kept_secret_key(values["data_folder"])
    return Settings(**values)


def settings_from_environment() -> Settings:
    """Settings from the process's own environment variables."""
    return settings_from(os.environ)


class _Reader:
    """Reads one variable at a time and collects the faults."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment
        self.faults: list[str] = []

    def read(self, name: str, default: str, parse: Callable[[str], _Value]) -> _Value:
        text = self._environment.get(name, "").strip() or default
        try:
            return parse(text)
        except ValueError as fault:
            self.faults.append(f"{name}: {fault}")
            return None  # type: ignore[return-value]  # never used: faults stop the start


def _whole_number(lowest: int, highest: int) -> Callable[[str], int]:
    def parse(text: str) -> int:
        if not re.fullmatch(r"\d{1,9}", text, re.ASCII) or not lowest <= int(text) <= highest:
            raise ValueError(f"“{text}” is not a whole number from {lowest} to {highest}.")
        return int(text)

    return parse


def _duration(unit: str, lowest: int, highest: int) -> Callable[[str], timedelta]:
    parse_number = _whole_number(lowest, highest)
    return lambda text: timedelta(**{unit: parse_number(text)})


def _folder(text: str) -> Path:
    return Path(text).resolve()


def _yes_or_no(text: str) -> bool:
    if text.lower() not in ("yes", "no"):
        raise ValueError(f"“{text}” is neither yes nor no.")
    return text.lower() == "yes"


def _one_line(text: str) -> str:
    if len(text) > 60 or not text.isprintable():
        raise ValueError("use one line of at most 60 characters.")
    return text


def _database_url(text: str) -> str:
    try:
        url = make_url(text)
    except ArgumentError as fault:
        raise ValueError("write an address such as sqlite:////srv/data/golden.sqlite or postgresql://…") from fault
    if url.get_backend_name() == "postgresql":
        return url.set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
    if url.get_backend_name() == "sqlite":
        return text
    raise ValueError(f"“{url.get_backend_name()}” is not supported; use sqlite or postgresql.")


def _secret_key(text: str) -> str:
    if text and (len(text) < SHORTEST_SECRET_KEY or len(set(text)) < 10):
        raise ValueError(f"is too short or too simple; use at least {SHORTEST_SECRET_KEY} random characters.")
    return text


def _web_address(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname or any(sign in text for sign in "\"'<>\\ "):
        raise ValueError(f"“{text}” is not an address that begins with http:// or https://.")
    return text


def _mail_url(text: str) -> str:
    parts = urlsplit(text)
    if text == "console:" or (parts.scheme in ("smtp", "smtps", "smtp+starttls") and parts.hostname):
        return text
    raise ValueError("write console:, or smtp://, smtps:// or smtp+starttls:// with a host.")


def _mail_address(text: str) -> str:
    if not re.fullmatch(r"[^\s@<>,]{1,64}@[^\s@<>,]{1,190}", text):
        raise ValueError(f"“{text}” is not an e-mail address.")
    return text


def _time_zone(text: str) -> ZoneInfo:
    try:
        return ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError, OSError) as fault:
        raise ValueError(f"“{text}” is not a time zone such as Europe/London.") from fault


def _brand_colour(text: str) -> str:
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", text):
        raise ValueError(f"“{text}” is not a colour such as {DEFAULT_BRAND_COLOUR}.")
    contrast = contrast_with_white(text)
    if contrast < _LOWEST_CONTRAST:
        raise ValueError(f"white words on {text} have a contrast of {contrast:.1f}; choose a darker one (4.5 or more).")
    return text.lower()


def contrast_with_white(colour: str) -> float:
    """Contrast ratio of white on a `#rrggbb` colour, 1 to 21, as WCAG 2 defines it."""
    channels = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def _kept_secret_key(data_folder: Path) -> str:
    # Made once; exclusive creation decides when two processes start together.
    path = data_folder / "secret_key"
    data_folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _secret_key(path.read_text("ascii").strip())
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_urlsafe(48))
        file.flush()
        os.fsync(file.fileno())
    return path.read_text("ascii").strip()
