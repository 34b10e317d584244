"""Commands that end with one clear line instead of a traceback when something is refused or a disk or database fails.

A group of these says so for all of its commands.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click
from flask.cli import AppGroup
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from learning.errors import Refusal


class PlainErrors(AppGroup):
    """A group whose commands end so."""

    def invoke(self, context: click.Context) -> Any:
        """Run the command; what fails becomes its one line."""
        with plain_errors():
            return super().invoke(context)


class PlainCommand(click.Command):
    """A command of no group that ends so."""

    def invoke(self, context: click.Context) -> Any:
        """Run the command; what fails becomes its one line."""
        with plain_errors():
            return super().invoke(context)


@contextmanager
def plain_errors() -> Iterator[None]:
    """Turn refusals and failures of disk or database into click's one line and exit code 1."""
    try:
        yield
    except Refusal as refusal:
        raise click.ClickException(refusal.sentence) from refusal
    except BrokenPipeError:
        raise  # whoever read the lines, such as `head`, has read enough: click ends quietly
    except OSError as error:
        raise click.ClickException(f"{error.filename or 'The disk'}: {error.strerror or error}.") from error
    except SQLAlchemyError as error:
        raise click.ClickException(sentence_of(error)) from error


def sentence_of(error: SQLAlchemyError) -> str:
    """What a failure of the database means to whoever runs the product."""
    said = str(getattr(error, "orig", None) or error).splitlines()[0]
    if isinstance(error, DBAPIError) and error.statement is None:
        return f"The database cannot be reached ({said}). Look at DATABASE_URL, and whether the database runs."
    return f"The database did not do it ({said}). Has `flask prepare` or `flask db upgrade` run?"
