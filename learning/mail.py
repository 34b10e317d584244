"""Sends plain-text mail by SMTP, or prints it to the log. Never raises: a mail that fails must not break a page.

A mail may bring calendar files along.

Called after the commit, so that no link is sent that does not exist.
"""

from __future__ import annotations

import contextlib
import logging
import re
import smtplib
import ssl
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from typing import Literal
from urllib.parse import unquote, urlsplit

from learning.settings import Settings

_TIMEOUT_SECONDS = 10
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_NOT_IN_ADDRESS = re.compile(r"[\s<>,;:\x00-\x1f\x7f-\x9f]")
_DEFAULT_PORTS = {"smtp": 25, "smtps": 465, "smtp+starttls": 587}
_CLOSING = 421
"""What a server answers that is about to go away, whatever it was asked."""

Outcome = Literal["sent", "refused", "away"]
"""Refused is this one mail, such as for an address that is none; away is the server, for any mail."""

_log = logging.getLogger(__name__)

_later = ThreadPoolExecutor(max_workers=1, thread_name_prefix="mail")


@dataclass(frozen=True, slots=True)
class CalendarFile:
    """A file that a calendar opens; `method` is what it is to do with it, such as PUBLISH."""

    filename: str
    method: str
    text: str


@dataclass(frozen=True, slots=True)
class Message:
    """One mail to one person.

    A `key` names it for good, so that mail programs show one that had to be sent twice once.
    """

    to: str
    subject: str
    text: str
    calendar_files: tuple[CalendarFile, ...] = ()
    key: str = ""


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
    return try_to_send(message, settings) == "sent"


def try_to_send(message: Message, settings: Settings) -> Outcome:
    """Send now, and say what became of it; what went wrong is logged."""
    try:
        composed = compose(message, settings)
        if settings.mail_url == "console:":
            _log.warning("Mail to %s: %s | %s", message.to, composed["Subject"], _one_line(message.text))
        else:
            _deliver(composed, settings.mail_url)
    except (OSError, smtplib.SMTPException, ValueError) as fault:
        _log.error("A mail could not be sent: %s", _one_line(f"{type(fault).__name__}: {fault}"))
        return "refused" if _is_about(message, fault) else "away"
    return "sent"


def _is_about(message: Message, fault: Exception) -> bool:
    """Whether a fault is about this one mail, and not about the server or how we sign in to it."""
    match fault:
        case smtplib.SMTPRecipientsRefused(recipients=answers):
            return all(code != _CLOSING for code, _ in answers.values())
        case smtplib.SMTPDataError(smtp_code=code):
            return code != _CLOSING
        case smtplib.SMTPNotSupportedError():
            return not message.to.isascii()
        case _:
            return isinstance(fault, ValueError)


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
    domain_here = settings.mail_from.rpartition("@")[2]
    mail["Message-ID"] = f"<{message.key}@{domain_here}>" if message.key else make_msgid(domain=domain_here)
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(message.text)
    for file in message.calendar_files:
        mail.add_attachment(file.text, subtype="calendar", params={"method": file.method}, filename=file.filename)
    return mail


def _deliver(mail: EmailMessage, mail_url: str) -> None:
    parts = urlsplit(mail_url)
    host, port = parts.hostname or "", parts.port or _DEFAULT_PORTS[parts.scheme]
    context = ssl.create_default_context()
    if parts.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=_TIMEOUT_SECONDS, context=context)
    else:
        server = smtplib.SMTP(host, port, timeout=_TIMEOUT_SECONDS)
    try:
        if parts.scheme == "smtp+starttls":
            server.starttls(context=context)
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        server.send_message(mail)
    finally:
        # A mail that was taken is sent, however the goodbye goes.
        with contextlib.suppress(OSError, smtplib.SMTPException):
            server.quit()


def _one_line(text: str) -> str:
    """Text on one line of the log, its line breaks shown."""
    return _CONTROL.sub(" ", text.strip().replace("\r\n", "\n").replace("\n", " ⏎ "))
