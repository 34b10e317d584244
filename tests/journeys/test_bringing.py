"""Words pasted in a real browser: how they looked is kept while they are as they were pasted, and no longer."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask
from playwright.sync_api import expect

from learning.people.roles import Role
from tests.journeys.conftest import Visitor
from tests.makers import make_person, publish_course

PUT_ON_CLIPBOARD = """async () => {
  const html = '<h1>Wait</h1><p>A <b>minute</b></p>', text = 'Wait\\nA minute';
  const blob = (words, type) => new Blob([words], {type});
  const item = {'text/html': blob(html, 'text/html'), 'text/plain': blob(text, 'text/plain')};
  await navigator.clipboard.write([new ClipboardItem(item)]);
}"""


def test_pasted_words_keep_how_they_looked_until_they_are_changed(app: Flask, visit: Callable[..., Visitor]) -> None:
    with app.app_context():
        publish_course()
        make_person("Ruth Bell", roles=(Role.AUTHOR,))
    author = visit(permissions=["clipboard-read", "clipboard-write"])
    author.sign_in("ruth.bell@example.org")
    author.page.wait_for_url("**/my-learning")
    author.open("/write/small-steps/bring")
    page, kept = author.page, author.page.locator("input[name=html]")
    page.evaluate(PUT_ON_CLIPBOARD)
    page.get_by_label("Or paste words here").focus()
    page.keyboard.press("Control+V")
    expect(page.get_by_text("Headings, lists and links of what you pasted are kept.")).to_be_visible()
    page.keyboard.type(" more")
    expect(page.get_by_text("You changed the words")).to_be_visible()
    expect(kept).to_have_value("")
    page.keyboard.press("Control+A")
    page.keyboard.press("Control+V")
    expect(page.get_by_text("are kept.")).to_be_visible()
    page.get_by_role("button", name="Look at it").click()
    page.get_by_text("03-wait.md", exact=True).click()
    expect(page.locator("pre")).to_contain_text("A **minute**")
