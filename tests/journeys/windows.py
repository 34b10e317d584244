"""A browser window for each role of the prepared organisation, opened once and used for page after page."""

from __future__ import annotations

from collections.abc import Mapping

from playwright.sync_api import Browser, BrowserContext, Page, Route

from tests.journeys.examination import SCRIPTS
from tests.organisation import VISITOR, Organisation

_FILL_AND_SEND = """([action, values]) => {
  const isMeant = (each) => each.method === 'post' && new URL(each.action).pathname.endsWith(action);
  const form = [...document.forms].find(isMeant);
  if (!form) throw new Error(`no form that is sent to ${action}`);
  for (const [name, value] of Object.entries(values)) form.elements[name].value = value;
  form.submit();
}"""


class Windows:
    """Windows at one address; whoever opens a page in the window of a role is signed in as that role."""

    def __init__(self, browser: Browser, organisation: Organisation, address: str) -> None:
        self.organisation = organisation
        self.address = address
        self._browser = browser
        self._contexts: dict[str, BrowserContext] = {}
        self._pages: dict[str, Page] = {}

    def window(self, role: str) -> Page:
        """The window of this role."""
        if role not in self._pages:
            context = self._contexts[role] = self._browser.new_context(locale="en-GB")
            context.add_init_script(SCRIPTS)
            if role == VISITOR:
                # The page of whoever has left leads to another website: stay and look at it. Not in the other windows,
                # as a browser that asks before each request keeps nothing and is slower.
                context.route(lambda url: not url.startswith(self.address), _stay)
            self.sign_in(role)
            self._pages[role] = context.new_page()
        return self._pages[role]

    def things(self, role: str) -> Mapping[str, object]:
        """What this role can name in addresses and forms."""
        return self.organisation.things[role]

    def sign_in(self, role: str) -> None:
        """Give the window of this role a session of its own."""
        if role != VISITOR:
            session = self.organisation.browser(role).cookie("session") or ""
            self._contexts[role].add_cookies([{"name": "session", "value": session, "url": self.address}])

    def sign_out(self, role: str) -> None:
        """Take the session away, as when it has run out."""
        self._contexts[role].clear_cookies(name="session")

    def html(self, role: str, path: str) -> str:
        """The HTML at this address, not yet opened; empty for tables, texts and pictures, which are no pages."""
        self.window(role)
        answer = self._contexts[role].request.get(self.address + path)
        assert answer.ok, f"{answer.status} at {path}"
        return answer.text() if answer.headers["content-type"].startswith("text/html") else ""

    def send(self, page: Page, action: str, values: Mapping[str, str] | None = None) -> int:
        """Fill the form that is sent to an address with this end, hidden fields too, and send it; gives the status."""
        with page.expect_navigation() as navigation:
            page.evaluate(_FILL_AND_SEND, [action, dict(values or {})])
        return navigation.value.status

    def close(self) -> None:
        """Close all windows."""
        for context in self._contexts.values():
            context.close()


def _stay(route: Route) -> None:
    route.fulfill(status=204)
