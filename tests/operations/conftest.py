"""What tests of operations share: a real mail server that keeps what it is sent."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest
from aiosmtpd.controller import Controller


class PostBox:
    """What arrived. `answers` is what some addresses are refused with, `goodbye` the answer to QUIT."""

    def __init__(self, port: int) -> None:
        self.mail_url = f"smtp://127.0.0.1:{port}"
        self.envelopes: list = []
        self.answers: dict[str, str] = {}
        self.goodbye = "221 Bye"

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802 - aiosmtpd names it
        """Take an address, or refuse it."""
        if address in self.answers:
            return self.answers[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802
        """Keep a mail."""
        self.envelopes.append(envelope)
        return "250 kept"

    async def handle_QUIT(self, _server, _session, _envelope):  # noqa: N802
        """Say goodbye."""
        return self.goodbye


@pytest.fixture
def post_box() -> Iterator[PostBox]:
    """A mail server on this machine."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        box = PostBox(free.getsockname()[1])
    controller = Controller(box, hostname="127.0.0.1", port=int(box.mail_url.rpartition(":")[2]))
    controller.start()
    yield box
    controller.stop()
