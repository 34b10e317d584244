"""The disk is full for a while: reading goes on, what is not saved says so, and nobody restarts us afterwards."""

from __future__ import annotations

import pytest

from learning.courses.published import course_document
from learning.study.verification import verify_records
from tests.databases import PASSWORD
from tests.durability.browser import Browser
from tests.durability.conftest import LEARNER_COUNT, Product
from tests.durability.courses import WITH_CHECK
from tests.durability.faults import faults_of
from tests.durability.learners import Load

SEED = "a full disk"
TIMES_FULL = 3
PAGES = ("/my-learning", "/courses", f"/courses/{WITH_CHECK}", "/my-record", "/support")


@pytest.mark.parametrize("started", ["sqlite"], indirect=True)
def test_while_the_disk_is_full_people_read_on_and_afterwards_they_save_again(
    product: Product, learners: list[str]
) -> None:
    load = Load(product.server.port, learners[1:], seed=SEED)
    reader = Browser(product.server.port)
    reader.sign_in(learners[0], PASSWORD)
    read = []
    with load.at_work():
        for _ in range(TIMES_FULL):
            load.wait_for(30)
            with product.server.full_disk():
                load.wait_for_status(503, 2 * LEARNER_COUNT)
                read += [reader.get(page) for page in PAGES]
                refused = reader.post(f"/courses/{WITH_CHECK}/start", {})
            assert refused.status == 503
            assert "was not saved" in refused.body
            load.wait_for(30)
    reader.close()
    assert {answer.status for answer in read} == {200}
    assert product.server.is_running
    assert load.unanswered == 0
    assert load.statuses == {200, 303, 503}
    with product.reading() as session:
        assert faults_of(session, load.told) == []
    with product.app.app_context():
        assert verify_records(course_document) == []
