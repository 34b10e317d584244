"""`flask courses import`: a folder is made, what is lost is printed, and what is there is never overwritten."""

from __future__ import annotations

import pytest

from learning.courses.source_folder import read_course
from learning.exchange.safe_zip import write_zip
from tests.rules.exchange.word_files import heading, item, paragraph, photo, picture, word_file
from tests.study_course import SMALL_STEPS

pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)  # it opens no database
WORD = word_file(
    heading(1, "Noticing"),
    item("look"),
    paragraph(picture("door", "A door")),
    paragraph("<m:oMath><m:r><m:t>a=b</m:t></m:r></m:oMath>"),
    media={"door": photo()},
)


@pytest.fixture
def run(app, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)

    def run(file: str, content: bytes, folder: str):
        (tmp_path / file).write_bytes(content)
        result = app.test_cli_runner().invoke(args=["courses", "import", file, "--to", folder])
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result.exit_code, result.stdout.splitlines(), result.stderr.splitlines()

    return run


def test_a_word_file_becomes_a_folder_that_passes_the_check(run, tmp_path) -> None:
    code, out, errors = run("Home visits.docx", WORD, "home-visits")
    files = read_course(tmp_path / "home-visits").files
    assert code == 0
    assert out[0] == (
        "Home visits.docx: After the heading “Noticing”, paragraph 3: an equation (“a=b”): not carried over. "
        "Write it in words, or add a picture of it."
    )
    assert errors == ["3 files written to home-visits. 1 line to look at above, 0 problems."]
    assert b"# Home visits" in files["course.md"]
    assert b"![A door](images/picture-" in files["01-noticing.md"]


def test_a_zip_becomes_the_same_folder_and_again_is_harmless(run, tmp_path) -> None:
    data = write_zip(SMALL_STEPS, folder="small-steps")
    assert run("c.zip", data, "small-steps")[0] == 0
    assert read_course(tmp_path / "small-steps").files == SMALL_STEPS
    assert run("c.zip", data, "small-steps")[0] == 0


def test_a_folder_that_holds_something_else_is_left_as_it_is(run, tmp_path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/01-mine.md").write_text("# Mine\n")
    code, _, errors = run("c.zip", write_zip(SMALL_STEPS), "mine")
    assert (code, errors) == (1, ["Error: mine holds something else. Name another folder. Nothing was written."])
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["01-mine.md"]


def test_a_file_that_cannot_be_read_is_refused_with_a_sentence(run, tmp_path) -> None:
    code, _, errors = run("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 9, "new")
    assert code == 1
    assert "save it as .docx" in errors[0]
    assert not (tmp_path / "new").exists()
