"""Playing a scenario: each scene is a page of its own, reached by links. Nothing is stored."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from learning.courses.document import Lesson, Scenario, Scene, SceneChoice
from learning.courses.published import course_document
from learning.errors import NotFound
from learning.people.access import allow, current_person
from learning.people.roles import Policy
from learning.study import enrolments
from learning.study.blueprint import blueprint
from learning.study.course_pages import names_for_enrolment

ENDINGS = {
    "strong": ("This went well", "Your choices kept people safe and gave them a say."),
    "acceptable": ("This was good enough", "Nobody came to harm, and some things could have gone better."),
    "risky": ("This left somebody at risk", "It is only a story, and it is a good place to find that out."),
}
"""What an ending says of itself: a heading and a sentence, honest and without shame."""


@blueprint.get("/courses/<slug>/lessons/<key>/scenarios/<scenario_key>/<scene_key>")
@allow(Policy.STUDY)
def scene(slug: str, key: str, scenario_key: str, scene_key: str) -> ResponseReturnValue:
    """One scene. `from` and `choice` in the address name the choice that led here, for its feedback."""
    enrolment = enrolments.own_enrolment(current_person().id, slug)
    course = course_document(enrolment.version_id)
    lesson = course.lesson(key)
    scenario = _scenario(lesson, scenario_key) if lesson else None
    shown = _scene(scenario, scene_key) if scenario else None
    if lesson is None or scenario is None or shown is None:
        raise NotFound
    return render_template(
        "study/scene.html",
        **names_for_enrolment(enrolment, course),
        lesson=lesson,
        scenario=scenario,
        scene=shown,
        is_first=shown is scenario.scenes[0],
        taken=_choice_taken(scenario, shown),
        ending=ENDINGS[shown.ending] if shown.ending else None,
    )


def _scenario(lesson: Lesson, key: str) -> Scenario | None:
    return next((block for block in lesson.blocks if isinstance(block, Scenario) and block.key == key), None)


def _scene(scenario: Scenario, key: str) -> Scene | None:
    return next((scene for scene in scenario.scenes if scene.key == key), None)


def _choice_taken(scenario: Scenario, shown: Scene) -> SceneChoice | None:
    before = _scene(scenario, request.args.get("from", ""))
    number = request.args.get("choice", "")
    choices = {str(place): choice for place, choice in enumerate(before.choices, start=1)} if before else {}
    choice = choices.get(number)
    return choice if choice and choice.scene_key == shown.key else None
