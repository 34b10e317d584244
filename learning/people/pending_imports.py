"""A file of people that an administrator chose in the browser: held while they look at it, imported once they confirm.

What is confirmed is what was shown: it is worked out anew under the lock, and compared by its mark.
"""

from __future__ import annotations

import zlib
from datetime import date, datetime, timedelta

from sqlalchemy import delete

from learning.db import db
from learning.errors import NotFound
from learning.people.import_people import import_people, preview_import
from learning.people.import_plan import ImportChoices
from learning.people.import_report import ImportReport
from learning.people.models import PendingPeopleImport
from learning.people.table_file import LARGEST_FILE_BYTES

KEPT_FOR = timedelta(days=1)
_LONGEST_FILE_NAME = 200
_GONE = "There is no file to look at: it was imported, thrown away, or is more than a day old. Choose it again."


def hold_import(
    content: bytes, name: str, *, missing_are_leavers: bool, person_id: int, now: datetime, today: date
) -> None:
    """Keep the file until its administrator confirms it, in place of one before; raises BadSource for its faults."""
    preview_import(content, ImportChoices(person_id, missing_are_leavers), today=today)
    forget_old_imports(now)
    throw_away(person_id)
    shown_name = "".join(sign if sign.isprintable() else " " for sign in name)[:_LONGEST_FILE_NAME]
    db.session.add(
        PendingPeopleImport(
            person_id=person_id,
            name=shown_name,
            packed=zlib.compress(content),
            missing_are_leavers=missing_are_leavers,
            made_at=now,
        )
    )
    db.session.flush()


def own_import(person_id: int, *, now: datetime) -> PendingPeopleImport:
    """The file that this administrator is looking at; raises NotFound."""
    pending: PendingPeopleImport | None = db.session.get(PendingPeopleImport, person_id)
    if pending is None or pending.made_at < now - KEPT_FOR:
        raise NotFound(_GONE)
    return pending


def look_at_import(pending: PendingPeopleImport, *, today: date) -> ImportReport:
    """What importing it would do now; raises BadSource with every fault."""
    return preview_import(_content_of(pending), _choices_of(pending), today=today)


def confirm_import(
    person_id: int, *, shown_mark: str, even_if_many_leave: bool, now: datetime, today: date
) -> ImportReport:
    """Import it; raises BadSource, and Conflict where it would not do what was shown."""
    pending = own_import(person_id, now=now)
    report = import_people(
        _content_of(pending),
        _choices_of(pending),
        even_if_many_leave=even_if_many_leave,
        shown_mark=shown_mark,
        now=now,
        today=today,
    )
    throw_away(person_id)
    return report


def throw_away(person_id: int) -> None:
    """Forget the file; nothing of it is imported."""
    db.session.execute(delete(PendingPeopleImport).where(PendingPeopleImport.person_id == person_id))


def forget_old_imports(now: datetime) -> None:
    """Delete the files that nobody confirmed in time."""
    db.session.execute(delete(PendingPeopleImport).where(PendingPeopleImport.made_at < now - KEPT_FOR))


def _choices_of(pending: PendingPeopleImport) -> ImportChoices:
    return ImportChoices(pending.person_id, pending.missing_are_leavers)


def _content_of(pending: PendingPeopleImport) -> bytes:
    return zlib.decompressobj().decompress(pending.packed, LARGEST_FILE_BYTES + 1)
