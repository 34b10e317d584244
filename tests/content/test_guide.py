"""The examples in the guides for authors are whole and right: they pass the check that authors' own files pass."""

from __future__ import annotations

import re

import yaml

from learning.courses.format.parser import parse_course
from learning.exchange.course_commands import course_commands
from learning.frameworks.document import parse_framework
from learning.frameworks.features import FEATURES, UNNAMED
from learning.plans.document import parse_plan
from learning.settings import PROJECT_FOLDER
from tests.content.library import COURSES

GUIDES = PROJECT_FOLDER / "docs" / "guides"


def examples(name: str) -> dict[str, bytes]:
    """The files that a guide shows, by path."""
    guide = (GUIDES / f"{name}.md").read_text("utf-8")
    found = re.findall(r"^File `([^`]+)`[^\n]*\n\n```markdown\n(.*?)^```$", guide, re.MULTILINE | re.DOTALL)
    return {path: text.encode() for path, text in found}


def test_the_course_in_the_guide_has_no_problem_and_no_warning() -> None:
    files = examples("writing-courses")
    assert set(files) == {"course.md", "01-before-you-knock.md", "quiz.md", "banks/doors.md"}
    parsed = parse_course("first-visit", files)
    assert [str(fault) for fault in (*parsed.problems, *parsed.warnings)] == []
    lesson = parsed.course.lesson("before-you-knock")
    kinds = {block.kind for block in lesson.blocks if hasattr(block, "kind")}
    assert len(kinds) == 8


def test_the_framework_and_the_plan_in_the_guide_have_no_problem_and_no_warning() -> None:
    files = examples("frameworks-and-plans")
    framework = parse_framework("frameworks/x.md", files["frameworks/our-practice-framework.md"])
    plan = parse_plan("plans/everyone.md", files["plans/everyone.md"], courses=COURSES)
    for parsed in (framework, plan):
        assert [str(fault) for fault in (*parsed.problems, *parsed.warnings)] == []
    assert len(framework.framework.elements) == 2
    assert len(plan.plan.requirements) == 2


def test_the_guide_names_every_feature_that_met_by_takes() -> None:
    guide = (GUIDES / "frameworks-and-plans.md").read_text("utf-8")
    named = re.findall(r"^\| `([a-z -]+)` \|", guide, re.MULTILINE)
    assert named == [*FEATURES, UNNAMED]


def test_every_command_in_the_guide_for_git_is_one_that_there_is() -> None:
    guide = (GUIDES / "writing-courses-in-git.md").read_text("utf-8")
    written = re.findall(r"flask(?: --app \S+)? courses ([a-z]+)([^`\n]*)", guide)
    assert {name for name, _ in written} == {"new", "watch", "publish", "export", "check"}
    for name, words in written:
        known = {option for parameter in course_commands.commands[name].params for option in parameter.opts}
        assert set(re.findall(r"--[a-z]+", words)) <= known


def test_the_files_for_code_hosts_in_the_guide_can_be_read_as_they_are() -> None:
    guide = (GUIDES / "writing-courses-in-git.md").read_text("utf-8")
    workflow, hook = (yaml.load(text, yaml.BaseLoader) for text in re.findall(r"```yaml\n(.*?)```", guide, re.DOTALL))
    assert [next(iter(step)) for step in workflow["jobs"]["check"]["steps"]] == ["uses", "uses", "uses", "run", "run"]
    assert workflow["on"] == ["push", "pull_request"]
    assert hook["repos"][0]["hooks"][0]["language"] == "system"
