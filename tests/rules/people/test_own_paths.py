"""Where `next` may lead: paths of ours only."""

from __future__ import annotations

import pytest

from learning.people.own_paths import own_path

ELSEWHERE = [
    None, "", " ", "courses", "//evil.example", "///evil.example", "////evil.example/x", "/\\evil.example",
    "\\\\evil.example", "/\\/evil.example", "https:evil.example", "https://evil.example", "http:///evil.example",
    "HTTPS://evil.example", "javascript:alert(1)", "data:text/html,x", "mailto:x@evil.example", "/%09/evil.example",
    "/\t/evil.example", "/\n/evil.example", "/\r\nSet-Cookie: a=b", "/%0d%0aSet-Cookie:%20a=b", "/%5cevil.example",
    "/%5Cevil.example", "/%255cevil.example", "/%2f/evil.example", "/%2Fevil.example", "/%252fevil.example",
    "/courses//evil.example", "/ /evil.example", "/\0", "/%00", "/\u2028/x", "/\u202e/x", "/\u00a0/evil.example",
    "/" + "a" * 2000, "?next=/a", "#a", "@evil.example", "/%ef%bc%8f\u3000",
]  # fmt: skip


@pytest.mark.parametrize("text", ELSEWHERE)
def test_what_leads_elsewhere_or_nowhere_is_refused(text):
    assert own_path(text) is None


@pytest.mark.parametrize(
    "text",
    ["/", "/courses", "/courses/a-b/lessons/one?page=2&search=a%20b", "/write/x#L16", "/a?to=https://x.example/"],
)
def test_our_own_paths_are_kept_as_they_are(text):
    assert own_path(text) == text
