"""E-mail (thư điện tử) by SMTP, through Django's mail: plain text, headers that nobody can inject into."""

from __future__ import annotations

import math
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.headerregistry import Address
from typing import ClassVar, Final, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend
from django.core.validators import validate_email

from tinhso.notify.channels.base import Channel, Failed, HandOver, Parcel
from tinhso.notify.choices import Route
from tinhso.people.holders import Contact

_LASTING: Final = 500
"""SMTP answers from here on mean that trying again changes nothing."""


@dataclass(frozen=True)
class Options:
    """Where the mail server is and who writes. `security`: `starttls`, `tls` or `none`."""

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    security: str
    sender: str
    timeout: float


class Email(Channel[Options]):
    """One SMTP connection for as many parcels as are handed over."""

    route: ClassVar[Route] = Route.EMAIL

    @classmethod
    def from_settings(cls) -> Self:
        """From `TINHSO_SMTP_*` and `TINHSO_MAIL_FROM`."""
        given = settings.NOTICE_SMTP
        return cls(Options(**given, timeout=settings.NOTICE_TIMEOUT))

    def missing(self) -> tuple[str, ...]:
        """The server and the sender's address are needed."""
        asked = {"TINHSO_SMTP_HOST": self.options.host, "TINHSO_MAIL_FROM": self.options.sender}
        return tuple(name for name, value in asked.items() if not value)

    def address(self, contact: Contact) -> str:
        """The address in the person's record; one that is no address is none."""
        try:
            validate_email(contact.email)
        except ValidationError:
            return ""
        return contact.email

    @contextmanager
    def open(self) -> Iterator[HandOver]:
        """Connect once, close at the end."""
        backend = EmailBackend(
            host=self.options.host,
            port=self.options.port,
            username=self.options.user,
            password=self.options.password,
            use_tls=self.options.security == "starttls",
            use_ssl=self.options.security == "tls",
            timeout=math.ceil(self.options.timeout),
        )
        try:
            yield lambda parcel: self._send(backend, parcel)
        finally:
            with suppress(smtplib.SMTPException, OSError):
                backend.close()

    def described(self) -> str:
        """Host and port."""
        return f"{self.options.host}:{self.options.port}"

    def _send(self, backend: EmailBackend, parcel: Parcel) -> None:
        try:
            backend.open()
            backend.send_messages([self._message(parcel)])
        except smtplib.SMTPRecipientsRefused as error:
            codes = [code for code, _answer in error.recipients.values()]
            raise Failed("recipient_refused", lasting=min(codes, default=0) >= _LASTING) from None
        except smtplib.SMTPAuthenticationError:
            raise Failed("sign_in_refused", channel_wide=True) from None
        except smtplib.SMTPSenderRefused:
            raise Failed("sender_refused", channel_wide=True) from None
        except smtplib.SMTPResponseException as error:
            _drop(backend)
            raise Failed(f"smtp_{error.smtp_code}", lasting=error.smtp_code >= _LASTING) from None
        except (smtplib.SMTPException, OSError, ssl.SSLError):
            _drop(backend)
            raise Failed("server_away", channel_wide=True) from None

    def _message(self, parcel: Parcel) -> EmailMessage:
        """As text. The subject is one line; the id stays the same when it is tried again."""
        domain = Address(addr_spec=self.options.sender).domain
        body = f"{parcel.body}\n\n{parcel.href}\n" if parcel.href else f"{parcel.body}\n"
        headers = {
            "Message-ID": f"<{parcel.id}@{domain}>",
            "Auto-Submitted": "auto-generated",
            "Content-Language": parcel.language,
        }
        if parcel.urgent:
            headers["Importance"] = "high"
        subject = " ".join(parcel.subject.split())
        return EmailMessage(subject, body, self.options.sender, [parcel.address], headers=headers)


def _drop(backend: EmailBackend) -> None:
    """Forget a connection that may be half dead, so that the next parcel opens another."""
    with suppress(smtplib.SMTPException, OSError):
        backend.close()
    backend.connection = None
