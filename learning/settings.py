"""Settings, read once from the environment; a bad value means no start and a clear sentence.

Each variable stands in docs/settings.md; a test compares the two.
"""

from __future__ import annotations

import contextlib
import ipaddress
import os
import re
import secrets
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import SplitResult, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

_Value = TypeVar("_Value")

PROJECT_FOLDER = Path(__file__).resolve().parent.parent
SHORTEST_SECRET_KEY = 32
DEFAULT_BRAND_COLOUR = "#12494f"
LOWEST_CONTRAST = 4.5
BANK_HOLIDAYS_OF = ("england and wales", "scotland", "northern ireland", "none")


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
    bank_holidays: str
    exit_address: str
    session_idle: timedelta
    session_absolute: timedelta
    phone_session_idle: timedelta
    phone_session_absolute: timedelta
    proxy_count: int
    review_before_publishing: bool
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
    host = reader.read("HOST", "127.0.0.1", _host)
    default_base_url = f"http://{f'[{host}]' if ':' in host else host}:{port}"
    default_database = f"sqlite:///{data_folder / 'golden-thread.sqlite'}"
    values: dict[str, Any] = {
        "data_folder": data_folder,
        "courses_folder": reader.read("COURSES_FOLDER", str(PROJECT_FOLDER / "courses"), _courses_folder),
        "database_url": reader.read("DATABASE_URL", default_database, _database_url),
        "secret_key": reader.read("SECRET_KEY", "", lambda text: text and _secret_key(text)),
        "base_url": reader.read("BASE_URL", default_base_url, _base_url),
        "host": host,
        "port": port,
        "mail_url": reader.read("MAIL_URL", "console:", _mail_url),
        "mail_from": reader.read("MAIL_FROM", "golden-thread@localhost", _mail_address),
        "organisation": reader.read("ORGANISATION", "Children and families", _one_line),
        "product_name": reader.read("PRODUCT_NAME", "Golden Thread", _one_line),
        "brand_colour": reader.read("BRAND_COLOUR", DEFAULT_BRAND_COLOUR, _brand_colour),
        "time_zone": reader.read("TIME_ZONE", "Europe/London", _time_zone),
        "bank_holidays": reader.read("BANK_HOLIDAYS", BANK_HOLIDAYS_OF[0], _one_of(*BANK_HOLIDAYS_OF)),
        "exit_address": reader.read("EXIT_ADDRESS", "https://www.bbc.co.uk/weather", _web_address),
        "session_idle": reader.read("SESSION_IDLE_MINUTES", "60", _duration("minutes", 5, 1440)),
        "session_absolute": reader.read("SESSION_ABSOLUTE_HOURS", "12", _duration("hours", 1, 24)),
        "phone_session_idle": reader.read("PHONE_SESSION_IDLE_HOURS", "12", _duration("hours", 1, 72)),
        "phone_session_absolute": reader.read("PHONE_SESSION_ABSOLUTE_DAYS", "30", _duration("days", 1, 90)),
        "proxy_count": reader.read("PROXY_COUNT", "0", _whole_number(0, 5)),
        "review_before_publishing": reader.read("REVIEW_BEFORE_PUBLISHING", "no", _one_of("yes", "no")) == "yes",
        "demo": reader.read("DEMO", "yes", _one_of("yes", "no")) == "yes",
    }
    if reader.faults:
        raise BadSettings("\n".join(reader.faults))
    if values["database_url"] == default_database:
        _make_data_folder(data_folder)
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
            if text == default:
                raise BadSettings("\n".join(self.faults)) from fault
            return parse(default)  # to read on until the last fault; nothing starts with it


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


def _courses_folder(text: str) -> Path:
    folder = _folder(text)
    if not folder.is_dir():
        raise ValueError(f"{folder} is no folder. Name the library of courses; an empty folder is one without any.")
    return folder


def _one_of(*words: str) -> Callable[[str], str]:
    def parse(text: str) -> str:
        if text.lower() not in words:
            raise ValueError(f"“{text}” is neither {' nor '.join(words)}.")
        return text.lower()

    return parse


def _one_line(text: str) -> str:
    if len(text) > 60 or not text.isprintable():
        raise ValueError("use one line of at most 60 characters.")
    return text


def _host(text: str) -> str:
    looks_like_number = bool(re.fullmatch(r"[0-9.]+", text)) or ":" in text
    if not re.fullmatch(r"[A-Za-z0-9.:-]+", text) or (looks_like_number and not _is_ip_address(text)):
        raise ValueError(f"“{text}” is neither the name nor the number of a machine, such as 127.0.0.1.")
    return text


def _is_ip_address(text: str) -> bool:
    with contextlib.suppress(ValueError):
        ipaddress.ip_address(text)
        return True
    return False


def _database_url(text: str) -> str:
    try:
        url = make_url(text)
    except (ArgumentError, ValueError) as fault:
        raise ValueError("write an address such as sqlite:////srv/data/golden.sqlite or postgresql://…") from fault
    if url.get_backend_name() == "postgresql":
        return url.set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
    if url.get_backend_name() == "sqlite":
        # One in memory would take what people save, and lose it; one by a relative path would be another each time.
        if not Path(url.database or "").is_absolute():
            raise ValueError("name the file by its whole path, such as sqlite:////srv/data/golden.sqlite.")
        return text
    raise ValueError(f"“{url.get_backend_name()}” is not supported; use sqlite or postgresql.")


def _secret_key(text: str) -> str:
    if len(text) < SHORTEST_SECRET_KEY or len(set(text)) < 10:
        raise ValueError(f"is too short or too simple; use at least {SHORTEST_SECRET_KEY} random characters.")
    return text


def _parts_of(address: str) -> SplitResult | None:
    """The parts of an address with a host and, if any, a possible port; else None."""
    try:
        parts = urlsplit(address)
        is_whole = bool(parts.hostname) and parts.port != 0
    except ValueError:
        return None
    return parts if is_whole else None


def _web_address(text: str) -> str:
    parts = _parts_of(text)
    if not parts or parts.scheme not in ("http", "https") or not re.fullmatch(r"[^\s\"'<>\\]+", text):
        raise ValueError(f"“{text}” is not an address that begins with http:// or https://.")
    return text


def _base_url(text: str) -> str:
    parts = urlsplit(_web_address(text))
    if parts.path.strip("/") or parts.query or parts.fragment or "@" in parts.netloc:
        raise ValueError(f"“{text}” has more than a host and a port; the product stands at the top of its address.")
    return f"{parts.scheme}://{parts.netloc.lower()}"


def _mail_url(text: str) -> str:
    if text == "console:":
        return text
    parts = _parts_of(text)
    if not parts or parts.scheme not in ("smtp", "smtps", "smtp+starttls"):
        raise ValueError("write console:, or smtp://, smtps:// or smtp+starttls:// with a host.")
    if parts.username and parts.scheme == "smtp":
        raise ValueError("a password goes over smtps:// or smtp+starttls:// only, where nobody can read it on its way.")
    return text


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
    if contrast < LOWEST_CONTRAST:
        raise ValueError(f"white words on {text} have a contrast of {contrast:.1f}; choose a darker one (4.5 or more).")
    return text.lower()


def contrast_with_white(colour: str) -> float:
    """Contrast ratio of white on a `#rrggbb` colour, 1 to 21, as WCAG 2 defines it."""
    channels = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def _make_data_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as fault:
        raise BadSettings(f"DATA_FOLDER: {folder} cannot be made: {fault.strerror}.") from fault


def _kept_secret_key(data_folder: Path) -> str:
    path = data_folder / "secret_key"
    try:
        if not path.exists():
            _make_secret_key(path)
        return _secret_key(path.read_text("ascii", "replace").strip())
    except OSError as fault:
        raise BadSettings(f"DATA_FOLDER: {path} cannot be made or read: {fault.strerror}.") from fault
    except ValueError as fault:
        raise BadSettings(f"DATA_FOLDER: the key in {path} {fault} Without the file a new key is made.") from fault


def _make_secret_key(path: Path) -> None:
    # A link appears whole or not at all, and once: processes that start together share the first.
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with contextlib.suppress(FileExistsError), tempfile.NamedTemporaryFile("w", dir=path.parent) as made:
        made.write(secrets.token_urlsafe(48))
        made.flush()
        os.fsync(made.fileno())
        path.hardlink_to(made.name)
