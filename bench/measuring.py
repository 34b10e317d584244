"""What all benchmarks share: CPU time of a call, medians, and an application on an empty database."""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask
from flask_migrate import upgrade

from learning.application import create_app
from learning.settings import settings_from
from tests.conftest import settings_environment


def cpu_milliseconds(call: Callable[[], object], *, rounds: int) -> float:
    """The median CPU time of a call in this process."""
    taken = []
    for _ in range(rounds):
        begun = time.process_time()
        call()
        taken.append(time.process_time() - begun)
    return 1000 * statistics.median(taken)


def report(figure: str, value: str) -> None:
    """One line of figures."""
    print(f"{figure:<58} {value:>22}   load {os.getloadavg()[0]:.1f}")


@contextmanager
def application() -> Iterator[Flask]:
    """The application on an empty, migrated SQLite database, in its context."""
    with tempfile.TemporaryDirectory(prefix="golden-thread-bench-") as folder:
        url = f"sqlite:///{folder}/bench.sqlite"
        app = create_app(settings_from(settings_environment(url, Path(folder))))
        with app.app_context():
            upgrade()
            yield app
