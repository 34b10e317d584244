"""The product as it is really served: `flask serve` in a process group of its own, to be killed and started again."""

from __future__ import annotations

import http.client
import os
import resource
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType

from learning.settings import PROJECT_FOLDER

LONGEST_START_SECONDS = 60
_KEPT = ("PATH", "HOME", "LANG", "LD_LIBRARY_PATH")
_NO_WAKING = threading.Event()


class Server:
    """One server; as a context manager it leaves no process behind, whatever happened inside."""

    def __init__(self, environment: Mapping[str, str], log: Path) -> None:
        self.port = _free_port()
        self.log = log
        self._environment = {
            **{name: value for name, value in os.environ.items() if name in _KEPT},
            **environment,
            "FLASK_APP": "app.py",
            "HOST": "127.0.0.1",
            "PORT": str(self.port),
            "BASE_URL": f"http://127.0.0.1:{self.port}",
        }
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Server:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()

    def start(self) -> None:
        """Start and come back when it answers from its database."""
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "flask", "serve"],
                cwd=PROJECT_FOLDER,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        try:
            self._wait_until_it_answers()
        except BaseException:
            self.kill()
            raise

    def kill(self) -> None:
        """End every process of the group at once, with no time to tidy up; nothing where none runs."""
        if self._process is None:
            return
        with suppress(ProcessLookupError):  # it may have ended by itself
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        _wait_until_gone(self._process.pid)
        self._process = None

    @property
    def is_running(self) -> bool:
        """Whether it was started and has not ended."""
        return self._process is not None and self._process.poll() is None

    def process_ids(self) -> list[int]:
        """The processes of the group, the first of them and its workers."""
        assert self._process is not None
        return _group(self._process.pid)

    @contextmanager
    def full_disk(self) -> Iterator[None]:
        """No file of the server can grow meanwhile, neither the database nor the log, as where a disk is full."""
        limits = {number: resource.prlimit(number, resource.RLIMIT_FSIZE) for number in self.process_ids()}
        for number, (_, highest) in limits.items():
            resource.prlimit(number, resource.RLIMIT_FSIZE, (1, highest))
        try:
            yield
        finally:
            for number, limit in limits.items():
                resource.prlimit(number, resource.RLIMIT_FSIZE, limit)

    def _wait_until_it_answers(self) -> None:
        for _ in range(LONGEST_START_SECONDS * 20):
            if self._process is not None and self._process.poll() is not None:
                break
            if self._is_well():
                return
            _NO_WAKING.wait(0.05)
        raise AssertionError(f"The server did not start:\n{self.log.read_text(errors='replace')[-3000:]}")

    def _is_well(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/health")
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def _group(group_id: int) -> list[int]:
    found = []
    for folder in Path("/proc").iterdir():
        try:
            # pid (name) state parent group …; the name itself may hold anything
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except (OSError, IndexError):
            continue
        if fields[0] != "Z" and int(fields[2]) == group_id:
            found.append(int(folder.name))
    return found


def _wait_until_gone(group_id: int) -> None:
    # The kernel closes their files, and with them their locks, when they are gone.
    for _ in range(200):
        if not _group(group_id):
            return
        _NO_WAKING.wait(0.02)
    raise AssertionError(f"Processes of the group {group_id} survived being killed.")
