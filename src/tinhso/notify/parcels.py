"""Making parcels (gói gửi) of what was claimed: one message as it is, several as a digest."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tinhso.notify import wishes
from tinhso.notify.channels.base import Channel, Parcel
from tinhso.notify.claiming import Bundle
from tinhso.notify.kinds import GROUPS
from tinhso.notify.models import Message
from tinhso.notify.wording import Wordings
from tinhso.people.holders import of_recipients


def absolute(href: str) -> str:
    """The address as somebody outside follows it; empty where the deployment does not say its own."""
    return f"{settings.NOTICE_SITE}{href}" if href and settings.NOTICE_SITE else ""


class Packer:
    """Puts bundles into words; everything they need is read at once, in a handful of queries."""

    def __init__(self, channel: Channel[Any], bundles: Iterable[Bundle]) -> None:
        rows = [row for bundle in bundles for row in bundle]
        self._channel = channel
        self._messages = Message.objects.in_bulk({row.message_id for row in rows})
        self._people = of_recipients({row.recipient for row in rows})
        self._wishes = wishes.of_contacts(self._people.values())
        self._wordings = Wordings()

    def pack(self, bundle: Bundle) -> Parcel | None:
        """The parcel; None where its recipient has no address (any more)."""
        recipient = bundle[0].recipient
        contact = self._people.get(recipient)
        address = self._channel.address(contact) if contact else ""
        if not address or bundle[0].bundle is None:
            return None
        language = self._wishes[recipient].language
        messages = [self._messages[row.message_id] for row in bundle]
        with translation.override(language):
            subject, body, href = self._text(messages, language)
        return Parcel(
            id=bundle[0].bundle,
            recipient=recipient,
            address=address,
            subject=subject,
            body=body,
            href=absolute(href),
            language=language,
            urgent=any(message.urgent for message in messages),
        )

    def _text(self, messages: list[Message], language: str) -> tuple[str, str, str]:
        said = [self._wordings.of(message, language) for message in messages]
        if len(messages) == 1:
            return said[0].subject, said[0].body, messages[0].href
        group = GROUPS.get(messages[0].group, messages[0].group)
        count = len(messages)
        subject = ngettext("%(group)s: %(count)d thông báo", "%(group)s: %(count)d thông báo", count)
        lines = [_("Các thông báo gộp trong một lần gửi, theo lựa chọn của ông/bà:")]
        for number, (one, message) in enumerate(zip(said, messages, strict=True), 1):
            link = absolute(message.href)
            lines.append("\n".join(filter(None, [f"{number}. {one.subject}", one.body, link])))
        return subject % {"group": group, "count": count}, "\n\n".join(lines), reverse("notify:inbox")
