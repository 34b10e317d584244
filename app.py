"""WSGI and `flask` entry point."""

from learning.application import create_app

app = create_app()
