"""The whole way of a learner, from the list of courses to the certificate, with forms and links alone."""

from __future__ import annotations

RIGHT = {
    "What helps first?": "Feeling safe",
    "Freeze is a choice.": "False",
    "Flight is a survival response.": "True",
    "Flop looks like giving up.": "True",
}
STEPS = ("Regulate", "Relate", "Reason")


def words_of(element) -> str:
    return " ".join("".join(element.itertext()).split())


def labels(page) -> dict[str, str]:
    """Words of each label: id of its field to words."""
    return {label.get("for"): words_of(label) for label in page.all("label")}


def answer(page, name: str, *, rightly: bool = True) -> dict[str, str]:
    """What to send for the question whose fields begin with `name`."""
    found = labels(page)
    values = {
        field.get("id"): field.get("value") for field in page.all("input[@type='radio']") if field.get("name") == name
    }
    if values:
        title = next(words_of(legend) for legend in page.all("legend") if words_of(legend) in RIGHT)
        chosen = [one for one in values if (found[one] == RIGHT[title]) == rightly]
        return {name: values[chosen[0]]}
    rows = {select.get("id") for select in page.all("select")}
    if rows:
        places = {row: str(STEPS.index(found[row]) + 1) for row in rows}
        return places if rightly else {row: str(4 - int(place)) for row, place in places.items()}
    return {name: "a choice" if rightly else "nothing"}


def test_from_the_list_of_courses_to_the_certificate(learner):
    page = learner.get("/courses").follow("Small steps")
    assert page.h1 == "Small steps"
    assert "You complete this course when you have finished both lessons" in page.text
    page = page.submit(form="/start")
    assert "You have started this course" in page.text
    assert "You have done 0 of 2 lessons. About 23 minutes left." in page.text

    page = page.follow("Begin with lesson 1")
    assert page.h1 == "Noticing"
    page = page.submit(form="/finish")
    assert page.h1 == "Before you start"
    page = page.follow("Take the shorter version")
    assert "The shorter story." in page.text
    page = page.submit(form="/finish")
    assert page.h1 == "Final check"

    page = page.submit(form="/begin")
    for place in range(1, 6):
        assert page.title.startswith(f"Question {place} of 5")
        page = page.submit(answer(page, f"q{place}"), form="/questions/")
    assert page.h1 == "Check your answers"
    page = page.submit(form="/send")
    assert page.h1 == "You reached the pass mark"
    assert "You got 5 of 5. That is 100%." in page.text

    page = page.follow("See your certificate")
    assert "Aisha Khan" in page.text
    assert "24 November 2026" in page.text
    assert "Notice a survival response" in page.text
    assert "100%" not in page.text
    page = learner.get("/my-record")
    assert "2026: 23 minutes of learning" in page.text
    assert "You have completed this course" in learner.get("/courses/small-steps").text
