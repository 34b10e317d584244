"""Under which names the pages can be asked for."""

from __future__ import annotations

import pytest

from learning.web.hosts import is_allowed


@pytest.mark.parametrize(
    ("base_url", "host", "allowed"),
    [
        ("https://learn.example.org", "learn.example.org", True),
        ("https://learn.example.org", "Learn.Example.org:443", True),
        ("https://learn.example.org", "learn.example.org.", True),
        ("https://learn.example.org", "127.0.0.1:8000", True),
        ("https://learn.example.org", "localhost", True),
        ("https://learn.example.org", "[::1]:8000", True),
        ("https://learn.example.org", "evil.example", False),
        ("https://learn.example.org", "learn.example.org.evil.example", False),
        ("https://learn.example.org", "xlearn.example.org", False),
        ("https://learn.example.org", "", False),
        ("https://learn.example.org", "[", False),
        ("http://[2001:db8::5]:8000", "[2001:DB8::5]:8000", True),
        ("https://b\xfccher.example.org", "xn--bcher-kva.example.org", True),
        ("http://0.0.0.0:8000", "whatever.example", True),
    ],
)
def test_a_name_is_allowed_where_it_is_that_of_the_address_or_of_this_machine(base_url, host, allowed) -> None:
    assert is_allowed(host, base_url) is allowed
