"""My reflections: to read, take away and delete; and nobody else's, anywhere."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from learning.db import db
from learning.people.roles import Role
from tests import makers
from tests.databases import PASSWORD
from tests.study_course import TWO_LESSONS

HARD = "/courses/small-steps/lessons/a-hard-visit?route=full"
CANARY = "canary-zebra-lantern"


@pytest.fixture
def writer(app, sign_in):
    """A browser of somebody who has written down a canary."""
    with app.app_context():
        makers.publish_course()
        makers.start_course(makers.make_person())
    client = sign_in("aisha.khan@example.org")
    client.get(HARD).submit({"words": f"{CANARY}\nSecond line."}, form="/reflections/")
    return client


def test_one_reads_ones_words_by_course_and_gets_back_to_the_lesson(writer):
    page = writer.get("/my-reflections")
    assert "Only you can see this" in page.text
    assert CANARY in page.text
    assert "Where have you met this?" in page.text
    assert page.follow("Change it in the lesson").h1 == "A hard visit"


def test_the_download_is_plain_text_with_everything(writer):
    response = writer.raw("GET", "/my-reflections.txt")
    assert response.mimetype == "text/plain"
    assert "attachment" in response.headers["Content-Disposition"]
    assert f"{CANARY}\r\nSecond line." in response.get_data(as_text=True)


def test_deleting_asks_first_and_is_for_good(app, writer):
    page = writer.get("/my-reflections").follow("Delete")
    assert page.h1 == "Delete these words?"
    assert CANARY in writer.get("/my-reflections").text
    page = page.submit(form="/delete")
    assert "Your words are deleted." in page.text
    assert CANARY not in page.text
    with app.app_context():
        assert db.session.execute(text("SELECT count(*) FROM reflection")).scalar_one() == 0


@pytest.mark.parametrize("roles", [(), (Role.AUTHOR,), (Role.LEARNING_LEAD,), (Role.ADMINISTRATOR,), tuple(Role)])
def test_nobody_else_reads_or_deletes_them_whatever_their_role(app, writer, sign_in, roles):
    with app.app_context():
        other = makers.make_person("Ben Okoro", roles=roles)
        makers.start_course(other)
        team = makers.make_team()
        makers.make_manager(other, team)
        reflection_id = db.session.execute(text("SELECT id FROM reflection")).scalar_one()
        rows = db.session.execute(text("SELECT id FROM person WHERE name = 'Aisha Khan'"))
        makers.put_in_team(db.session.get(type(other), rows.scalar_one()), team)
    theirs = sign_in("ben.okoro@example.org")
    pages = ["/my-reflections", "/my-reflections.txt", HARD, "/my-record", "/my-record.csv", "/my-team", "/my-learning"]
    for address in [*pages, f"/my-reflections/{reflection_id}/delete"]:
        assert CANARY not in theirs.raw("GET", address).get_data(as_text=True)
    assert theirs.get(f"/my-reflections/{reflection_id}/delete").status == 404
    token = theirs.get(HARD).form("/reflections/").values["csrf_token"][0]
    assert theirs.post(f"/my-reflections/{reflection_id}/delete", {"csrf_token": token}).status == 404
    assert CANARY in writer.get("/my-reflections").text


def test_the_words_stand_in_no_other_table_and_no_log(app, writer, caplog):
    writer.get(HARD).submit({"words": f"{CANARY} again"}, form="/reflections/")
    with app.app_context():
        for table in db.metadata.tables:
            if table != "reflection":
                assert CANARY not in str(db.session.execute(text(f'SELECT * FROM "{table}"')).all())
    assert CANARY not in caplog.text


def test_words_sent_after_the_session_ended_are_there_again_after_signing_in(writer):
    page = writer.get(HARD)
    writer.get("/my-reflections").submit(form="/sign-out")
    page = page.submit({"words": "Typed for twenty minutes."}, form="/reflections/")
    assert page.all("input[@type='password']")
    page = page.submit({"name": "aisha.khan@example.org", "password": PASSWORD}, form="/sign-in")
    assert "Typed for twenty minutes." in page.body


def send_after_the_session_has_ended(writer):
    """The sign-in page on which a form is kept whose writer's session is over, its row gone."""
    page = writer.get(HARD)
    writer.get("/my-reflections").submit(form="/sign-out")
    return page.submit({"words": f"{CANARY} for twenty minutes."}, form="/reflections/")


def test_words_kept_over_the_end_of_a_session_are_shown_to_nobody_who_signs_in_next(app, writer):
    with app.app_context():
        makers.start_course(makers.make_person("Ben Okoro"))
    page = send_after_the_session_has_ended(writer)
    assert "What you typed is kept" in page.text
    page = page.submit({"name": "ben.okoro@example.org", "password": PASSWORD}, form="/sign-in")
    assert page.h1 == "That was somebody else’s"
    assert CANARY not in page.body
    assert not [form for form in page.forms if "/reflections/" in form.action]
    assert CANARY not in writer.get(HARD).body


def test_an_old_form_of_somebody_else_cannot_be_sent_as_ones_own(app, writer):
    with app.app_context():
        makers.start_course(makers.make_person("Ben Okoro"))
    old = writer.get(HARD)
    writer.get("/my-reflections").submit(form="/sign-out")
    writer.get("/sign-in").submit({"name": "ben.okoro@example.org", "password": PASSWORD}, form="/sign-in")
    page = old.submit({"words": CANARY}, form="/reflections/")
    assert (page.status, page.h1) == (400, "That was somebody else’s")
    assert CANARY not in page.body


def test_a_kept_form_whose_sign_in_page_grew_old_is_shown_to_nobody_else_either(app, writer, sign_in):
    with app.app_context():
        makers.make_person("Ben Okoro")
    kept = send_after_the_session_has_ended(writer).form("/sign-in").values["kept"]
    page = sign_in("ben.okoro@example.org").post("/sign-in", {"kept": kept, "csrf_token": "stale"})
    assert page.h1 == "That was somebody else’s"
    assert CANARY not in page.body


def test_somebody_who_wrote_nothing_is_told_that_they_never_have_to(app, sign_in):
    with app.app_context():
        makers.make_person()
    assert "You never have to." in sign_in("aisha.khan@example.org").get("/my-reflections").text


def test_the_words_of_a_lesson_that_is_gone_can_still_be_read_and_deleted(app, writer):
    with app.app_context():
        makers.publish_course(TWO_LESSONS)
    page = writer.get("/courses/small-steps").submit(form="/take-newer")
    page = writer.get("/my-reflections")
    assert CANARY in page.text
    assert "not part of your version" in page.follow("Change it in the lesson").text
    assert writer.get("/my-reflections").follow("Delete").submit(form="/delete").status == 200
