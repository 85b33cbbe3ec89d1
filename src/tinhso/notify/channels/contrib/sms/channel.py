"""Text messages (tin nhắn SMS): the subject and where to read on, as short as they can be."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings

from tinhso.notify.channels.base import Parcel
from tinhso.notify.channels.http import Gateway
from tinhso.notify.choices import Route


class Sms(Gateway):
    """The contract is that of `channels.http`; `text` has the subject alone."""

    route: ClassVar[Route] = Route.SMS
    url_setting = "TINHSO_SMS_URL"
    secret_setting = "TINHSO_SMS_SECRET"  # noqa: S105 - the name of a setting
    longest = 300

    @classmethod
    def from_settings(cls) -> Self:
        """From `TINHSO_SMS_URL` and `TINHSO_SMS_SECRET`."""
        return cls(cls.options_of(settings.NOTICE_SMS))

    def content(self, parcel: Parcel) -> dict[str, str]:
        """One line."""
        return {"text": " ".join(parcel.subject.split())[: self.longest], "link": parcel.href}
