"""A browser for a real server over real HTTP: it keeps its cookies and can click twice at the same moment."""

from __future__ import annotations

import html
import http.client
import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

_PATIENCE_SECONDS = 20


class NoAnswer(Exception):  # noqa: N818 - an answer that is missing, not an error
    """The server went away before it answered: what was asked for may have been done, or not."""


@dataclass(frozen=True)
class Answer:
    """What came back; `leads_to` is the path of a redirect."""

    status: int
    leads_to: str
    body: str

    def hidden(self, name: str) -> str:
        """The value of a hidden field on the page."""
        found = re.search(rf'name="{name}" value="([^"]*)"', self.body)
        assert found, f"No field {name} on the page:\n{self.body[:2000]}"
        return html.unescape(found[1])


class Browser:
    """One browser with two connections, so that a form can be sent twice at once."""

    def __init__(self, port: int, cookies: dict[str, str] | None = None, token: str = "") -> None:
        self._port = port
        self._cookies = cookies if cookies is not None else {}
        self._token = token
        self._connections = [self._connection(), self._connection()]

    def another_tab(self) -> Browser:
        """The same person in another tab."""
        return Browser(self._port, self._cookies, self._token)

    def sign_in(self, email: str, password: str) -> None:
        """Sign in by the form; afterwards forms carry the session's token."""
        self._token = self.get("/sign-in").hidden("csrf_token")
        answer = self.post("/sign-in", {"name": email, "password": password, "own_phone": ""})
        assert answer.status == 303, answer.body
        self._token = self.get("/account").hidden("csrf_token")

    def get(self, path: str) -> Answer:
        """Open a page; redirects are not followed."""
        return self._send_at_once("GET", path, "", 1)[0]

    def post(self, path: str, fields: Mapping[str, str]) -> Answer:
        """Send a form with the token of this session."""
        return self._send_at_once("POST", path, self._form(fields), 1)[0]

    def post_twice(self, path: str, fields: Mapping[str, str]) -> list[Answer]:
        """Send the same form by both connections before either answers."""
        return self._send_at_once("POST", path, self._form(fields), 2)

    def close(self) -> None:
        """Close both connections."""
        for connection in self._connections:
            connection.close()

    def _form(self, fields: Mapping[str, str]) -> str:
        return urlencode({"csrf_token": self._token, **fields})

    def _send_at_once(self, method: str, path: str, body: str, count: int) -> list[Answer]:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items())}
        if method == "POST":
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connections = self._connections[:count]
        try:
            for connection in connections:
                connection.request(method, path, body, headers)
            return [self._read(connection) for connection in connections]
        except (OSError, http.client.HTTPException) as reason:
            self.close()
            raise NoAnswer(str(reason)) from reason

    def _read(self, connection: http.client.HTTPConnection) -> Answer:
        response = connection.getresponse()
        body = response.read().decode()
        for cookie in response.headers.get_all("Set-Cookie") or ():
            name, _, value = cookie.partition(";")[0].partition("=")
            self._cookies[name] = value
        return Answer(response.status, urlsplit(response.headers.get("Location", "")).path, body)

    def _connection(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self._port, timeout=_PATIENCE_SECONDS)
