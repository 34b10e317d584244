"""What no browser of ours would send: every route answers it with a page and a 4xx, and never with a failure."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from urllib.parse import quote, urlencode

import pytest
from flask import Blueprint, Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from learning.application import create_app
from learning.db import Model, db
from learning.people.access import allow
from learning.people.models import Person, PersonRole, TeamManager
from learning.people.roles import Policy
from learning.settings import settings_from
from learning.study.models import Attempt, CompletionRecord, Enrolment
from tests.conftest import settings_environment
from tests.organisation import LEARNER, SIGNED_IN, VISITOR, Organisation, token_of
from tests.routes import READS, ROUTES, WRITES, Route
from tests.web.pages import PageClient

TWO_MEGABYTES = 2_000_000
_LONG = 100
NASTY = {
    "NUL": "%00",
    "NUL inside": "a%00b",
    "no UTF-8": "%ff%fe",
    "half a character": "%ed%a0%80",
    "right to left": "%e2%80%ae",
    "2 to the 31": "2147483648",
    "2 to the 63": "9223372036854775808",
    "a very long number": "9" * 400,
    "negative": "-1",
    "long": "a" * 3_000,
    "up a folder": "..%2f..%2fapp.py",
    "SQL": "'%20OR%201=1--",
    "template": "%7b%7b7*7%7d%7d%3cscript%3e",
}
# What a database takes in its own way is sent to both; what means something only to us, or to a browser, to one.
_TAKEN_DIFFERENTLY = ("NUL inside", "half a character", "2 to the 63", "a very long number")
each_nasty = pytest.mark.parametrize(
    ("organisation", "nasty"),
    [
        pytest.param(kind, nasty, id=f"{name}-{kind}")
        for kind in ("sqlite", "postgresql")
        for name, nasty in NASTY.items()
        if kind == "sqlite" or name in _TAKEN_DIFFERENTLY
    ],
    indirect=["organisation"],
)
QUERY_NAMES = (
    *("words", "level", "standing", "route", "from", "choice", "notice"),
    *("next", "search", "page", "team", "show", "sort", "back", "month", "role"),
)
LEAKS = ("Traceback", 'File "', "sqlalchemy", "psycopg", "sqlite3", "site-packages", "jinja2.", "werkzeug.")

# To take away what is not there, and to answer a question that is not there, changes nothing; the address of an answer
# leads to its lesson, which then says that it is not there.
_HARMLESS = {
    "study.lesson": 303,
    "courses.remove_page": 303,
    "courses.put_back_page": 422,
    "exchange.cancel_import": 303,
    "study.save_check_question": 303,
    "study.practice_again": 303,
    "study.reflection_again": 303,
}
_NO_SESSION_NEEDED = ("people.sign_in", "people.sign_out", "people.set_password", "people.leave")
_STRING, _NUMBER = "zzplacezz", 1_234_567_890


def _parts(fields: Mapping[str, str]) -> bytes:
    parts = (f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{text}\r\n' for name, text in fields.items())
    return "".join([*parts, "--x--\r\n"]).encode()


BODIES: dict[str, Callable[[Mapping[str, str]], bytes]] = {
    "application/x-www-form-urlencoded": lambda fields: urlencode(fields).encode(),
    "multipart/form-data; boundary=x": _parts,
}


# What is refused before a word of it reaches a database is tried on one of them.
before_the_database = pytest.mark.parametrize("organisation", ["sqlite"], indirect=True)


@pytest.fixture
def browsers(organisation: Organisation) -> dict[str, PageClient]:
    """A browser for each role."""
    return {role: organisation.browser(role) for role in (*SIGNED_IN, VISITOR)}


@each_nasty
def test_addresses(organisation: Organisation, browsers: dict[str, PageClient], nasty: str) -> None:
    faults = []
    for route in ROUTES:
        browser, form = _right_hands(route, browsers), {}
        if route.method == "POST":
            form = {**route.form_for(_things(organisation, route)), "csrf_token": token_of(browser)}
        for address in _spoiled_addresses(organisation, route, nasty):
            answer = browser.raw(route.method, address, data=form)
            if answer.status_code not in (404, _HARMLESS.get(route.endpoint)):
                faults.append(f"{route.method} {address[:120]}: {answer.status_code}")
            faults += _leaks(route, answer)
    assert faults == []


@each_nasty
def test_questions_in_addresses(organisation: Organisation, browsers: dict[str, PageClient], nasty: str) -> None:
    faults = []
    doubled = "" if len(nasty) > _LONG else "&{0}={1}&{0}[]=1"  # long ones are slow enough once
    query = "&".join(f"{{0}}={{1}}{doubled}".format(name, nasty) for name in QUERY_NAMES)
    for route in READS:
        address = route.address_for(_things(organisation, route)).partition("?")[0]
        answer = _right_hands(route, browsers).raw("GET", f"{address}?{query}&{nasty}")
        faults += _failures(route, answer)
    assert faults == []


@each_nasty
def test_fields(organisation: Organisation, browsers: dict[str, PageClient], nasty: str) -> None:
    faults = []
    for route in WRITES:
        fields = dict.fromkeys(route.form_for(_things(organisation, route)), nasty)
        faults += _failures(route, _post(organisation, route, browsers, fields))
    assert faults == []


def test_arrays_instead_of_fields(organisation: Organisation, browsers: dict[str, PageClient]) -> None:
    faults = []
    for route in WRITES:
        names = route.form_for(_things(organisation, route))
        fields = {f"{name}{ending}": "1" for name in names for ending in ("[]", "[0]", "[a][b]", ".a")}
        faults += _failures(route, _post(organisation, route, browsers, fields))
    assert faults == []


def test_files_instead_of_words(organisation: Organisation, browsers: dict[str, PageClient]) -> None:
    faults = []
    for route in WRITES:
        browser, things = _right_hands(route, browsers), _things(organisation, route)
        files = {name: (io.BytesIO(b"\x00\xff"), "a.txt") for name in route.form}
        data = {**files, "csrf_token": token_of(browser)}
        answer = browser.raw("POST", route.address_for(things), data=data, content_type="multipart/form-data")
        faults += _failures(route, answer)
    assert faults == []


@before_the_database
@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/json", b'{"csrf_token": ["a"], "words": {"a": [1e999]}}'),
        ("application/json", b"[" * 100_000),
        ("multipart/form-data", b"no boundary"),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data; name=\xff\r\n\r\n"),
        ("application/x-www-form-urlencoded", b"%zz=%&&==%ff"),
        ("application/x-www-form-urlencoded; charset=utf-7", b"words=+ADw-"),
        ("", b"words=1"),
    ],
    ids=["JSON", "deep JSON", "no boundary", "broken parts", "broken pairs", "another charset", "no kind"],
)
def test_bodies_that_are_no_form_are_refused(
    organisation: Organisation, browsers: dict[str, PageClient], kind: str, body: bytes
) -> None:
    faults = []
    for route in WRITES:
        address = route.address_for(_things(organisation, route))
        answer = _right_hands(route, browsers).raw("POST", address, data=body, content_type=kind)
        wanted = (303,) if route.endpoint in ("people.leave", "people.sign_out") else (400, 413, 415)
        if answer.status_code not in wanted:
            faults.append(f"{route.endpoint}: {answer.status_code}")
        faults += _leaks(route, answer)
    assert faults == []


@before_the_database
@pytest.mark.parametrize("kind", BODIES)
def test_two_megabytes_are_too_big(organisation: Organisation, browsers: dict[str, PageClient], kind: str) -> None:
    body, faults = BODIES[kind]({"words": "a" * TWO_MEGABYTES}), []
    for route in WRITES:
        megabytes = getattr(organisation.app.view_functions[route.endpoint], "file_megabytes", 0)
        sent = BODIES[kind]({"words": "a" * (megabytes + 1) * 1_000_000}) if megabytes else body
        address = route.address_for(_things(organisation, route))
        answer = _right_hands(route, browsers).raw("POST", address, data=sent, content_type=kind)
        if answer.status_code != 413:
            faults.append(f"{route.endpoint}: {answer.status_code}")
        faults += _leaks(route, answer)
    assert faults == []


@before_the_database
def test_what_is_too_big_is_not_lost_and_how_much_fits_is_said(organisation: Organisation) -> None:
    page = organisation.browser(LEARNER).post("/account/password", {"words": "a" * TWO_MEGABYTES})
    assert page.status == 413
    assert "At most 1 MB" in page.text
    assert "some 200 pages" in page.text
    assert "Back button: what you typed is still there." in page.text
    assert "load the page again" not in page.text


@before_the_database
@pytest.mark.parametrize("kind", BODIES)
def test_three_thousand_fields(organisation: Organisation, browsers: dict[str, PageClient], kind: str) -> None:
    many, faults = {f"field-{number}": "1" for number in range(3_000)}, []
    for route in WRITES:
        browser, address = _right_hands(route, browsers), route.address_for(_things(organisation, route))
        body = BODIES[kind]({**many, "csrf_token": token_of(browser)})
        answer = browser.raw("POST", address, data=body, content_type=kind)
        faults += _failures(route, answer)
        if "multipart" in kind and answer.status_code != 413:
            faults.append(f"{route.endpoint}: {answer.status_code}")
    assert faults == []


@before_the_database
def test_methods_that_a_route_does_not_have(organisation: Organisation, browsers: dict[str, PageClient]) -> None:
    known = {(route.endpoint, route.method) for route in ROUTES}
    addresses = {(route.address_for(_things(organisation, route)), route.endpoint): route for route in ROUTES}
    adapter, faults = organisation.app.url_map.bind("localhost"), []
    for (address, endpoint), route in addresses.items():
        for method in ("PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "PROPFIND", "GET", "POST"):
            has_other_half = method in ("GET", "POST") and method in adapter.allowed_methods(address)
            if (endpoint, method) in known or has_other_half:
                continue
            answer = _right_hands(route, browsers).raw(method, address)
            if answer.status_code != 405 or route.method not in answer.allow:
                faults.append(f"{method} {address}: {answer.status_code} {answer.allow}")
            faults += _leaks(route, answer)
    assert faults == []


def test_asking_for_the_headers_alone_is_answered_like_asking_for_the_page(
    organisation: Organisation, browsers: dict[str, PageClient]
) -> None:
    faults = []
    for route in READS:
        browser, address = _right_hands(route, browsers), route.address_for(_things(organisation, route))
        page, headers = browser.raw("GET", address), browser.raw("HEAD", address)
        if page.status_code != headers.status_code:
            faults.append(f"{address}: {page.status_code}, {headers.status_code}")
    assert faults == []


@before_the_database
@pytest.mark.parametrize("host", ["x" * 300, "", "a b", "[", "evil.example/x", "é"])
def test_a_name_of_the_website_that_cannot_be_is_no_failure(organisation: Organisation, host: str) -> None:
    client = organisation.app.test_client(use_cookies=False)
    for address in ("/sign-in", "/no-such-page", "/static/golden-thread.css"):
        assert client.get(address, headers={"Host": host}, buffered=True).status_code in (200, 400, 404)


def test_a_line_break_in_an_address_begins_no_line_of_the_log(failing_app: Flask, caplog) -> None:
    PageClient(failing_app).raw("GET", "/broken/%0aforged")
    (record,) = caplog.records
    assert "forged" in record.getMessage()
    assert "\n" not in record.getMessage()


def test_fields_that_nobody_asked_for_change_nothing(organisation: Organisation) -> None:
    columns = {column.name for table in Model.metadata.tables.values() for column in table.columns}
    extra = dict.fromkeys(columns | {"roles", "is_admin", "score", "complete", "manager"}, "1")
    extra |= {"role": "administrator", "passed": "yes", "email": "taken.over@example.org", "route": "full"}
    before = _standing_of_everybody(organisation.app)
    browser, things = organisation.browser(LEARNER), organisation.things[LEARNER]
    for route in WRITES:
        if LEARNER in route.who and route.endpoint.startswith("study."):
            data = {**extra, **route.form_for(things), "csrf_token": token_of(browser)}
            assert browser.raw("POST", route.address_for(things), data=data).status_code in (200, 303, 409, 422)
    assert _standing_of_everybody(organisation.app) == before


@pytest.mark.parametrize("order", ["first", "last"])
def test_doubled_fields(organisation: Organisation, browsers: dict[str, PageClient], order: str) -> None:
    faults = []
    for route in WRITES:
        form = {name: quote(value) for name, value in route.form_for(_things(organisation, route)).items()}
        others = ["2&{0}=%00", "{1}"] if order == "first" else ["{1}", "2&{0}=9223372036854775808"]
        fields = {name: f"&{name}=".join(others).format(name, value) for name, value in form.items()}
        faults += _failures(route, _post(organisation, route, browsers, fields))
    assert faults == []


@pytest.mark.parametrize(
    "address",
    [
        *("/console", "/.git/config", "/.env", "/golden-thread.sqlite", "/data/secret_key", "/app.py", "/debug", "//"),
        *("/static/../app.py", "/static/%2e%2e/app.py", "/static/..%2fapp.py", "/static//etc/passwd", "/static/%00"),
    ],
)
def test_what_is_not_for_the_web_is_not_there(organisation: Organisation, address: str) -> None:
    assert organisation.browser(VISITOR).raw("GET", address).status_code in (308, 404)


@pytest.fixture
def failing_app(organisation: Organisation, scratch) -> Iterator[Flask]:
    """The application with a route that fails."""
    app = create_app(settings_from(settings_environment(organisation.app.config["SETTINGS"].database_url, scratch)))
    app.config["PROPAGATE_EXCEPTIONS"] = False
    broken = Blueprint("broken", __name__)

    def fail(rest: str) -> str:
        raise RuntimeError("secret words of a failure")

    broken.add_url_rule("/broken", "broken", allow(Policy.PUBLIC)(fail), defaults={"rest": ""})
    broken.add_url_rule("/broken/<rest>", "broken", fail)
    app.register_blueprint(broken)
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def test_every_kind_of_answer_has_the_security_headers(failing_app: Flask, organisation: Organisation) -> None:
    stranger_to_us = {"Origin": "https://evil.example"}
    asking_first = {**stranger_to_us, "Access-Control-Request-Method": "POST"}
    signed_in = organisation.browser(LEARNER)
    slug = organisation.things[LEARNER]["slug"]
    visitor = PageClient(failing_app)
    answers = {
        "page": signed_in.raw("GET", "/my-learning", headers=stranger_to_us),
        "table file": signed_in.raw("GET", "/my-record.csv", headers=stranger_to_us),
        "text file": signed_in.raw("GET", "/my-reflections.txt"),
        "picture": signed_in.raw("GET", f"/courses/{slug}/versions/1/images/window.svg", headers=stranger_to_us),
        "style": visitor.raw("GET", "/static/golden-thread.css", headers=stranger_to_us, buffered=True),
        "health": visitor.raw("GET", "/health"),
        "redirect": visitor.raw("GET", "/my-learning"),
        "options": visitor.raw("OPTIONS", "/sign-in", headers=asking_first),
        "400": visitor.raw("POST", "/password/forgot"),
        "401": visitor.raw("POST", "/account/password"),
        "403": signed_in.raw("GET", "/admin/people"),
        "403 from elsewhere": signed_in.raw("POST", "/sign-out", headers=stranger_to_us),
        "404": visitor.raw("GET", "/no-such-page"),
        "405": visitor.raw("DELETE", "/sign-in"),
        "413": visitor.raw("POST", "/sign-in", data={"a": "a" * TWO_MEGABYTES}),
        "500": visitor.raw("GET", "/broken"),
    }
    assert {kind: answer.status_code for kind, answer in answers.items() if kind[:3].isdigit()} == {
        kind: int(kind[:3]) for kind in answers if kind[:3].isdigit()
    }
    assert {kind: _missing_headers(kind, answer) for kind, answer in answers.items()} == {kind: [] for kind in answers}
    assert "secret words" not in answers["500"].get_data(as_text=True)


def _missing_headers(kind: str, answer: TestResponse) -> list[str]:
    headers = answer.headers
    policy = headers.get("Content-Security-Policy", "")
    wanted = {
        "default-src 'none'": "default-src 'none'" in policy,
        "no unsafe script": "unsafe-eval" not in policy and ("unsafe-inline" not in policy or kind == "picture"),
        "frame-ancestors or sandbox": "frame-ancestors 'none'" in policy or "sandbox" in policy,
        "nosniff": headers.get("X-Content-Type-Options") == "nosniff",
        "Referrer-Policy": headers.get("Referrer-Policy") == "same-origin",
        "COOP": headers.get("Cross-Origin-Opener-Policy") == "same-origin",
        "CORP": headers.get("Cross-Origin-Resource-Policy") == "same-origin",
        "no CORS": not any(name.startswith("Access-Control-") for name, _ in headers),
        "no-store": kind in ("picture", "style") or headers.get("Cache-Control") == "no-store",
        "no version": "python" not in headers.get("Server", "").lower(),
    }
    return [name for name, is_there in wanted.items() if not is_there]


def _right_hands(route: Route, browsers: dict[str, PageClient]) -> PageClient:
    """The browser of somebody for whom the route is meant, so that the request reaches the view."""
    return browsers[_whose(route)]


def _whose(route: Route) -> str:
    if route.endpoint in _NO_SESSION_NEEDED:
        return VISITOR
    return next(role for role in sorted(SIGNED_IN) if role in route.who)


def _things(organisation: Organisation, route: Route) -> dict[str, object]:
    return organisation.things[_whose(route)]


def _post(
    organisation: Organisation, route: Route, browsers: dict[str, PageClient], fields: dict[str, str]
) -> TestResponse:
    """Send fields whose values are percent-encoded already, with the token of the browser."""
    browser = _right_hands(route, browsers)
    body = "&".join([*(f"{name}={value}" for name, value in fields.items()), f"csrf_token={token_of(browser)}"])
    address = route.address_for(_things(organisation, route))
    return browser.raw("POST", address, data=body, content_type="application/x-www-form-urlencoded")


def _spoiled_addresses(organisation: Organisation, route: Route, nasty: str) -> Iterator[str]:
    """The address of a route once for each of its parts, with that part replaced."""
    address = route.address_for(_things(organisation, route)).partition("?")[0]
    adapter = organisation.app.url_map.bind("localhost")
    endpoint, values = adapter.match(address, method=route.method)
    for name, value in values.items():
        is_number = isinstance(value, int)
        if is_number and not nasty.isdigit():
            continue
        if address.endswith(f".{value}"):  # the ending of a file is one of a few words, so no other can be built
            yield address.removesuffix(value) + nasty
            continue
        marked = adapter.build(endpoint, {**values, name: _NUMBER if is_number else _STRING}, method=route.method)
        yield marked.replace(str(_NUMBER) if is_number else _STRING, nasty)


def _failures(route: Route, answer: TestResponse) -> list[str]:
    failed = [f"{route.method} {route.endpoint}: {answer.status_code}"] if answer.status_code >= 500 else []
    return failed + _leaks(route, answer)


def _leaks(route: Route, answer: TestResponse) -> list[str]:
    body = answer.get_data().decode("utf-8", "replace")
    return [f"{route.method} {route.endpoint} shows {sign}" for sign in LEAKS if sign in body]


def _standing_of_everybody(app: Flask) -> list[list[tuple]]:
    """What a form of study must not reach: accounts, roles, managers, results, and whose they are."""
    with app.app_context():
        return [
            sorted({tuple(row) for row in db.session.execute(select(*columns))})
            for columns in (
                (Person.id, Person.email, Person.name),
                (PersonRole.person_id, PersonRole.role),
                (TeamManager.person_id, TeamManager.team_id),
                (CompletionRecord.person_id, CompletionRecord.check_code),
                (Attempt.passed,),
                (Enrolment.person_id, Enrolment.course_id, Enrolment.version_id),
            )
        ]
