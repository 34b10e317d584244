"""`flask questions …`: what each writes and prints, and how it ends."""

from __future__ import annotations

from pathlib import Path

import pytest

from learning.exchange.questions.gift_reader import read_gift
from learning.exchange.questions.moodle_reader import read_moodle_xml

FILES = Path(__file__).resolve().parents[2] / "exchange_files"


@pytest.fixture
def run(applications, monkeypatch, tmp_path):
    """Runs a command in a folder of its own, without a database: it needs none."""
    monkeypatch.chdir(tmp_path)

    def run(*words):
        result = applications["sqlite"].test_cli_runner().invoke(args=["questions", *words])
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result.exit_code, result.stdout, result.stderr

    return run


def test_a_bank_is_made_and_every_loss_is_named_with_its_line(run, tmp_path):
    file = str(FILES / "duty-team.gift")
    code, out, err = run("import", file, "--to", "banks/duty-team.md")
    assert code == 0
    assert f'{file}:35: The question "Write about a visit' in out
    assert all(line.startswith(f"{file}:") for line in out.splitlines())
    assert "8 questions (2 single choice, 2 number" in err
    assert (tmp_path / "banks" / "duty-team.md").read_text("utf-8").startswith("# Duty team induction\n")


def test_a_bank_that_says_something_else_is_not_written_over(run, tmp_path):
    bank = tmp_path / "bank.md"
    bank.write_text("# Ours\n")
    code, _, err = run("import", str(FILES / "by-the-book.gift"), "--to", "bank.md")
    assert (code, "--replace" in err, bank.read_text()) == (1, True, "# Ours\n")
    assert run("import", str(FILES / "by-the-book.gift"), "--to", "bank.md", "--replace")[0] == 0
    assert bank.read_text() != "# Ours\n"
    assert run("import", str(FILES / "by-the-book.gift"), "--to", "bank.md")[0] == 0


def test_what_holds_no_question_ends_with_1_and_writes_nothing(run, tmp_path):
    (tmp_path / "essay.gift").write_text("Write. {}")
    code, out, err = run("import", "essay.gift", "--to", "bank.md")
    assert (code, out) == (1, "")
    assert "essay.gift:1: " in err
    assert "Traceback" not in err
    assert not (tmp_path / "bank.md").exists()


def test_an_imported_bank_is_exported_and_reads_back_the_same(run, tmp_path):
    run("import", str(FILES / "moodle-course.xml"), "--to", "bank.md")
    code, gift, losses = run("export", "bank.md", "--format", "gift")
    assert code == 0
    assert [q.key for q in read_gift(gift.encode()).questions] == [
        "fv-01", "silence", "pace", "minutes", "words-for-feelings",
    ]  # fmt: skip
    assert "GIFT has no gaps questions" in losses
    code, out, _ = run("export", "bank.md", "--format", "moodle-xml", "--to", "out/bank.xml")
    assert (code, out) == (0, "")
    (tmp_path / "ours.xml").write_text("ours")
    assert run("export", "bank.md", "--format", "moodle-xml", "--to", "ours.xml")[0] == 1
    again = read_moodle_xml((tmp_path / "out" / "bank.xml").read_bytes())
    first = read_moodle_xml((FILES / "moodle-course.xml").read_bytes())
    assert [(q.kind, q.answer) for q in again.questions] == [(q.kind, q.answer) for q in first.questions]


def test_a_bank_with_problems_is_not_exported(run, tmp_path):
    (tmp_path / "bank.md").write_text("# Bank\n\n## Question: Which?\nChoose one.\n\n- [ ] a\n- [ ] b\n")
    code, out, err = run("export", "bank.md", "--format", "gift")
    assert (code, out) == (1, "")
    assert "bank.md:4:1:" in err
    assert "Mend bank.md first" in err
