"""Lessons: the notice before, reading, finishing, scenarios; and what a lesson costs."""

from __future__ import annotations

import dataclasses

import pytest

from learning import clock
from tests import makers
from tests.conftest import NOON
from tests.databases import PASSWORD
from tests.study_course import SMALL_STEPS, TWO_LESSONS
from tests.web.pages import words_of

HARD = "/courses/small-steps/lessons/a-hard-visit"
FIRST = "/courses/small-steps/lessons/noticing"


@pytest.fixture
def started(learner, as_aisha):
    """A browser of somebody who has started the course."""
    as_aisha(makers.start_course)
    return learner


def test_a_lesson_that_describes_harm_says_so_first_and_leaves_the_choice(started):
    page = started.get(HARD)
    assert page.h1 == "Before you start"
    assert "Describes a child who was hurt." in page.text
    assert "The longer story." not in page.text
    assert "What “Exit this page” does not do" in page.text
    assert "who to ask" in page.text
    assert "The longer story." in page.follow("Start the lesson").text
    short = page.follow("Take the shorter version")
    assert "The shorter story." in short.text
    assert "The longer story." not in short.text
    assert "Your place is saved" in page.follow("Do this another day").text


def test_the_notice_names_three_numbers_to_ring_as_they_are_shown_that_day(app, started, tmp_path):
    contacts = [("Duty team", "tel:01"), ("Nobody", ""), ("Duty again", "tel:01"), ("Counselling", "tel:02")]
    contacts += [("A helpline", "tel:03"), ("One too many", "tel:04")]
    (tmp_path / "support.md").write_text(
        "---\nchecked_every_months: 12\n---\n# Who to ask\n\nAsk.\n"
        + "".join(
            f"\n## Contact: {name}\nLast checked: 2026-11-01\n\n"
            + (f"Ring [{to[4:]}]({to}).\n" if to else "Ask them.\n")
            for name, to in contacts
        )
    )
    kept = app.config["SETTINGS"]
    app.config["SETTINGS"] = dataclasses.replace(kept, courses_folder=tmp_path)
    try:
        page = started.get(HARD)
        with clock.set_to(lambda: NOON.replace(year=2028)):
            later = started.get("/sign-in").submit(
                {"name": "aisha.khan@example.org", "password": PASSWORD}, form="/sign-in"
            )
            later = started.get(HARD)
    finally:
        app.config["SETTINGS"] = kept
    ringing = [(link.get("href"), words_of(link)) for link in page.all("a[@href]") if "tel:" in link.get("href")]
    assert ringing == [("tel:01", "01"), ("tel:02", "02"), ("tel:03", "03")]
    assert "Counselling: 02" in page.text
    assert later.h1 == "Before you start"
    assert "tel:" not in later.body
    assert later.link("who to ask") == "/support"


def test_a_finished_lesson_opens_without_the_notice(started, as_aisha):
    as_aisha(makers.finish_lessons)
    page = started.get(HARD)
    assert page.h1 == "A hard visit"
    assert "finished" in page.text
    assert not [form for form in page.forms if "/finish" in form.action]


def test_a_shorter_route_that_is_not_there_gives_the_whole_lesson(started):
    assert "Read this first." in started.get(f"{FIRST}?route=short").text


def test_a_lesson_that_this_version_lacks_leads_back_to_the_course(started):
    page = started.get("/courses/small-steps/lessons/gone")
    assert page.address == "/courses/small-steps"
    assert "not part of your version" in page.text


def test_taking_a_break_says_that_the_place_is_saved(started):
    assert "Your place is saved" in started.get(FIRST).follow("Take a break").text


def test_finishing_leads_on_and_a_second_click_does_no_harm(started):
    page = started.get(FIRST)
    assert page.submit(form="/finish").h1 == "Before you start"
    assert page.submit(form="/finish").status == 200
    assert "You have done 1 of 2 lessons." in started.get("/courses/small-steps").text


def test_a_page_of_the_version_left_does_not_finish_the_changed_lesson_of_the_newer_one(app, started):
    old = started.get(f"{HARD}?route=full")
    changed = SMALL_STEPS["02-a-hard-visit.md"].replace(b"The longer", b"Another")
    with app.app_context():
        makers.publish_course({**SMALL_STEPS, "02-a-hard-visit.md": changed})
    started.get("/courses/small-steps").submit(form="/take-newer")
    page = old.submit(form="/finish")
    assert page.status == 409
    assert "You are on version 2 of this course now, and this page was of version 1." in page.text
    assert "You have done 0 of 2 lessons." in started.get("/courses/small-steps").text
    assert started.get(f"{HARD}?route=full").submit(form="/finish").status == 200


def test_finishing_leads_onwards_before_it_leads_back_to_what_was_left_out(app, learner, as_aisha):
    with app.app_context():
        makers.publish_course({**TWO_LESSONS, "03-ending.md": TWO_LESSONS["02-asking.md"]}, slug="three")
    as_aisha(makers.start_course, "three")
    page = learner.get("/courses/three/lessons/asking").submit(form="/finish")
    assert page.address == "/courses/three/lessons/ending"
    assert page.submit(form="/finish").address == "/courses/three/lessons/noticing"


def test_a_route_that_was_made_up_is_not_found(started):
    page = started.get(FIRST)
    for route in ("short", "kept", "x"):
        assert page.submit({"route": route}, form="/finish").status == 404


def test_the_lesson_says_where_it_stands(started):
    page = started.get(f"{HARD}?route=full")
    assert "Lesson 2 of 2 · about 8 minutes" in page.text
    assert page.link("Previous: Noticing").endswith(FIRST)
    assert page.link("Next: Final check").endswith("/check")


def test_a_practice_task_is_shown_as_something_to_try(started):
    page = started.get(f"{HARD}?route=full")
    assert "Something to try at work" in page.text
    assert "Ask one open question" in page.text


def test_a_scenario_is_played_by_links_with_the_feedback_of_each_choice(started):
    page = started.get(f"{HARD}?route=full").follow("Begin the story")
    assert page.h1 == "At the door"
    assert "You have not seen the child." not in page.text
    page = page.follow("Rearrange")
    assert page.h1 == "Next day"
    assert "You chose: Rearrange" in page.text
    assert "You have not seen the child." in page.text
    assert "This left somebody at risk" in page.text
    page = page.follow("Start the story again").follow("Ask to see Jay")
    assert "This went well" in page.text
    assert page.follow("Back to the lesson").h1 == "A hard visit"


@pytest.mark.parametrize(
    "address",
    [
        f"{HARD}/scenarios/the-missed-visit/nowhere",
        f"{HARD}/scenarios/another/at-the-door",
        f"{FIRST}/scenarios/the-missed-visit/at-the-door",
        "/courses/small-steps/lessons/gone/scenarios/the-missed-visit/at-the-door",
    ],
)
def test_a_scene_that_is_not_there_is_not_found(started, address):
    assert started.get(address).status == 404


def test_a_made_up_choice_has_no_feedback(started):
    page = started.get(started.get(f"{HARD}?route=full").follow("Begin the story").link("Rearrange"))
    scene = page.address
    other_scene, no_choice = "from=at-the-door&choice=1", "from=at-the-door&choice=9"
    for query in (other_scene, no_choice, "from=x&choice=1", "from=scene-at-the-door&choice=1", "choice=%00"):
        shown = started.get(f"{scene}?{query}")
        assert shown.status == 200
        assert "You chose" not in shown.text


def test_a_lesson_costs_at_most_six_statements_and_writes_nothing(started, count_statements):
    started.get(f"{HARD}?route=full")
    with count_statements() as statements:
        assert started.get(f"{HARD}?route=full").status == 200
    assert len(statements) <= 6, statements
    assert all(statement.startswith("SELECT") for statement in statements)


def test_somebody_elses_progress_is_nowhere_on_the_page(app, started, sign_in):
    with app.app_context():
        other = makers.make_person("Ben Okoro")
        makers.start_course(other)
    page = (
        sign_in("ben.okoro@example.org")
        .get("/courses/small-steps")
        .follow("Begin with lesson 1")
        .submit(form="/finish")
    )
    assert page.status == 200
    assert "You have done 0 of 2 lessons." in started.get("/courses/small-steps").text
