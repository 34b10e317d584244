"""Mail: what is sent, what cannot be smuggled in, and that a failure breaks nothing."""

from __future__ import annotations

import dataclasses
import logging
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from learning import mail
from learning.mail import CalendarFile, Message, compose, send, try_to_send
from learning.settings import settings_from
from tests.conftest import settings_environment

LINK = "https://learn.example.org/password/set/abc"


@pytest.fixture
def settings(tmp_path: Path):
    return settings_from(settings_environment(f"sqlite:///{tmp_path}/mail.sqlite", tmp_path))


def test_a_mail_arrives_as_plain_text_with_its_link_whole(settings, post_box):
    settings = dataclasses.replace(settings, mail_url=post_box.mail_url)
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


def test_a_calendar_file_goes_along_and_says_what_a_calendar_is_to_do_with_it(settings, post_box):
    settings = dataclasses.replace(settings, mail_url=post_box.mail_url)
    file = CalendarFile("small-steps.ics", "PUBLISH", "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")
    assert try_to_send(Message("a@example.org", "Hello", "text", (file,), "the-same"), settings) == "sent"
    arrived = message_from_bytes(post_box.envelopes[0].content, policy=policy.default)
    words, calendar = arrived.iter_parts()
    assert words.get_content_type() == "text/plain"
    assert (calendar.get_content_type(), calendar.get_param("method")) == ("text/calendar", "PUBLISH")
    assert calendar.get_filename() == "small-steps.ics"
    assert calendar.get_content().replace("\r\n", "\n") == file.text.replace("\r\n", "\n")
    assert arrived["Message-ID"] == "<the-same@localhost>"


@pytest.mark.parametrize(("answer", "outcome"), [("550 nobody", "refused"), ("421 closing", "away")])
def test_an_address_that_is_refused_is_told_from_a_server_that_goes_away(settings, post_box, answer, outcome):
    settings = dataclasses.replace(settings, mail_url=post_box.mail_url)
    post_box.answers["a@example.org"] = answer
    assert try_to_send(Message("a@example.org", "Hello", "text"), settings) == outcome
    assert try_to_send(Message("nobody", "Hello", "text"), settings) == "refused"


def test_a_mail_that_was_taken_is_sent_however_the_goodbye_goes(settings, post_box):
    settings = dataclasses.replace(settings, mail_url=post_box.mail_url)
    post_box.goodbye = "500 never heard of it"
    assert try_to_send(Message("a@example.org", "Hello", "text"), settings) == "sent"


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
    settings = dataclasses.replace(settings, mail_url=post_box.mail_url)
    mail.send_soon(Message("a@example.org", "Hello", "text"), settings)
    mail.finish_sending()
    assert len(post_box.envelopes) == 1
