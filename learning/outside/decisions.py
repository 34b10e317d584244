"""What becomes of a learning: confirmed or returned, said to be wrong and answered, voided. Rows are only added."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select

from learning import audit
from learning.db import HIGHEST_ID, db
from learning.errors import Conflict, Invalid, NotAllowed
from learning.outside.claims import OWN_IS_FOR_OTHERS
from learning.outside.finding import own_learning, stage, visible_learning
from learning.outside.models import FurtherRecord, OutsideLearning
from learning.people.models import Person
from learning.practice.reflections import storable

LONGEST_SENTENCE = 500
_VOIDED = "It does not count any more, so there is nothing to say about it. The page shows how it stands now."


def confirm(learning_id: int, viewer: Person, *, now: datetime, today: date) -> OutsideLearning:
    """Confirm a claim; what is confirmed already stays so. Raises NotFound, NotAllowed and Conflict."""
    learning = _of_somebody_else(learning_id, viewer, today)
    found = stage(learning).key
    if found == "confirmed":
        return learning
    if found != "waiting":
        raise Conflict("Somebody else was faster: it is returned or taken back. Load the page again to see it.")
    return _add(learning, "confirmed", "", viewer.id, now)


def return_claim(learning_id: int, viewer: Person, *, words: str, now: datetime, today: date) -> OutsideLearning:
    """Return a claim with a sentence; it may be sent again. Raises NotFound, NotAllowed, Invalid and Conflict."""
    learning = _of_somebody_else(learning_id, viewer, today)
    words = _sentence(words, "words", "Say in a sentence what is missing, so that it can be sent again.")
    if stage(learning).key != "waiting":
        raise Conflict("Somebody else was faster: it is decided already. Load the page again to see how.")
    return _add(learning, "returned", words, viewer.id, now)


def void_learning(learning_id: int, viewer: Person, *, reason: str, now: datetime, today: date) -> OutsideLearning:
    """Void what was confirmed by mistake, with a reason; a second time changes nothing. Raises as `return_claim`."""
    learning = _of_somebody_else(learning_id, viewer, today)
    reason = _sentence(reason, "reason", "Say in a sentence why it does not count.")
    found = stage(learning).key
    if found == "voided":
        return learning
    if found != "confirmed":
        raise Conflict("Only what is confirmed can be voided. Load the page again to see how it stands.")
    return _add(learning, "voided", reason, viewer.id, now)


def take_back(learning_id: int, person_id: int, *, now: datetime) -> OutsideLearning:
    """Take back one's own claim, while it waits; a second time changes nothing. Raises NotFound and Conflict."""
    _lock(learning_id)
    learning = own_learning(learning_id, person_id)
    found = stage(learning).key
    if found == "taken back":
        return learning
    if found != "waiting":
        raise Conflict("It is decided already, so it cannot be taken back. If it is wrong, say so on its page.")
    return _add(learning, "voided", "", person_id, now)


def dispute(learning_id: int, person_id: int, *, words: str, now: datetime) -> OutsideLearning:
    """Say that what stands about oneself is wrong; once, until it is answered. Raises NotFound, Invalid, Conflict."""
    _lock(learning_id)
    learning = own_learning(learning_id, person_id)
    words = _sentence(words, "words", "Say in a sentence what is wrong.")
    found = stage(learning)
    if found.is_disputed:
        raise Conflict("You have said so already, and nobody has answered yet. Nothing more is needed from you.")
    if found.key != "confirmed":
        raise Conflict(_VOIDED)
    return _add(learning, "disputed", words, person_id, now)


def answer_dispute(learning_id: int, viewer: Person, *, words: str, now: datetime, today: date) -> OutsideLearning:
    """Answer somebody who said that it is wrong; it goes on counting. Raises as `return_claim`."""
    learning = _of_somebody_else(learning_id, viewer, today)
    words = _sentence(words, "words", "Write an answer. One sentence is enough.")
    if not stage(learning).is_disputed:
        raise Conflict("It is answered or voided already. Load the page again to see how it stands.")
    return _add(learning, "answered", words, viewer.id, now)


def _of_somebody_else(learning_id: int, viewer: Person, today: date) -> OutsideLearning:
    _lock(learning_id)
    learning = visible_learning(learning_id, viewer, today=today)
    if learning.person_id == viewer.id:
        raise NotAllowed(OWN_IS_FOR_OTHERS)
    return learning


def _lock(learning_id: int) -> None:
    """Keep everybody else from saying anything of it until the transaction ends; to be called before it is read."""
    locked = select(OutsideLearning.id).where(OutsideLearning.id == min(learning_id, HIGHEST_ID))
    db.session.execute(locked.with_for_update())


def _sentence(words: str, field: str, wanted: str) -> str:
    words = storable(words)
    if not words:
        raise Invalid({field: wanted})
    if len(words) > LONGEST_SENTENCE:
        raise Invalid({field: f"Use at most {LONGEST_SENTENCE} characters. You have used {len(words)}."})
    return words


def _add(learning: OutsideLearning, kind: str, words: str, by_id: int, now: datetime) -> OutsideLearning:
    db.session.add(
        FurtherRecord(learning_id=learning.id, kind=kind, words=words, recorded_by_id=by_id, recorded_at=now)
    )
    audit.record(
        f"outside learning {kind}",
        f"outside learning:{learning.id}",
        actor_id=by_id,
        now=now,
        person=learning.person_id,
    )
    db.session.flush()
    db.session.expire(learning, ["further_records"])
    return learning
