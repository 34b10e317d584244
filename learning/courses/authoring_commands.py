"""`flask courses` commands for authors who write in an editor of their own: new, watch."""

from __future__ import annotations

import os
import socket
from pathlib import Path
from typing import Any

import click
from flask import Flask, current_app
from werkzeug.serving import WSGIRequestHandler, make_server

from learning.courses.commands import course_commands, readable_course
from learning.courses.new_course import EXAMPLE, STARTERS, faults_of_names, starter_files
from learning.courses.source_folder import write_course
from learning.courses.watch_views import make_watching_app
from learning.web.context import settings

__all__ = ["course_commands"]

_THIS_MACHINE = "127.0.0.1"
_PORT = 8100


@course_commands.command("new")
@click.argument("slug")
@click.option("--title", help="Without it, the slug in words.")
@click.option("--to", "folder", type=click.Path(path_type=Path), help="Without it, the courses folder of the settings.")
@click.option("--starter", type=click.Choice(list(STARTERS)), default=EXAMPLE, show_default=True)
def new(slug: str, title: str | None, folder: Path | None, starter: str) -> None:
    """Begin a course as a folder FOLDER/SLUG that passes the check and shows the format by example.

    What is to be written stands in square brackets that begin "Replace this"; the check warns of each. A start of the
    product leaves the folder alone until they are gone.
    """
    title = " ".join((slug.replace("-", " ").capitalize() if title is None else title).split())
    faults = faults_of_names(title, slug)
    if faults:
        raise click.UsageError(" ".join(f"{name.capitalize()}: {sentence}" for name, sentence in faults.items()))
    library = folder or Path(os.path.relpath(settings().courses_folder))
    target = library if library.resolve().name == slug else library / slug
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise click.ClickException(f"{target} is there already, and nothing of it was touched. Choose another name.")
    target.parent.mkdir(parents=True, exist_ok=True)
    write_course(starter_files(starter, title), target)
    click.echo(f"{target} is begun. `flask courses watch {target}` shows it while you write.")


@course_commands.command("watch")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--port", type=click.IntRange(0, 65535), default=_PORT, show_default=True, help="0 takes a free one.")
def watch(folder: Path, port: int) -> None:
    """Show a course folder in the browser while its author writes, until Ctrl+C.

    Pages stand there as learners see them, with what is wrong above. Only this machine can open them; nothing is
    published or stored, and no database is needed.
    """
    readable_course(folder)
    product: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    app = make_watching_app(folder, product)
    with _listener(port) as listener:
        server = make_server(
            _THIS_MACHINE, port, app, threaded=True, fd=listener.fileno(), request_handler=_QuietHandler
        )
        address = f"http://{_THIS_MACHINE}:{listener.getsockname()[1]}/"
        click.echo(f"{folder.resolve().name} is shown at {address} (stop with Ctrl+C)")
        server.serve_forever()


class _QuietHandler(WSGIRequestHandler):
    """Writes no line for each look at the folder; failures are still written."""

    def log_request(self, *_: Any) -> None:
        """Say nothing of a request that was answered."""


def _listener(port: int) -> socket.socket:
    listener = socket.socket()
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((_THIS_MACHINE, port))
        listener.listen()
    except OSError as error:
        listener.close()
        raise click.ClickException(
            f"Nothing can be served on {_THIS_MACHINE}:{port} ({error.strerror}). Choose another with --port."
        ) from error
    return listener
