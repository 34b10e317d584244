"""A browser for tests without a browser: it follows links and forms as they stand on the page, and checks each page.

Every HTML answer must parse as HTML5 without error and keep the promises that reviewers forget: one h1, a title,
labels that point somewhere, no inline style or script, a CSRF token in each form that posts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element

import html5lib
from flask import Flask
from werkzeug.test import TestResponse

_NO_TOKEN_NEEDED = ("get", "dialog")


class PageClient:
    """One browser: keeps its cookies, follows redirects and gives checked pages."""

    def __init__(self, app: Flask) -> None:
        self._client = app.test_client()

    def get(self, address: str, **options) -> Page:
        """Open an address and follow redirects."""
        return self._page(self._client.get(address, follow_redirects=True, **options))

    def post(self, address: str, data: Mapping[str, object] | None = None, **options) -> Page:
        """Send a form as it is, without a token unless it is in `data`, and follow redirects."""
        return self._page(self._client.post(address, data=data or {}, follow_redirects=True, **options))

    def raw(self, method: str, address: str, **options) -> TestResponse:
        """The bare answer, redirects not followed, nothing checked."""
        return self._client.open(address, method=method, **options)

    def cookie(self, name: str) -> str | None:
        """The value of a cookie, or None."""
        cookie = self._client.get_cookie(name)
        return cookie.value if cookie else None

    def set_cookie(self, name: str, value: str) -> None:
        """Put a cookie into this browser."""
        self._client.set_cookie(name, value)

    def _page(self, response: TestResponse) -> Page:
        return Page(self, response)


@dataclass(frozen=True)
class Form:
    """A form on a page: where it goes, how, and the values that it would send as it stands."""

    action: str
    method: str
    values: dict[str, list[str]]
    words: str


class Page:
    """One answer. For HTML, checked on making."""

    def __init__(self, client: PageClient, response: TestResponse) -> None:
        self._client = client
        self.response = response
        self.status = response.status_code
        self.address = response.request.path
        self.query = response.request.query_string.decode()
        self.body = response.get_data(as_text=True) if "charset" in response.content_type else ""
        if response.mimetype == "text/html":
            parser = html5lib.HTMLParser(strict=False, namespaceHTMLElements=False)
            self.tree: Element = parser.parse(self.body)
            _check(self.tree, list(parser.errors), self.address)

    @property
    def text(self) -> str:
        """All words of the main part, white space folded."""
        main = self.tree.find(".//main")
        return words_of(main if main is not None else self.tree)

    @property
    def h1(self) -> str:
        """The words of the heading."""
        return words_of(self.tree.find(".//h1"))

    @property
    def title(self) -> str:
        """The words of the title."""
        return words_of(self.tree.find(".//title"))

    def all(self, path: str) -> list[Element]:
        """Elements by an ElementTree path."""
        return self.tree.findall(f".//{path}")

    def link(self, words: str) -> str:
        """The address of the first link whose words contain these."""
        for link in self.all("a[@href]"):
            if words in words_of(link):
                return urljoin(self.address, link.get("href"))
        raise AssertionError(f"No link “{words}” on {self.address}.")

    def follow(self, words: str) -> Page:
        """Click the first link whose words contain these."""
        return self._client.get(self.link(words))

    @property
    def forms(self) -> list[Form]:
        """All forms in order."""
        return [_form(element) for element in self.all("form")]

    def form(self, which: str) -> Form:
        """The first form whose action or words contain this."""
        for form in self.forms:
            if which in form.action or which in form.words:
                return form
        raise AssertionError(f"No form “{which}” on {self.address}; there are {[f.action for f in self.forms]}.")

    def submit(self, values: Mapping[str, object] | None = None, *, form: str = "", button: str = "") -> Page:
        """Fill a form and send it; hidden fields and defaults go along as in a browser. Redirects are followed.

        `button` is "name=value" of the button pressed. A value of None leaves a field out.
        """
        chosen = self.form(form)
        data: dict[str, object] = dict(chosen.values)
        for name, value in (values or {}).items():
            if value is None:
                data.pop(name, None)
            else:
                data[name] = value
        if button:
            name, _, value = button.partition("=")
            data[name] = value
        address = urljoin(self.address, chosen.action or f"{self.address}?{self.query}")
        if chosen.method == "get":
            return self._client.get(address, query_string=data)
        return self._client.post(address, data)


def words_of(element: Element | None) -> str:
    """The words inside an element, white space folded; an absent element has none."""
    return "" if element is None else re.sub(r"\s+", " ", "".join(element.itertext())).strip()


def _form(element: Element) -> Form:
    values: dict[str, list[str]] = {}
    for field in element.iter():
        name = field.get("name")
        if not name or field.get("disabled") is not None:
            continue
        for value in _field_values(field):
            values.setdefault(name, []).append(value)
    action = urlsplit(element.get("action") or "")
    address = action.path + (f"?{action.query}" if action.query else "")
    return Form(address, (element.get("method") or "get").lower(), values, words_of(element))


def _field_values(field: Element) -> Iterator[str]:
    kind = field.get("type", "text").lower()
    if field.tag == "textarea":
        text = "".join(field.itertext())
        yield text.removeprefix("\n")
    elif field.tag == "select":
        options = field.findall(".//option")
        chosen = [option for option in options if option.get("selected") is not None] or options[:1]
        yield from (option.get("value", words_of(option)) for option in chosen)
    elif field.tag == "input" and kind in ("checkbox", "radio"):
        if field.get("checked") is not None:
            yield field.get("value", "on")
    elif field.tag == "input" and kind not in ("submit", "button", "image", "file"):
        yield field.get("value", "")


def _check(tree: Element, errors: list, address: str) -> None:
    faults = [f"HTML5 parse error {code} at {position}" for position, code, _ in errors]
    headings = tree.findall(".//h1")
    if len(headings) != 1:
        faults.append(f"{len(headings)} h1")
    if not words_of(tree.find(".//title")):
        faults.append("no title")
    ids = [element.get("id") for element in tree.iter() if element.get("id")]
    faults += [f"id {name} twice" for name in sorted(set(ids)) if ids.count(name) > 1]
    faults += list(_faults_of_elements(tree, set(ids)))
    if faults:
        raise AssertionError(f"{address}: " + "; ".join(faults))


def _faults_of_elements(tree: Element, ids: set[str]) -> Iterator[str]:
    labelled = {label.get("for") for label in tree.iter("label")}
    for element in tree.iter():
        if isinstance(element.tag, str):
            yield from _faults_of_element(element)
            yield from _faults_of_labels(element, ids, labelled)


def _faults_of_element(element: Element) -> Iterator[str]:
    if element.get("style") is not None or any(name.startswith("on") for name in element.attrib):
        yield f"inline style or handler on {element.tag}"
    if element.tag == "script" and not element.get("src"):
        yield "inline script"
    if element.tag == "fieldset" and not words_of(element.find("legend")):
        yield "fieldset without legend"
    posts = element.tag == "form" and (element.get("method") or "get").lower() not in _NO_TOKEN_NEEDED
    if posts and not any(field.get("name") == "csrf_token" for field in element.iter("input")):
        yield f"form {element.get('action')} without csrf_token"


def _faults_of_labels(element: Element, ids: set[str], labelled: set[str | None]) -> Iterator[str]:
    for name in ("aria-describedby", "aria-labelledby"):
        for target in (element.get(name) or "").split():
            if target not in ids:
                yield f"{name} points to missing {target}"
    named = element.get("aria-label") or element.get("aria-labelledby") or element.get("id") in labelled
    is_field = element.tag in ("input", "select", "textarea")
    if is_field and element.get("type") not in ("hidden", "submit", "button") and not named:
        yield f"field {element.get('name')} without label"
