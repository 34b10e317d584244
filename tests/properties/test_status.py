"""Standing, whatever somebody has done and whatever was published since."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from learning.study.status import CompletionFact, VersionFact, status_of

days = st.dates(date(2024, 1, 1), date(2030, 12, 31))
facts = st.builds(
    lambda number, done_on, lasts, is_void, version: CompletionFact(
        number, done_on, done_on + timedelta(days=lasts) if lasts else None, is_void, version
    ),
    st.integers(1, 9),
    days,
    st.one_of(st.none(), st.integers(1, 900)),
    st.booleans(),
    st.integers(1, 6),
)
completions = st.lists(facts, max_size=5, unique_by=lambda one: one.number)
versions = st.lists(st.builds(VersionFact, st.integers(1, 8), st.just("material"), days), max_size=4)
light_versions = st.lists(
    st.builds(VersionFact, st.integers(1, 8), st.sampled_from(["editorial", "clarifying"]), st.one_of(st.none(), days))
    | st.builds(VersionFact, st.integers(1, 8), st.just("material"), st.none()),
    max_size=4,
)
RANK = {"none": 0, "progress": 0, "late": 1, "done": 2}


@given(completions, versions, light_versions, st.booleans(), days)
def test_a_version_that_is_not_of_substance_changes_nobodys_status(done, asking, light, is_open, today):
    before = status_of(done, is_open=is_open, today=today, versions=asking)
    assert status_of(done, is_open=is_open, today=today, versions=[*light, *asking]) == before


@given(completions, facts, versions, st.booleans(), days)
def test_completing_never_worsens_a_standing(done, one_more, asking, is_open, today):
    before = status_of(done, is_open=is_open, today=today, versions=asking)
    after = status_of([*done, one_more], is_open=False, today=today, versions=asking)
    assert RANK[after.key] >= RANK[before.key] or one_more.is_void


@given(completions, versions, st.integers(1, 900), days)
def test_a_completion_of_the_newest_version_owes_no_refresh_even_if_an_older_one_counts_longer(
    done, asking, lasts, today
):
    newest = CompletionFact(99, today, today + timedelta(days=lasts), is_void=False, version_number=9)
    status = status_of([*done, newest], is_open=False, today=today, versions=asking)
    assert (status.key, status.refresh_by_on) == ("done", None)


@given(completions, versions, st.booleans(), days)
def test_a_change_of_substance_takes_nothing_before_its_day(done, asking, is_open, today):
    still_open = [one for one in asking if one.refresh_due_on >= today]
    without = status_of(done, is_open=is_open, today=today)
    status = status_of(done, is_open=is_open, today=today, versions=still_open)
    assert (status.key, status.number) == (without.key, without.number)
