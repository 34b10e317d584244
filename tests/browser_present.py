"""Says in one line how to get a browser when there is none: `python -m tests.browser_present`."""

from __future__ import annotations

import shutil
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome")


def chromium() -> str | None:
    """The path of a Chromium on this machine, or None."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


if __name__ == "__main__" and not chromium():
    sys.exit("The browser tests need Chromium: apt install chromium (or run make test-fast, which leaves them out).")
