"""Claims, decisions and what they come to count for. On both databases."""

from __future__ import annotations

import threading
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from learning.courses.published import course_by_slug
from learning.db import db, transaction
from learning.errors import Conflict, Invalid, NotAllowed, NotFound
from learning.outside import claims, decisions, equivalences, finding, registering
from learning.outside.completions import completion_facts, outside_completions
from learning.outside.declared import Declared
from learning.outside.evidence_content import Evidence
from learning.outside.models import EvidenceFile, FurtherRecord, OutsideLearning
from learning.outside.record_table import HEADER, lines_of
from learning.outside.register_file import RegisterLine
from learning.people.models import Person, Team
from learning.people.roles import Role
from learning.plans.editions import Rule
from learning.plans.everything_known import facts_with_courses
from learning.plans.standing import standing_on
from learning.study.statuses import statuses_of
from tests import makers
from tests.conftest import NOON
from tests.study_course import TWO_LESSONS

TODAY = date(2026, 11, 24)
LONDON = ZoneInfo("Europe/London")
HELD = date(2026, 5, 4)
LATER = NOON + timedelta(hours=1)
PDF = Evidence(b"%PDF-1.7 %%EOF", "pdf")
AT_NOON = {"now": NOON, "today": TODAY}


@pytest.fixture
def aisha(session):
    return makers.make_person()


@pytest.fixture
def morgan(session, aisha):
    """Manages Aisha."""
    team = makers.make_team()
    makers.put_in_team(aisha, team)
    morgan = makers.make_person("Morgan Price")
    makers.make_manager(morgan, team)
    return morgan


def do(operation, *arguments, **options):
    with transaction():
        return operation(*arguments, **options)


def confirm(learning, viewer, now=NOON):
    return do(decisions.confirm, learning.id, viewer, now=now, today=TODAY)


def count(model) -> int:
    return db.session.scalar(select(func.count()).select_from(model))


def declared(**changes) -> Declared:
    return Declared(**{"title": "Loss", "provider": "A charity", "held_on": HELD, "minutes": 60, **changes})


def test_a_claim_waits_counts_for_nothing_and_can_be_confirmed(morgan, aisha):
    makers.publish_course()
    claim = makers.claim_learning(aisha, course_slug="small-steps")
    assert finding.waiting_for(morgan, today=TODAY) == [claim]
    assert outside_completions([aisha.id]) == []
    confirm(claim, morgan, now=LATER)
    assert finding.waiting_count(morgan, today=TODAY) == 0
    (completion,) = outside_completions([aisha.id])
    assert (completion.completed_on, completion.recorded_at, completion.voided_at) == (HELD, LATER, None)
    assert completion.expires_on == date(2028, 5, 4)
    assert completion.source == "Motivational interviewing, A charity"


def test_confirming_twice_changes_nothing_and_returning_then_is_a_conflict(morgan, aisha):
    claim = makers.claim_learning(aisha)
    confirm(claim, morgan)
    confirm(claim, morgan)
    assert count(FurtherRecord) == 1
    with pytest.raises(Conflict):
        do(decisions.return_claim, claim.id, morgan, words="No file.", **AT_NOON)


def test_a_returned_claim_is_sent_again_once_and_its_file_goes_along(morgan, aisha):
    first = makers.claim_learning(aisha, evidence=PDF)
    with pytest.raises(Invalid):
        do(decisions.return_claim, first.id, morgan, words=" ", **AT_NOON)
    do(decisions.return_claim, first.id, morgan, words="Which day?", **AT_NOON)
    with pytest.raises(Conflict):
        confirm(first, morgan)
    again = {"evidence": None, "again_id": first.id, **AT_NOON}
    second = do(claims.claim, aisha.id, declared(), key=claims.key_or_new(), **again)
    assert (second.replaces_id, second.evidence_hash) == (first.id, PDF.content_hash)
    assert claims.replacement_of(first.id) is second
    with pytest.raises(Conflict):
        do(claims.claim, aisha.id, declared(title="Other"), key=claims.key_or_new(), **again)


def test_a_form_sent_twice_is_kept_once_and_the_same_course_of_the_same_day_is_refused(aisha):
    key = claims.key_or_new()
    for _ in range(2):
        do(claims.claim, aisha.id, declared(), evidence=PDF, key=key, **AT_NOON)
    assert (count(OutsideLearning), count(EvidenceFile)) == (1, 1)
    with pytest.raises(Invalid, match="on the record already"):
        do(claims.claim, aisha.id, declared(title=" LOSS "), evidence=PDF, key=claims.key_or_new(), **AT_NOON)


def test_what_cannot_be_is_refused_by_field(aisha):
    wrong = declared(
        title="a\u202eb", provider=" ", held_on=TODAY + timedelta(1), minutes=0, kind="x", course_slug="none"
    )
    with pytest.raises(Invalid) as refused:
        do(claims.claim, aisha.id, wrong, evidence=None, key=claims.key_or_new(), **AT_NOON)
    assert set(refused.value.fields) == {"title", "provider", "held_on", "hours", "kind", "course"}


def test_nobody_confirms_their_own_nor_that_of_a_stranger(morgan, aisha):
    claim = makers.claim_learning(aisha)
    lead = makers.make_person("Lee Hart", roles=(Role.LEARNING_LEAD,))
    own = makers.claim_learning(lead)
    with pytest.raises(NotAllowed):
        confirm(own, lead)
    for stranger in (aisha, makers.make_person("Sam Stranger")):
        with pytest.raises((NotFound, NotAllowed)):
            confirm(claim, stranger)
        assert finding.waiting_for(stranger, today=TODAY) == []
    with pytest.raises(NotFound):
        confirm(own, morgan)
    assert finding.waiting_for(lead, today=TODAY) == [claim]


def test_it_is_said_to_be_wrong_answered_and_voided_and_each_stays_on_record(morgan, aisha):
    makers.publish_course()
    claim = makers.claim_learning(aisha, course_slug="small-steps")
    confirm(claim, morgan)
    do(decisions.dispute, claim.id, aisha.id, words="It was in 2025.", now=NOON)
    assert finding.waiting_for(morgan, today=TODAY) == [claim]
    assert len(outside_completions([aisha.id])) == 1
    with pytest.raises(Conflict):
        do(decisions.dispute, claim.id, aisha.id, words="It was in 2025.", now=NOON)
    do(decisions.answer_dispute, claim.id, morgan, words="The paper says 2026.", **AT_NOON)
    assert finding.waiting_count(morgan, today=TODAY) == 0
    for _ in range(2):
        do(decisions.void_learning, claim.id, morgan, reason="It was somebody else’s.", now=LATER, today=TODAY)
    (completion,) = outside_completions([aisha.id])
    assert completion.voided_at == LATER
    kinds = [record.kind for record in finding.own_learning(claim.id, aisha.id).further_records]
    assert kinds == ["confirmed", "disputed", "answered", "voided"]
    do(claims.enter, aisha.id, declared(), evidence=None, key=claims.key_or_new(), viewer=morgan, **AT_NOON)


def test_a_claim_is_taken_back_while_it_waits_and_not_after(morgan, aisha):
    first, second = makers.claim_learning(aisha), makers.claim_learning(aisha, title="Another")
    for _ in range(2):
        do(decisions.take_back, first.id, aisha.id, now=NOON)
    assert finding.stage(finding.own_learning(first.id, aisha.id)).key == "taken back"
    confirm(second, morgan)
    with pytest.raises(Conflict):
        do(decisions.take_back, second.id, aisha.id, now=NOON)


def test_no_row_can_be_changed_not_even_by_a_statement(aisha):
    makers.claim_learning(aisha, evidence=PDF)
    for model, values in ((OutsideLearning, {"title": "x"}), (EvidenceFile, {"kind": "png"})):
        with pytest.raises(IntegrityError), transaction() as session:
            session.execute(model.__table__.update().values(**values))


def test_two_managers_who_decide_at_once_make_one_decision(app, morgan, aisha):
    claim_id = makers.claim_learning(aisha).id
    lead = makers.make_person("Lee Hart", roles=(Role.LEARNING_LEAD,))
    viewer_ids, gate, ends = (morgan.id, lead.id), threading.Barrier(2), []
    db.session.rollback()

    def decide(viewer_id: int) -> None:
        with app.app_context():
            viewer = db.session.get_one(Person, viewer_id)
            gate.wait()
            try:
                if viewer_id == viewer_ids[0]:
                    do(decisions.confirm, claim_id, viewer, **AT_NOON)
                else:
                    do(decisions.return_claim, claim_id, viewer, words="Which day?", **AT_NOON)
                ends.append("done")
            except Conflict:
                ends.append("conflict")

    threads = [threading.Thread(target=decide, args=(viewer_id,)) for viewer_id in viewer_ids]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(ends) == ["conflict", "done"]
    assert count(FurtherRecord) == 1


def test_an_equivalence_meets_our_course_from_a_day_until_a_day(morgan, aisha):
    version = makers.publish_course()
    claim = makers.claim_learning(aisha, title="Trauma: awareness", provider="A COLLEGE")
    confirm(claim, morgan)
    for days in (-1, 1):
        other = makers.claim_learning(
            aisha, title="Trauma awareness", provider="A college", held_on=HELD + timedelta(days)
        )
        confirm(other, morgan)
    keep = {"from_on": HELD, "last_on": HELD, "actor_id": morgan.id, "now": LATER}
    for _ in range(2):
        kept = do(equivalences.keep_equivalence, "Trauma awareness", "A college", "small-steps", **keep)
    (met,) = outside_completions([aisha.id])
    assert (met.course_id, met.recorded_at, met.voided_at) == (version.course_id, LATER, None)
    assert equivalences.titles_met_by([claim]) == {claim.id: ["Small steps"]}
    (line,) = lines_of([claim], LONDON)
    assert dict(zip(HEADER, line, strict=True))["Is equal to"] == "Small steps"
    with pytest.raises(Invalid):
        do(equivalences.keep_equivalence, "Trauma awareness", "A college", "small-steps", **keep | {"last_on": None})
    do(equivalences.end_equivalence, kept.id, last_on=HELD, actor_id=morgan.id, now=LATER)
    ended, still = outside_completions([aisha.id])
    assert {ended.voided_at, still.voided_at} == {LATER, None}
    (row,) = equivalences.equivalences()
    do(equivalences.end_equivalence, row.id, last_on=HELD - timedelta(1), actor_id=morgan.id, now=LATER)
    assert [one.voided_at for one in outside_completions([aisha.id])] == [LATER, LATER]
    assert [name[2] for name in equivalences.unmatched_names()] == [1]


@pytest.mark.parametrize("is_voided_first", [True, False])
def test_what_is_equal_to_a_course_counts_until_the_first_of_its_ends(morgan, aisha, is_voided_first):
    makers.publish_course()
    claim = makers.claim_learning(aisha, title="Trauma awareness", provider="A college")
    confirm(claim, morgan)
    keep = {"from_on": HELD, "last_on": None, "actor_id": morgan.id, "now": NOON}
    kept = do(equivalences.keep_equivalence, "Trauma awareness", "A college", "small-steps", **keep)
    much_later = LATER + timedelta(hours=1)
    void_at, end_at = (LATER, much_later) if is_voided_first else (much_later, LATER)
    ends = {
        void_at: lambda: do(decisions.void_learning, claim.id, morgan, reason="A slip.", now=void_at, today=TODAY),
        end_at: lambda: do(
            equivalences.end_equivalence, kept.id, last_on=HELD - timedelta(1), actor_id=morgan.id, now=end_at
        ),
    }
    for moment in (LATER, much_later):
        ends[moment]()
        assert [one.voided_at for one in outside_completions([aisha.id])] == [LATER]


def status_of_small_steps(person):
    facts = completion_facts([person.id])
    statuses = statuses_of([person.id], time_zone=LONDON, today=TODAY, elsewhere=facts)
    return statuses[person.id, course_by_slug("small-steps").id]


def test_a_course_met_elsewhere_is_done_and_what_changes_in_it_is_not_asked_for(morgan, aisha):
    makers.publish_course()
    confirm(makers.claim_learning(aisha, course_slug="small-steps"), morgan)
    makers.publish_course(TWO_LESSONS, note="Much.", refresh_due_on=TODAY)
    status = status_of_small_steps(aisha)
    assert (status.words, status.refresh_by_on) == ("Done, repeat by 3 May 2028", None)
    assert (status.version_number, status.is_elsewhere) == (0, True)
    makers.complete_course(aisha)
    assert status_of_small_steps(aisha).is_elsewhere is False


def test_a_plan_counts_what_was_learned_elsewhere_from_the_moment_it_was_known(morgan, aisha):
    makers.publish_course()
    claim = makers.claim_learning(aisha, course_slug="small-steps")
    confirm(claim, morgan, now=LATER)
    do(decisions.void_learning, claim.id, morgan, reason="A slip.", now=LATER + timedelta(hours=1), today=TODAY)
    course_id = course_by_slug("small-steps").id
    facts = facts_with_courses([aisha.id], [course_id], time_zone=LONDON)
    (completion,) = facts.completions[aisha.id, course_id]
    ask = {"joined_on": date(2026, 1, 1), "rule": Rule(due_on=date(2026, 6, 1)), "completions": [completion]}
    standings = [standing_on(TODAY, known_at=NOON + timedelta(hours=hours), **ask).key for hours in (0, 1, 1.9, 2)]
    assert standings == ["overdue", "met", "met", "overdue"]


def test_a_register_is_entered_for_all_at_once_and_again_changes_nothing(morgan, aisha):
    bola, team = makers.make_person("Bola Adeyemi", staff_number="GT7"), db.session.query(Team).one()
    makers.put_in_team(bola, team)
    lines = [RegisterLine(2, aisha.email, None), RegisterLine(3, "", "GT7"), RegisterLine(4, aisha.email, None)]
    plan = registering.plan_lines(declared(), lines, viewer=morgan, today=TODAY)
    assert ([one.name for one in plan.added], plan.faults) == (["Aisha Khan", "Bola Adeyemi"], ())
    assert plan.repeated == ("Row 4: Aisha Khan is also in row 2.",)
    people = [aisha.id, bola.id]
    enter = {"viewer": morgan, "evidence": PDF, "key": claims.key_or_new(), **AT_NOON}
    assert do(registering.enter_register, declared(), people, **enter) == people
    assert do(registering.enter_register, declared(), people, **enter) == []
    assert len(registering.plan_lines(declared(), lines, viewer=morgan, today=TODAY).doubles) == 2
    assert {finding.stage(one).key for one in finding.learnings_of(bola.id)} == {"confirmed"}


def test_a_register_names_each_row_that_is_nobody_one_may_enter_it_for(morgan, aisha):
    stranger = makers.make_person("Sam Stranger", staff_number="GT9")
    lines = [
        RegisterLine(2, "nobody@example.org", None),
        RegisterLine(3, stranger.email, None),
        RegisterLine(4, aisha.email, "GT9"),
    ]
    plan = registering.plan_lines(declared(), lines, viewer=morgan, today=TODAY)
    assert [fault.row for fault in plan.faults] == [2, 3]
    of_lead = registering.plan_lines(declared(), lines, viewer=None, today=TODAY)
    assert [str(fault) for fault in of_lead.faults] == [
        "row 2: “nobody@example.org” is nobody that we know.",
        "row 4: the e-mail address and the staff number GT9 are not those of one person.",
    ]
    enter = {"viewer": morgan, "evidence": None, "key": claims.key_or_new(), **AT_NOON}
    with pytest.raises(NotFound):
        do(registering.enter_register, declared(), [aisha.id, stranger.id], **enter)
    with pytest.raises(NotAllowed):
        do(registering.enter_register, declared(), [aisha.id, morgan.id], **enter)
    assert count(OutsideLearning) == 0


def test_completions_of_many_people_are_one_statement(morgan, aisha, count_statements):
    makers.publish_course()
    people = [aisha, *(makers.make_person(f"Person {number}", password=None) for number in range(20))]
    enter = {"viewer": None, "evidence": None, "key": claims.key_or_new(), **AT_NOON}
    do(registering.enter_register, declared(course_slug="small-steps"), [one.id for one in people], **enter)
    ids = [one.id for one in people]
    with count_statements() as statements:
        assert len(outside_completions(ids)) == len(people)
    assert len(statements) == 1
