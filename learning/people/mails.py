"""The mails of this feature, from templates/mail. Links use the configured address, never the request's."""

from __future__ import annotations

from flask import current_app, render_template

from learning.mail import Message, send_soon
from learning.people.links import FIRST_PASSWORD_DAYS, RESET_HOURS
from learning.people.models import Person
from learning.web.context import settings


def send_link(person: Person, token: str) -> None:
    """Send a one-use link; to be called after the commit that made it."""
    send_soon(_link_message(person.email, person.name, token, is_first=person.password_hash is None), settings())


def answer_forgotten(made: tuple[Person, str] | None) -> None:
    """Send the link to who forgot a password; where there is nobody, do the same work and send nothing."""
    if made:
        send_link(*made)
    else:
        _link_message("nobody@example.org", "Nobody", "x" * 43, is_first=False).text.encode()


def _link_message(email: str, name: str, token: str, *, is_first: bool) -> Message:
    chosen = settings()
    text = render_template(
        "mail/password_link.txt",
        name=name,
        link=link_of(token),
        is_first=is_first,
        lifetime=f"{FIRST_PASSWORD_DAYS} days" if is_first else f"{RESET_HOURS} hour",
        product=chosen.product_name,
        organisation=chosen.organisation,
    )
    return Message(email, f"{chosen.product_name}: {'set your password' if is_first else 'a new password'}", text)


def send_password_changed(person: Person) -> None:
    """Tell a person that their password is a new one; to be called after the commit that changed it."""
    chosen = settings()
    text = render_template(
        "mail/password_changed.txt",
        name=person.name,
        forgotten=_address_of("people.forgot"),
        product=chosen.product_name,
        organisation=chosen.organisation,
    )
    send_soon(Message(person.email, f"{chosen.product_name}: your password was changed", text), chosen)


def link_of(token: str) -> str:
    """The whole address at which a one-use link is opened."""
    return _address_of("people.set_password", token=token)


def _address_of(endpoint: str, **values: str) -> str:
    # Commands have no request to build addresses from, and a request's Host is not to be trusted in a mail.
    return settings().base_url + current_app.url_map.bind("").build(endpoint, values)
