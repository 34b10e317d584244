"""Settings: good ones are read, bad ones stop the start with a sentence, and the documentation lists them all."""

from __future__ import annotations

import os
import re
import stat
import subprocess
import sys
import threading
import tomllib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from learning.settings import PROJECT_FOLDER, BadSettings, contrast_with_white, settings_from

KEY = "0123456789abcdefghijklmnopqrstuvwxyz"


def test_defaults_are_enough_to_start(tmp_path: Path) -> None:
    settings = settings_from({"DATA_FOLDER": str(tmp_path)})
    assert settings.database_url == f"sqlite:///{tmp_path / 'golden-thread.sqlite'}"
    assert settings.base_url == "http://127.0.0.1:8000"
    assert not settings.uses_https


def test_the_secret_key_is_made_once_and_readable_by_its_owner_only(tmp_path: Path) -> None:
    first = settings_from({"DATA_FOLDER": str(tmp_path)}).secret_key
    second = settings_from({"DATA_FOLDER": str(tmp_path)}).secret_key
    assert first == second
    assert len(first) >= 32
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("SECRET_KEY", "short", "too short"),
        ("SECRET_KEY", "a" * 64, "too simple"),
        ("HOST", "two words", "machine"),
        ("DATABASE_URL", "sqlite://", "whole path"),
        ("DATABASE_URL", "sqlite:///golden.sqlite", "whole path"),
        ("DATABASE_URL", "postgresql://user:word@host:port/name", "write an address"),
        ("PORT", "eighty", "whole number"),
        ("PORT", "70000", "whole number"),
        ("DATABASE_URL", "mysql://host/name", "not supported"),
        ("BASE_URL", "training.example.org", "http:// or https://"),
        ("BASE_URL", "https://training.example.org:port", "http:// or https://"),
        ("BASE_URL", "https://example.org/training", "more than a host"),
        ("BASE_URL", "https://somebody@example.org", "more than a host"),
        ("EXIT_ADDRESS", "javascript:alert(1)", "http:// or https://"),
        ("EXIT_ADDRESS", "https://[example.org", "http:// or https://"),
        ("EXIT_ADDRESS", "https://example.org/a\nb", "http:// or https://"),
        ("MAIL_URL", "mail.example.org", "smtp://"),
        ("MAIL_URL", "smtps://mail.example.org:port", "smtp://"),
        ("MAIL_URL", "smtp://user:word@mail.example.org", "a password goes over"),
        ("MAIL_FROM", "nobody", "e-mail address"),
        ("TIME_ZONE", "Europe/Londno", "time zone"),
        ("BANK_HOLIDAYS", "wales", "england and wales nor scotland"),
        ("BRAND_COLOUR", "teal", "not a colour"),
        ("BRAND_COLOUR", "#ffca3a", "contrast"),
        ("DEMO", "perhaps", "neither yes nor no"),
        ("ORGANISATION", "two\nlines", "one line"),
        ("SESSION_IDLE_MINUTES", "0", "whole number"),
    ],
)
def test_a_bad_value_stops_the_start_and_is_named(tmp_path: Path, name: str, value: str, words: str) -> None:
    with pytest.raises(BadSettings, match=rf"(?s){name}: .*{words}"):
        settings_from({"DATA_FOLDER": str(tmp_path), "SECRET_KEY": KEY, name: value})


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(BadSettings, match=r"(?s)PORT.*TIME_ZONE|TIME_ZONE.*PORT"):
        settings_from({"DATA_FOLDER": str(tmp_path), "PORT": "x", "TIME_ZONE": "x"})


def test_a_fault_is_told_once(tmp_path: Path) -> None:
    with pytest.raises(BadSettings) as bad:
        settings_from({"DATA_FOLDER": str(tmp_path), "PORT": "x", "HOST": "x y"})
    assert [line.partition(":")[0] for line in str(bad.value).splitlines()] == ["PORT", "HOST"]


@pytest.mark.parametrize("key", ["", "short", "é" * 40])
def test_a_kept_key_that_is_no_key_stops_the_start(tmp_path: Path, key: str) -> None:
    (tmp_path / "secret_key").write_text(key, "utf-8")
    with pytest.raises(BadSettings, match=r"secret_key"):
        settings_from({"DATA_FOLDER": str(tmp_path)})


def test_a_data_folder_that_cannot_be_made_stops_the_start(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(BadSettings, match=r"DATA_FOLDER: .* cannot be made"):
        settings_from({"DATA_FOLDER": str(tmp_path / "file" / "data")})


def test_processes_that_start_together_share_one_key_and_leave_nothing_else(tmp_path: Path) -> None:
    barrier = threading.Barrier(8)

    def start(_number: int) -> str:
        barrier.wait()
        return settings_from({"DATA_FOLDER": str(tmp_path)}).secret_key

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(start, range(8)))) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("HTTPS://Learn.Example.org/", "https://learn.example.org"),
        ("https://learn.example.org:8443", "https://learn.example.org:8443"),
    ],
)
def test_the_address_is_kept_as_browsers_write_it(tmp_path: Path, typed: str, address: str) -> None:
    settings = settings_from({"DATA_FOLDER": str(tmp_path), "BASE_URL": typed})
    assert settings.base_url == address
    assert settings.uses_https


def test_a_number_of_the_newer_kind_is_bracketed_in_the_address(tmp_path: Path) -> None:
    assert settings_from({"DATA_FOLDER": str(tmp_path), "HOST": "::1"}).base_url == "http://[::1]:8000"


def test_a_bad_setting_is_told_to_the_operator_without_a_traceback(tmp_path: Path) -> None:
    environment = {**os.environ, "DATA_FOLDER": str(tmp_path), "PORT": "eighty", "FLASK_APP": "app.py"}
    command = [sys.executable, "-m", "flask", "prepare"]
    done = subprocess.run(command, cwd=PROJECT_FOLDER, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr == "These settings cannot be used:\nPORT: “eighty” is not a whole number from 1 to 65535.\n"


def test_contrast_is_that_of_the_accessibility_guidelines() -> None:
    assert contrast_with_white("#000000") == pytest.approx(21)
    assert contrast_with_white("#ffffff") == pytest.approx(1)
    assert contrast_with_white("#767676") == pytest.approx(4.54, abs=0.01)


def test_every_setting_is_documented_and_no_other() -> None:
    code = (PROJECT_FOLDER / "learning" / "settings.py").read_text("utf-8")
    read = set(re.findall(r'reader\.read\("([A-Z_]+)"', code))
    page = (PROJECT_FOLDER / "docs" / "settings.md").read_text("utf-8")
    assert set(re.findall(r"^\| `([A-Z_]+)`", page, re.MULTILINE)) == read


def test_every_direct_dependency_says_why_it_is_there() -> None:
    project = tomllib.loads((PROJECT_FOLDER / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["tests"]]
    names = {re.match(r"[a-z0-9-]+", one).group() for one in wanted}
    page = (PROJECT_FOLDER / "docs" / "dependencies.md").read_text("utf-8")
    rows = re.findall(r"^\| ([a-z0-9, -]+) \|", page, re.MULTILINE)
    assert {name.strip() for row in rows for name in row.split(",")} == names


def test_every_pinned_release_carries_its_hashes_and_no_address() -> None:
    for name in ("requirements.txt", "tests/requirements.txt"):
        text = (PROJECT_FOLDER / name).read_text("utf-8")
        pinned = re.findall(r"^[a-z0-9-]+(?:\[[a-z]+\])?==[^ ]+", text, re.MULTILINE)
        assert pinned
        assert all(re.search(rf"^{re.escape(one)}[^\n]*\\\n +--hash=sha256:", text, re.MULTILINE) for one in pinned)
        assert "://" not in text
