"""The server is killed with -9 while learners work: what they were told is saved is there, and there once."""

from __future__ import annotations

import random
import threading

from learning.courses.published import course_document
from learning.study.verification import verify_records
from tests.durability.faults import faults_of
from tests.durability.learners import Load

KILL_COUNT = 3
SEED = "24 November"
POSTS_BEFORE_KILL = (40, 70)
LEAST_ACKNOWLEDGED = 160


def test_what_was_acknowledged_survives_every_kill_exactly_once(product, learners) -> None:
    chance, pause = random.Random(SEED), threading.Event()
    load = Load(product.server.port, learners, seed=SEED)
    with load.at_work():
        for _ in range(KILL_COUNT):
            load.wait_for(chance.randint(*POSTS_BEFORE_KILL))
            pause.wait(chance.uniform(0, 0.3))
            product.server.kill()
            product.server.start()
        load.wait_for(POSTS_BEFORE_KILL[0])
    assert load.acknowledged >= LEAST_ACKNOWLEDGED
    assert load.unanswered >= KILL_COUNT
    assert load.statuses == {200, 303}
    with product.reading() as session:
        assert faults_of(session, load.told) == []
    with product.app.app_context():
        assert verify_records(course_document) == []
