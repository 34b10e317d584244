"""Sends plain-text mail by SMTP, or prints it to the log. Never raises: a mail that fails must not break a page.

Called after the commit, so that no link is sent that does not exist.
"""

from __future__ import annotations

import logging
import re
import smtplib
import ssl
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from urllib.parse import unquote, urlsplit

from learning.settings import Settings

_TIMEOUT_SECONDS = 10
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_NOT_IN_ADDRESS = re.compile(r"[\s<>,;:\x00-\x1f\x7f-\x9f]")
_DEFAULT_PORTS = {"smtp": 25, "smtps": 465, "smtp+starttls": 587}

_log = logging.getLogger(__name__)

_later = ThreadPoolExecutor(max_workers=1, thread_name_prefix="mail")


@dataclass(frozen=True, slots=True)
class Message:
    """One mail to one person."""

    to: str
    subject: str
    text: str


def send_soon(message: Message, settings: Settings) -> None:
    """Send without making the page wait, so that its time does not tell whether there was a mail to send."""
    if settings.mail_url == "console:":
        send(message, settings)
    else:
        _later.submit(send, message, settings)


def finish_sending() -> None:
    """Wait until every mail handed over so far is sent or has failed; for tests."""
    _later.submit(lambda: None).result()  # one sender: what was handed over before is done


def send(message: Message, settings: Settings) -> bool:
    """Send now; False when it could not be sent, which is logged."""
    try:
        composed = compose(message, settings)
        if settings.mail_url == "console:":
            _log.warning("Mail to %s: %s | %s", message.to, composed["Subject"], _one_line(message.text))
        else:
            _deliver(composed, settings.mail_url)
    except (OSError, smtplib.SMTPException, ValueError) as fault:
        _log.error("A mail could not be sent: %s", _one_line(f"{type(fault).__name__}: {fault}"))
        return False
    return True


def compose(message: Message, settings: Settings) -> EmailMessage:
    """The mail as it goes out; raises ValueError for an address that is none."""
    user, _, domain = message.to.rpartition("@")
    if not (user and domain) or _NOT_IN_ADDRESS.search(message.to):
        raise ValueError("this is no e-mail address")
    mail = EmailMessage()
    mail["From"] = settings.mail_from
    mail["To"] = Address(username=user, domain=domain)
    # A line break in a name or title would start a header of its own.
    mail["Subject"] = _CONTROL.sub(" ", message.subject).strip()
    mail["Date"] = formatdate()
    mail["Message-ID"] = make_msgid(domain=settings.mail_from.rpartition("@")[2])
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(message.text)
    return mail


def _deliver(mail: EmailMessage, mail_url: str) -> None:
    parts = urlsplit(mail_url)
    host, port = parts.hostname or "", parts.port or _DEFAULT_PORTS[parts.scheme]
    context = ssl.create_default_context()
    if parts.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=_TIMEOUT_SECONDS, context=context)
    else:
        server = smtplib.SMTP(host, port, timeout=_TIMEOUT_SECONDS)
    with server:
        if parts.scheme == "smtp+starttls":
            server.starttls(context=context)
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        server.send_message(mail)


def _one_line(text: str) -> str:
    """Text on one line of the log, its line breaks shown."""
    return _CONTROL.sub(" ", text.strip().replace("\r\n", "\n").replace("\n", " ⏎ "))
