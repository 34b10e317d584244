"""Learners who work through courses without pause over real HTTP, and write down what they were told.

A post without an answer is sent again, with the same key, until it is answered: it is never counted as lost.
"""

from __future__ import annotations

import random
import threading
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.databases import PASSWORD
from tests.durability.browser import Answer, Browser, NoAnswer
from tests.durability.courses import LESSONS, WITH_CHECK, WITHOUT_CHECK, answers

DOUBLED_PERCENT = 20
LONGEST_PATIENCE_SECONDS = 60
_PAUSE_SECONDS = 0.05


@dataclass
class Told:
    """What one learner was told is saved; a run is one enrolment, counted from 0 for each course."""

    email: str
    saved: dict[str, str] = field(default_factory=dict)
    """Key of a sitting to the words last saved in it."""
    sent: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """Key of a sitting to the addresses of its result; one, unless something is wrong."""
    started: Counter[str] = field(default_factory=Counter)
    finished: set[tuple[str, int, str]] = field(default_factory=set)
    """Course, run and lesson."""
    completed: set[tuple[str, int]] = field(default_factory=set)
    statuses: Counter[int] = field(default_factory=Counter)
    odd: list[str] = field(default_factory=list)
    """Answers that no learner should ever see."""
    acknowledged: int = 0
    unanswered: int = 0


class Learner:
    """One person at work."""

    def __init__(self, port: int, email: str, *, seed: str, stop: threading.Event, give_up: threading.Event) -> None:
        self.told = Told(email)
        self._browser = Browser(port)
        self._chance = random.Random(f"{seed} {email}")
        self._stop = stop
        self._give_up = give_up

    def sign_in(self) -> None:
        """Sign in; the session outlives every kill, as it is a row."""
        self._browser.sign_in(self.told.email, PASSWORD)

    def work(self) -> None:
        """Complete one course after the other until told to stop."""
        try:
            while not self._stop.is_set():
                self._complete(self._chance.choice((WITH_CHECK, WITH_CHECK, WITHOUT_CHECK)))
        finally:
            self._browser.close()

    def _complete(self, slug: str) -> None:
        run = self.told.started[slug]
        self._insist(f"/courses/{slug}/start", {})
        self.told.started[slug] += 1
        for lesson in LESSONS[slug]:
            self._insist(f"/courses/{slug}/lessons/{lesson}/finish", {"route": "full"})
            self.told.finished.add((slug, run, lesson))
        if slug == WITH_CHECK:
            for _ in range(self._chance.randrange(3)):
                self._check(slug, rightly=False)
            self._check(slug, rightly=True)
        self.told.completed.add((slug, run))

    def _check(self, slug: str, *, rightly: bool) -> None:
        check = f"/courses/{slug}/check"
        self._insist(f"{check}/begin", {"pages": "one"})
        key = self._open(f"{check}/questions").hidden("key")
        for _ in range(self._chance.randint(1, 2)):
            words = f"{self.told.email} {self.told.acknowledged}"
            self._insist(f"{check}/questions", {"key": key, **answers(rightly=rightly, words=words)})
            self.told.saved[key] = words
        self.told.sent[key].update(self._insist(f"{check}/send", {"key": key}))

    def _insist(self, path: str, fields: Mapping[str, str]) -> set[str]:
        """Post until a redirect says that it is done; gives where every such answer led."""
        is_doubled = self._chance.randrange(100) < DOUBLED_PERCENT
        for _ in range(int(LONGEST_PATIENCE_SECONDS / _PAUSE_SECONDS)):
            try:
                post = self._browser.post_twice if is_doubled else lambda *form: [self._browser.post(*form)]
                told = post(path, fields)
            except NoAnswer:
                self.told.unanswered += 1
            else:
                self._note(path, told, expected=(303, 503))
                done = {answer.leads_to for answer in told if answer.status == 303}
                if done:
                    self.told.acknowledged += 1
                    return done
            if self._give_up.wait(_PAUSE_SECONDS):
                break
        raise AssertionError(f"{path} was never answered with “it is done”.")

    def _open(self, path: str) -> Answer:
        for _ in range(int(LONGEST_PATIENCE_SECONDS / _PAUSE_SECONDS)):
            try:
                answer = self._browser.get(path)
            except NoAnswer:
                self.told.unanswered += 1
            else:
                self._note(path, [answer], expected=(200, 503))
                if answer.status == 200:
                    return answer
            if self._give_up.wait(_PAUSE_SECONDS):
                break
        raise AssertionError(f"{path} could not be opened.")

    def _note(self, path: str, told: list[Answer], *, expected: tuple[int, ...]) -> None:
        for answer in told:
            self.told.statuses[answer.status] += 1
            is_blank = answer.status != 303 and "<h1>" not in answer.body
            if answer.status not in expected or is_blank:
                self.told.odd.append(f"{path}: {answer.status} {answer.body[:1500]}")


class Load:
    """Learners at work at the same time."""

    def __init__(self, port: int, emails: list[str], *, seed: str) -> None:
        self._stop, self._give_up = threading.Event(), threading.Event()
        self._learners = [Learner(port, email, seed=seed, stop=self._stop, give_up=self._give_up) for email in emails]
        self._pool = ThreadPoolExecutor(len(emails))
        self._running: list[Future[None]] = []

    @property
    def told(self) -> list[Told]:
        """What each learner was told so far."""
        return [learner.told for learner in self._learners]

    @property
    def acknowledged(self) -> int:
        """How many posts were answered with "it is done" so far."""
        return sum(told.acknowledged for told in self.told)

    @property
    def unanswered(self) -> int:
        """How many requests the server went away from."""
        return sum(told.unanswered for told in self.told)

    @property
    def statuses(self) -> set[int]:
        """Every status that anybody was answered with."""
        return {status for told in self.told for status in told.statuses}

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Sign everybody in and let them work; at the end each finishes what is begun."""
        list(self._pool.map(Learner.sign_in, self._learners))
        self._running = [self._pool.submit(learner.work) for learner in self._learners]
        try:
            yield
        except BaseException:
            self._give_up.set()
            raise
        finally:
            self._stop.set()
            self._pool.shutdown()
        for learner in self._running:
            learner.result()

    def wait_for(self, count: int) -> None:
        """Wait until so many more posts are acknowledged; fails where nobody works any more."""
        self._wait_until(lambda: self.acknowledged, count, "posts were acknowledged")

    def wait_for_status(self, status: int, count: int) -> None:
        """Wait until so many more answers had this status."""
        self._wait_until(lambda: self.count_of(status), count, f"answers were {status}")

    def count_of(self, status: int) -> int:
        """How many answers had this status so far."""
        return sum(told.statuses[status] for told in self.told)

    def _wait_until(self, figure: Callable[[], int], more: int, words: str) -> None:
        wanted = figure() + more
        for _ in range(int(LONGEST_PATIENCE_SECONDS / _PAUSE_SECONDS)):
            if figure() >= wanted:
                return
            for learner in self._running:
                if learner.done():
                    learner.result()
            self._stop.wait(_PAUSE_SECONDS)
        raise AssertionError(f"{figure()} {words}, {wanted} were waited for.")
