"""A document survives being stored, and one stored before a field was added can still be read."""

from __future__ import annotations

import json

import pytest

from learning.courses import document_json
from tests.rules.courses.sources import COURSES, course_of, parse_folder

COURSE = course_of(parse_folder(COURSES / "every-kind"))


def test_a_stored_document_is_read_back_equal() -> None:
    assert document_json.decode(document_json.encode(COURSE)) == COURSE


def test_numbers_and_days_come_back_exact_and_of_their_type() -> None:
    again = document_json.decode(document_json.encode(COURSE))

    assert repr(again) == repr(COURSE)


def test_a_document_stored_before_a_field_was_added_takes_its_default() -> None:
    stored = json.loads(document_json.encode(COURSE))
    for block in stored["course"]["lessons"][0]["blocks"]:
        block.pop("level", None)

    assert document_json.decode(json.dumps(stored)).lessons[0].question("is-it-a-weakness").level == 2


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        '{"format": 1}',
        '{"format": 2, "course": {}}',
        '{"format": 1, "course": {"type": "Text"}}',
        '{"format": 1, "course": {"type": "os.system"}}',
        '{"format": 1, "course": {"type": "TrueFalse", "right": true}}',
    ],
)
def test_any_other_text_is_a_value_error(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        document_json.decode(text)


def test_a_value_of_the_wrong_type_is_a_value_error() -> None:
    text = document_json.encode(COURSE).replace('"pass_mark_percent":80', '"pass_mark_percent":"80"')

    with pytest.raises(ValueError, match="80"):
        document_json.decode(text)
