"""WSGI and `flask` entry point."""

import sys

from learning.application import create_app
from learning.settings import BadSettings

try:
    app = create_app()
except BadSettings as faults:
    sys.exit(f"These settings cannot be used:\n{faults}")
