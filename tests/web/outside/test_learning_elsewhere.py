"""Learning elsewhere on the pages: sent with a file, confirmed or returned, entered for many, seen by few."""

from __future__ import annotations

import csv
import io

import pytest

from learning.people.roles import Role
from tests import makers
from tests.organisation import token_of
from tests.web.pages import words_of
from tests.web.table_files import lines_of

PDF = b"%PDF-1.7\nzqproof\n%%EOF\n"
ADD = "/my-record/elsewhere/add"
TYPED = {
    "title": "=HYPERLINK(1) for visits",
    "provider": "A charity",
    "kind": "earlier",
    "held_on": "4/5/2026",
    "hours": "6",
    "minutes": "30",
    "course": "small-steps",
    "note": "Two days\nin the town hall.",
}


@pytest.fixture
def people(prepared):
    """Aisha and Bola in a team that Morgan manages, a learning lead, and one course; gives their numbers by name."""
    return prepared(_people)


def _people():
    makers.publish_course()
    team, morgan = makers.make_team(), makers.make_person("Morgan Price")
    makers.make_manager(morgan, team)
    aisha, bola = makers.make_person(), makers.make_person("Bola Adeyemi", staff_number="GT7")
    for person in (aisha, bola):
        makers.put_in_team(person, team)
    lead = makers.make_person("Lee Hart", roles=(Role.LEARNING_LEAD,))
    makers.make_person("Sam Stranger")
    return {"aisha": aisha.id, "bola": bola.id, "lead": lead.id, "morgan": morgan.id}


@pytest.fixture
def aisha(people, sign_in):
    return sign_in("aisha.khan@example.org")


@pytest.fixture
def morgan(people, sign_in):
    return sign_in("morgan.price@example.org")


def send(browser, file=PDF, name="certificate.pdf", **changes):
    """Fill the form for something learned elsewhere, and send it with a file."""
    page = browser.get(ADD)
    return page.submit({**TYPED, "file": (io.BytesIO(file), name), **changes}, form=ADD)


def act(browser, learning_id=1, **fields):
    return browser.post(f"/my-team/elsewhere/{learning_id}", {**fields, "csrf_token": token_of(browser)})


def test_a_claim_stands_on_the_record_and_counts_once_it_is_confirmed(people, aisha, morgan):
    page = send(aisha)
    assert page.address == "/my-record"
    assert "It is sent." in page.body
    assert "Waiting to be confirmed" in page.text
    assert "1 to confirm or answer" in morgan.get("/my-team").text
    waiting = morgan.get("/my-team/elsewhere").follow("=HYPERLINK(1) for visits")
    assert "6 hours 30 minutes" in waiting.text
    assert "It is confirmed, and counts from now on." in waiting.submit(form="Confirm it").body
    person = morgan.get(f"/my-team/people/{people['aisha']}")
    assert "Done, repeat by 3 May 2028 (elsewhere)" in person.text
    assert "Certificate" not in person.text
    assert "Learned elsewhere, held on 4 May 2026" in aisha.get("/my-learning").text
    assert "2026: 6 hours 30 minutes of learning elsewhere" in aisha.get("/my-record").text


def test_the_catalogue_and_the_course_say_that_it_was_done_elsewhere_and_still_offer_it(people, aisha, morgan):
    send(aisha)
    assert aisha.get("/courses?standing=none").text.count("Small steps") == 1
    act(morgan, do="confirm")
    page = aisha.get("/courses?standing=done")
    assert [words_of(tag) for tag in page.all("span[@class='tag s-done']")] == [
        "Done elsewhere, 4 May 2026, repeat by 3 May 2028"
    ]
    course = page.follow("Small steps")
    assert "Done elsewhere, 4 May 2026" in [words_of(tag) for tag in course.all("span[@class='tag s-done']")]
    assert "=HYPERLINK(1) for visits, A charity, held on 4 May 2026. It counts until 3 May 2028." in course.text
    assert course.submit(form="/start").address == "/courses/small-steps"
    act(morgan, do="void", reason="It was another person.")
    assert "elsewhere" not in aisha.get("/courses/small-steps").text
    assert "In progress" in aisha.get("/courses").text


def test_the_table_file_of_my_record_has_it_and_no_formula(aisha):
    send(aisha)
    rows = list(csv.DictReader(io.StringIO(aisha.raw("GET", "/my-record.csv").get_data().decode("utf-8-sig"))))
    assert len(rows) == 1
    assert rows[0]["Course"] == "'=HYPERLINK(1) for visits"
    assert (rows[0]["Completed on"], rows[0]["Minutes"]) == ("2026-05-04", "390")
    assert (rows[0]["Stands for"], rows[0]["How it stands"]) == ("Small steps", "Waiting to be confirmed")


def test_the_file_is_only_ever_given_out_to_be_saved_and_that_somebody_took_it_is_told(people, aisha, morgan, sign_in):
    send(aisha)
    answer = morgan.raw("GET", "/learning-elsewhere/1/evidence")
    assert answer.get_data() == PDF
    assert answer.headers["Content-Disposition"] == 'attachment; filename="evidence-1.pdf"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert "Morgan Price opened a file of yours about learning elsewhere" in aisha.get("/my-record/looks").text
    for name in ("bola.adeyemi", "sam.stranger"):
        assert sign_in(f"{name}@example.org").raw("GET", "/learning-elsewhere/1/evidence").status_code == 404
    assert aisha.raw("GET", "/learning-elsewhere/1/evidence").status_code == 200
    assert aisha.raw("GET", "/learning-elsewhere/2147483648/evidence").status_code == 404


def test_what_was_typed_and_chosen_is_given_back_and_the_file_is_asked_for_again(aisha):
    page = send(aisha, file=b"<html>", held_on="the fourth", hours="six")
    assert page.status == 422
    assert page.title.startswith("Error: ")
    form = page.form(ADD).values
    assert (form["title"], form["held_on"], form["hours"]) == ([TYPED["title"]], ["the fourth"], ["six"])
    assert (form["kind"], form["course"], form["note"]) == (["earlier"], ["small-steps"], [TYPED["note"]])
    assert "choose it again" in page.text
    page = send(aisha, file=b"<html>")
    assert page.status == 422
    assert "This file is no PDF, PNG, JPEG or WebP" in page.text


def test_a_file_may_be_larger_than_a_form_of_words_and_has_a_limit_that_is_said(aisha):
    fields = {**TYPED, "csrf_token": token_of(aisha)}
    parts = [f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{text}\r\n' for name, text in fields.items()]
    file = '--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n'
    for size, status in ((1_500_000, 303), (5_600_000, 413)):
        content = b"%PDF-1.7 " + b"0" * size + b"%%EOF"
        body = "".join([*parts, file]).encode() + content + b"\r\n--x--\r\n"
        answer = aisha.raw("POST", ADD, data=body, content_type="multipart/form-data; boundary=x")
        assert answer.status_code == status
    assert "A file can have at most 5 MB." in answer.get_data(as_text=True)


def test_a_form_that_is_sent_twice_makes_one_claim(aisha):
    page = aisha.get(ADD)
    for _ in range(2):
        assert page.submit(TYPED, form=ADD).status == 200
    assert len(aisha.get("/my-record").all("li[@class='task']")) == 1


def test_a_returned_claim_is_mended_and_sent_again(aisha, morgan):
    send(aisha)
    assert act(morgan, do="return", words=" ").status == 422
    assert "It is returned" in act(morgan, do="return", words="Which town hall?").body
    page = aisha.get("/my-record").follow("=HYPERLINK").follow("Change it and send it again")
    assert "Which town hall?" in page.text
    assert page.form(ADD).values["minutes"] == ["30"]
    assert page.submit({"note": "The one in Harrow."}, form=ADD).status == 200
    assert "sent it again" in aisha.get("/my-record/elsewhere/1").text
    assert morgan.get("/learning-elsewhere/2/evidence").status == 200


def test_somebody_who_was_slower_is_told_and_nothing_is_done_twice(aisha, morgan, sign_in):
    send(aisha)
    lead = sign_in("lee.hart@example.org")
    act(lead, do="return", words="Which day?")
    page = act(morgan, do="confirm")
    assert (page.status, "Somebody else was faster" in page.text) == (409, True)


def test_a_person_says_what_is_wrong_and_reads_why_it_was_voided(aisha, morgan):
    send(aisha)
    act(morgan, do="confirm")
    page = aisha.get("/my-record/elsewhere/1").submit({"words": "It was in 2025."}, form="/my-record/elsewhere/1")
    assert "Confirmed, said to be wrong" in page.text
    assert "It was in 2025." in morgan.get("/my-team/elsewhere/1").text
    assert act(morgan, do="void", reason="").status == 422
    act(morgan, do="void", reason="Entered for the wrong year.")
    page = aisha.get("/my-record/elsewhere/1")
    assert "voided by Morgan Price: “Entered for the wrong year.”" in page.text
    assert "of learning elsewhere" not in aisha.get("/my-record").text


def test_a_manager_enters_it_for_a_person_but_not_for_themselves_or_a_stranger(people, morgan):
    address = f"/my-team/people/{people['bola']}/elsewhere"
    page = morgan.get(address).submit(TYPED, form=address)
    assert "It is on the record" in page.body
    assert morgan.get(f"/my-team/people/{people['morgan']}/elsewhere").status == 403
    assert morgan.get(f"/my-team/people/{people['lead']}/elsewhere").status == 404


REGISTER = "/my-team/elsewhere/register"


def look(browser, table: str):
    typed = {**TYPED, "title": "", "provider": "", "list_file": (io.BytesIO(table.encode()), "list.csv")}
    return browser.get(REGISTER).submit(typed, form="Name of the course")


def test_a_register_from_a_file_is_looked_at_then_entered_and_again_changes_nothing(people, morgan, aisha):
    page = look(morgan, "email,staff_number\naisha.khan@example.org,\n,gt7\n")
    assert "2 people get it on their record" in page.text
    assert "Waiting" not in aisha.get("/my-record").text
    entered = page.submit({"file": (io.BytesIO(PDF), "sheet.pdf")}, form="Enter it")
    assert "The register is entered." in entered.body
    assert "Small steps" in aisha.get("/my-record").text
    assert "entered in a register by Morgan Price" in aisha.get("/my-record").follow("Small steps").text
    assert page.submit(form="Enter it").status == 200
    again = look(morgan, "email\naisha.khan@example.org\n")
    assert "Everybody has it on their record already" in again.text


def test_what_a_command_entered_is_said_to_be_by_whoever_looks_after_the_software(app, people, aisha, tmp_path):
    (tmp_path / "list.csv").write_text("email\naisha.khan@example.org\n")
    words = ["register", str(tmp_path / "list.csv"), "--on", "2026-10-01", "--minutes", "60", "--course", "small-steps"]
    assert app.test_cli_runner().invoke(args=["records", *words]).exit_code == 0
    record = aisha.get("/my-record")
    assert "entered by whoever looks after this software" in record.text
    facts = record.follow("Small steps").text
    assert "entered in a register by whoever looks after this software" in facts
    assert "confirmed by whoever looks after this software" in facts


def test_a_register_says_which_rows_cannot_be_taken_and_enters_nobody(people, morgan, aisha):
    page = look(morgan, "email\naisha.khan@example.org\nsam.stranger@example.org\nmorgan.price@example.org\n")
    assert page.status == 422
    assert "Row 3: “sam.stranger@example.org” is nobody of your teams that we know." in page.text
    assert "Row 4: “morgan.price@example.org” is nobody of your teams" in page.text
    assert page.form("Name of the course").values["held_on"] == ["4/5/2026"]
    assert "Nothing" in words_of(morgan.get(f"/my-team/people/{people['aisha']}").tree)


def test_people_ticked_in_a_list_are_entered_and_nobody_else_can_be(people, morgan):
    page = morgan.get(REGISTER)
    assert "Morgan" not in page.text
    looked = page.submit({**TYPED, "people": [str(people["bola"])]}, form="Name of the course")
    assert "1 person gets it on their record" in looked.text
    assert looked.submit({"people": str(people["lead"])}, form="Enter it").status == 404
    assert looked.submit({"people": "x"}, form="Enter it").status == 422
    assert looked.submit({"file": (io.BytesIO(b"no"), "x.pdf")}, form="Enter it").status == 422
    assert looked.submit(form="Enter it").status == 200
    assert page.submit(TYPED, form="Name of the course").status == 422


def test_a_learning_lead_says_what_meets_our_course(people, aisha, morgan, sign_in):
    send(aisha, title="Trauma awareness", course="")
    act(morgan, do="confirm")
    lead, address = sign_in("lee.hart@example.org"), "/my-team/elsewhere/equivalences"
    page = lead.get(address)
    assert "Trauma awareness, A charity: 1 person" in page.text
    kept = {"title": "trauma AWARENESS", "provider": "a charity", "course": "small-steps", "from_on": "1/1/2020"}
    assert page.submit({**kept, "course": ""}, form=address).status == 422
    assert "The equivalence is saved." in page.submit(kept, form=address).body
    assert "Done, repeat by 3 May 2028 (elsewhere)" in morgan.get(f"/my-team/people/{people['aisha']}").text
    assert "Is equal toSmall steps" in aisha.get("/my-record/elsewhere/1").text
    ending = lead.get(address).follow("End it")
    ending.submit({"last_on": "3/5/2026"}, form="/end")
    ended = ["trauma AWARENESS", "a charity", "Small steps", "2020-01-01", "2026-05-03"]
    assert lines_of(lead, f"{address}.csv") == [ended]
    assert "(elsewhere)" not in morgan.get(f"/my-team/people/{people['aisha']}").text
    assert morgan.get(address).status == 403
