"""CPU from starting Python to the first page, as a worker needs it when the product starts."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile

from bench.measuring import report
from learning.settings import PROJECT_FOLDER

ROUNDS = 7
FIRST_PAGE = "from app import app; assert app.test_client().get('/sign-in').status_code == 200"


def seconds() -> float:
    """User and system CPU of one fresh process."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "DATA_FOLDER": folder, "SECRET_KEY": "only for measuring, 0123456789 abcdef"}
        subprocess.run([sys.executable, "-c", FIRST_PAGE], cwd=PROJECT_FOLDER, env=environment, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    report("From import to first answer", f"{statistics.median(seconds() for _ in range(ROUNDS)):.2f} s CPU")
