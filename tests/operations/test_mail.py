"""Mail: what is sent, what cannot be smuggled in, and that a failure breaks nothing."""

from __future__ import annotations

import dataclasses
import logging
import socket
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller

from learning import mail
from learning.mail import Message, compose, send
from learning.settings import settings_from
from tests.conftest import settings_environment

LINK = "https://learn.example.org/password/set/abc"


@pytest.fixture
def settings(tmp_path: Path):
    return settings_from(settings_environment(f"sqlite:///{tmp_path}/mail.sqlite", tmp_path))


class _PostBox:
    def __init__(self):
        self.envelopes = []

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802 - aiosmtpd names it
        self.envelopes.append(envelope)
        return "250 kept"


@pytest.fixture
def post_box():
    box = _PostBox()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        box.port = free.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=box.port)
    controller.start()
    yield box
    controller.stop()


def test_a_mail_arrives_as_plain_text_with_its_link_whole(settings, post_box):
    settings = dataclasses.replace(settings, mail_url=f"smtp://127.0.0.1:{post_box.port}")
    text = f"Hello Aisha Khan – välkommen,\n\n{LINK}?{'x' * 150}\n"
    assert send(Message("aisha.khan@example.org", "Set your password – today", text), settings)
    (envelope,) = post_box.envelopes
    assert envelope.rcpt_tos == ["aisha.khan@example.org"]
    arrived = message_from_bytes(envelope.content, policy=policy.default)
    assert arrived.get_content_type() == "text/plain"
    assert arrived["Subject"] == "Set your password – today"
    assert arrived["Auto-Submitted"] == "auto-generated"
    assert arrived.get_content().replace("\r\n", "\n") == text


@pytest.mark.parametrize("sign", ["\n", "\r\n", "\r", "\0", "\x0b", "\u2028", "\x85"])
def test_a_line_break_in_a_subject_starts_no_header(settings, sign):
    mail_out = compose(Message("a@example.org", f"Hello{sign}Bcc: evil@example.org", "text"), settings)
    assert mail_out["Bcc"] is None
    headers = mail_out.as_bytes().split(b"\n\n")[0]
    assert b"\nBcc:" not in headers


@pytest.mark.parametrize(
    "to", ["a@example.org\nBcc: evil@example.org", "a@example.org, b@example.org", "nobody", "", "@", "a b@c\r"]
)
def test_what_is_no_single_address_is_not_sent_to(settings, to, caplog):
    assert send(Message(to, "Hello", "text"), settings) is False
    assert "could not be sent" in caplog.text
    assert "\n" not in caplog.records[0].getMessage()


def test_a_server_that_cannot_be_reached_is_logged_and_nothing_more(settings, caplog):
    settings = dataclasses.replace(settings, mail_url="smtp://127.0.0.1:1")
    assert send(Message("a@example.org", "Hello", LINK), settings) is False
    assert "could not be sent" in caplog.text
    assert LINK not in caplog.text


def test_the_console_shows_the_whole_mail_in_one_line(settings, caplog):
    with caplog.at_level(logging.INFO):
        assert send(Message("a@example.org", "Hello\x1b[31m", f"one\r\n{LINK}\x1b[0m\nthree"), settings)
    (record,) = caplog.records
    assert LINK in record.getMessage()
    assert not any(ord(sign) < 32 for sign in record.getMessage())


def test_a_mail_sent_soon_is_sent(settings, post_box):
    settings = dataclasses.replace(settings, mail_url=f"smtp://127.0.0.1:{post_box.port}")
    mail.send_soon(Message("a@example.org", "Hello", "text"), settings)
    mail.finish_sending()
    assert len(post_box.envelopes) == 1
