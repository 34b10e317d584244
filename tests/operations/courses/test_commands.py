"""`flask courses …`: what each prints, how it ends, and that no failure shows a traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from learning.courses.published import course_by_slug
from learning.courses.source_folder import write_course
from learning.people.roles import Role
from learning.settings import PROJECT_FOLDER
from tests import makers
from tests.operations.courses.sources import changed, first_lesson, with_problem
from tests.study_course import SMALL_STEPS

SLUG = "small-steps"
LESSON = first_lesson(SMALL_STEPS)
FRAMEWORK = b"""---
publisher: A council
source: Our framework, 2024
from: 2024-01-01
---
# Our framework

## Curiosity

Kind: principle

Ask first.
"""
PLAN = b"""---
owner: Learning team
from: 2026-12-01
who: everyone
---
# Everyone

| Course | Due |
|---|---|
| [Gone](../gone/course.md) | 28 days |
"""


@pytest.fixture
def run(app, monkeypatch, tmp_path):
    """Runs a command in a folder of its own; gives (exit code, lines on standard output, lines on standard error)."""
    monkeypatch.chdir(tmp_path)

    def run(*words):
        result = app.test_cli_runner().invoke(args=["courses", *words])
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result.exit_code, result.stdout.splitlines(), result.stderr.splitlines()

    return run


@pytest.fixture
def folder(tmp_path) -> Path:
    """A course folder in a library, by its path as typed."""
    write_course(SMALL_STEPS, tmp_path / "library" / SLUG)
    return Path("library") / SLUG


def test_a_course_without_problems_is_checked_in_silence(run, folder, session) -> None:
    quiet = run("check", str(folder))
    assert quiet[0] == 0
    assert all(": warning: " in line for line in quiet[1])


def test_each_problem_stands_on_a_line_with_its_place_and_a_count_ends(run, folder, tmp_path, session) -> None:
    write_course(with_problem(SMALL_STEPS), tmp_path / folder)
    code, lines, errors = run("check", str(folder))
    problems = [line for line in lines if ": warning: " not in line]
    line_number = SMALL_STEPS[LESSON].count(b"\n") + 5
    assert code == 1
    assert len(problems) == 1
    assert problems[0].startswith(f"library/{SLUG}/{LESSON}:{line_number}:")
    assert errors[-1].startswith("1 problem, ")


def test_one_file_of_a_course_can_be_checked_alone(run, folder, tmp_path, session) -> None:
    write_course(with_problem(SMALL_STEPS), tmp_path / folder)
    assert run("check", str(folder / LESSON))[0] == 1
    assert run("check", str(folder / "course.md"))[0] == 0


@pytest.mark.parametrize(
    "path",
    [
        "notes.md",
        "library/README.md",
        f"library/{SLUG}/README.md",
        f"library/{SLUG}/.hidden.md",
        "library/frameworks/old/ours.md",
    ],
)
def test_a_file_that_is_no_part_of_a_course_is_said_so_and_fails(run, folder, tmp_path, session, path) -> None:
    (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / path).write_text("# Words\n")
    (tmp_path / "library/frameworks").mkdir(exist_ok=True)
    said = f"{path} is no part of a course or library, so there is nothing to check."
    assert run("check", path) == (1, [], [said])
    assert run("check", str(folder / "quiz.md"))[0] == 0


def test_a_course_outside_a_library_is_not_compared_with_frameworks_that_are_not_there(run, tmp_path, session) -> None:
    page = SMALL_STEPS["course.md"].replace(b"level:", b"frameworks: [ours/curiosity]\nlevel:")
    write_course({**SMALL_STEPS, "course.md": page}, tmp_path / "alone" / SLUG)
    for path in (f"alone/{SLUG}", "alone"):
        code, lines, _ = run("check", path)
        assert code == 0
        assert not any("framework" in line for line in lines)


def test_a_reader_who_has_read_enough_ends_a_command_quietly(tmp_path) -> None:
    reading_end, writing_end = os.pipe()
    os.close(reading_end)
    environment = {**os.environ, "DATA_FOLDER": str(tmp_path), "FLASK_APP": "app.py"}
    command = [sys.executable, "-m", "flask", "courses", "check", "tests/courses/faults"]
    with os.fdopen(writing_end, "wb") as closed_pipe:
        done = subprocess.run(
            command, cwd=PROJECT_FOLDER, env=environment, stdout=closed_pipe, stderr=subprocess.PIPE, check=False
        )
    assert done.stderr == b""


def test_a_library_is_checked_whole(run, folder, tmp_path, session) -> None:
    library = tmp_path / "library"
    for name, content in {
        "frameworks/ours.md": FRAMEWORK + b"\n## Curiosity\n\nKind: principle\n\nAgain.\n",
        "plans/everyone.md": PLAN,
        "pages/help.md": b"# Help\n\n<b>no</b>\n",
        "support.md": b"# Who to ask\n",
        "stray.txt": b"what is this",
        "frameworks/old/theirs.md": FRAMEWORK,
        "pages/privcy.md": b"# Privacy\n\nWords.\n",
        "Quizz/course.md": SMALL_STEPS["course.md"],
    }.items():
        (library / name).parent.mkdir(parents=True, exist_ok=True)
        (library / name).write_bytes(content)
    code, lines, _ = run("check", "library")
    named = {line.split(":")[0] for line in lines if ": warning: " not in line}
    assert code == 1
    assert named == {
        "library/Quizz/course.md",
        "library/frameworks/old",
        "library/frameworks/ours.md",
        "library/pages/help.md",
        "library/pages/privcy.md",
        "library/plans/everyone.md",
        "library/stray.txt",
        "library/support.md",
    }


def test_unknown_framework_elements_are_warnings_and_stop_nothing(run, folder, tmp_path, session) -> None:
    (tmp_path / "library" / "frameworks").mkdir()
    (tmp_path / "library" / "frameworks" / "ours.md").write_bytes(FRAMEWORK)
    page = SMALL_STEPS["course.md"].replace(b"level:", b"frameworks: [ours/curiosty]\nlevel:")
    write_course({**SMALL_STEPS, "course.md": page}, tmp_path / folder)
    code, lines, _ = run("check", str(folder))
    assert code == 0
    assert any("warning" in line and "ours/curiosity" in line for line in lines)


def test_code_hosts_get_annotations_and_a_log_with_paths_from_where_the_command_runs(
    run, folder, tmp_path, session
) -> None:
    write_course(with_problem(SMALL_STEPS), tmp_path / folder)
    (tmp_path / "notes.md").write_text("# Words\n")
    code, lines, errors = run("check", str(tmp_path / folder), "notes.md", "--format", "github")
    assert (code, errors[-1].startswith("1 problem, ")) == (1, True)
    assert lines[0].startswith("::error file=notes.md,line=1,col=1,title=no-part::")
    assert [line.partition(",")[0] for line in lines if line.startswith("::error")][1:] == [
        f"::error file=library/{SLUG}/{LESSON}"
    ]
    code, lines, _ = run("check", str(folder), "--format", "sarif")
    results = json.loads("\n".join(lines))["runs"][0]["results"]
    addresses = {one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for one in results}
    assert code == 1
    assert f"library/{SLUG}/{LESSON}" in addresses
    assert run("check", str(folder / "course.md"), "--format", "sarif")[0] == 0


def test_a_new_course_is_a_folder_that_passes_the_check_and_nothing_is_overwritten(run, tmp_path, session) -> None:
    code, lines, _ = run("new", "children-and-loss", "--to", "library")
    assert (code, lines[0].startswith("library/children-and-loss is begun.")) == (0, True)
    assert "# Children and loss\n" in (tmp_path / "library/children-and-loss/course.md").read_text()
    assert run("check", "library/children-and-loss")[0] == 0
    assert run("new", "children-and-loss", "--to", "library/children-and-loss")[0] == 1
    assert run("new", "loss", "--title", "Loss", "--to", "loss", "--starter", "nearly-empty")[0] == 0
    assert (tmp_path / "loss/course.md").is_file()
    code, _, errors = run("new", "No Such Name", "--title", "<talk>", "--to", "library")
    assert code == 2
    assert "Title: " in errors[-1]
    assert "Slug: " in errors[-1]


def test_publish_says_which_version_was_made_and_when_nothing_is_new(run, folder, session) -> None:
    words = ("publish", str(folder), "--label", "material", "--note", "First")
    assert run(*words)[1][-1] == f"{SLUG}: version 1 published (material)."
    assert run(*words)[1][-1] == f"{SLUG}: nothing new; version 1 already says the same."
    version = course_by_slug(SLUG).current_version
    assert (version.note, version.origin) == ("First", "folder")


def test_publish_prints_the_problems_and_publishes_nothing(run, folder, tmp_path, session) -> None:
    write_course(with_problem(SMALL_STEPS), tmp_path / folder)
    code, lines, errors = run("publish", str(folder), "--label", "material", "--note", "First")
    assert code == 1
    assert lines[0].startswith(f"library/{SLUG}/{LESSON}:")
    assert errors[-1] == "Error: 1 problem; nothing was published."


def test_what_publish_cannot_take_ends_in_one_clear_line(run, folder, session) -> None:
    assert run("publish", "library", "--label", "material", "--note", "x")[2] == [
        f"Error: library has no course.md, so it is no course folder. Courses in it: library/{SLUG}."
    ]
    assert run("publish", str(folder), "--label", "huge", "--note", "x")[0] == 2
    assert run("publish", str(folder), "--label", "material", "--note", "  ")[0] == 2
    assert "at most 500" in run("publish", str(folder), "--label", "material", "--note", "x" * 501)[2][-1]
    assert run("publish", "nowhere", "--label", "material", "--note", "x")[0] == 2


def test_where_reviews_are_wanted_a_folder_is_published_with_the_author_who_approved_it(
    run, folder, app, monkeypatch, session
) -> None:
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], review_before_publishing=True))
    makers.make_person("Aisha Khan")
    author = makers.make_person("Tom Reed", roles=(Role.AUTHOR,))
    words = ("publish", str(folder), "--label", "material", "--note", "First")
    code, _, errors = run(*words)
    assert (code, errors[-1].partition("Name ")[2]) == (2, "that author: --approved-by EMAIL.")
    for nobody in ("nobody@example.org", "aisha.khan@example.org"):
        assert "is no author" in run(*words, "--approved-by", nobody)[2][-1]
    assert run(*words, "--approved-by", author.email)[0] == 0
    assert course_by_slug(SLUG).current_version.approved_by_id == author.id


def test_export_and_publish_again_make_nothing_new(run, tmp_path, session) -> None:
    makers.publish_course()
    assert run("export", SLUG, "out")[1] == [f"{SLUG}: version 1 written to out/{SLUG}"]
    assert "nothing new" in run("publish", f"out/{SLUG}", "--label", "material", "--note", "again")[1][-1]


def test_export_refuses_in_one_clear_line(run, tmp_path, session) -> None:
    makers.publish_course()
    (tmp_path / "file").write_text("a file")
    assert run("export", "nothing", "out")[2] == ["Error: There is no course nothing. `flask courses list` shows all."]
    assert run("export", SLUG, "out", "--version", "9")[2] == [f"Error: {SLUG} has no version 9."]
    code, _, errors = run("export", SLUG, "file")
    assert (code, len(errors)) == (1, 1)


def test_list_and_retire(run, session) -> None:
    makers.publish_course(note="x")
    assert run("list")[1][0].startswith(f"{SLUG}: version 1 (material, from the folder, 2026-11-24)")
    assert run("retire", SLUG)[0] == 0
    assert "retired" in run("list")[1][0]
    assert run("retire", SLUG, "--undo")[0] == 0
    assert "retired" not in run("list")[1][0]
    assert run("retire", "nothing")[0] == 1


def test_verify_and_render_say_what_they_found(run, session) -> None:
    makers.publish_course()
    makers.publish_course(changed(SMALL_STEPS))
    assert run("verify") == (0, [], ["2 versions verified, 0 faults found."])
    assert run("render")[:2] == (0, ["0 versions made anew. Restart the server to show it."])
