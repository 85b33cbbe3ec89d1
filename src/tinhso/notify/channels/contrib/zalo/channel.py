"""Zalo (tin Zalo OA) through a gateway that holds the account's keys: subject, text and link."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings

from tinhso.notify.channels.base import Parcel
from tinhso.notify.channels.http import Gateway
from tinhso.notify.choices import Route


class Zalo(Gateway):
    """The contract is that of `channels.http`; `title` and `text` are apart."""

    route: ClassVar[Route] = Route.ZALO
    url_setting = "TINHSO_ZALO_URL"
    secret_setting = "TINHSO_ZALO_SECRET"  # noqa: S105 - the name of a setting
    longest = 2000

    @classmethod
    def from_settings(cls) -> Self:
        """From `TINHSO_ZALO_URL` and `TINHSO_ZALO_SECRET`."""
        return cls(cls.options_of(settings.NOTICE_ZALO))

    def content(self, parcel: Parcel) -> dict[str, str]:
        """Title and text."""
        return {
            "title": " ".join(parcel.subject.split()),
            "text": parcel.body[: self.longest],
            "link": parcel.href,
        }
