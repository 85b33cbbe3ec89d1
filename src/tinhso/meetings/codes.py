"""Codes for checking in: signed, short-lived; one on the wall, and one a person for the secretary's phone."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

import segno
from django.core import signing
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from tinhso.base.errors import Conflict
from tinhso.meetings.models import Invitation, Meeting

_SALT: Final = "tinhso.meetings.check-in"
ROOM_LIVES: Final = timedelta(minutes=10)
"""How long the code of the room is good: the page that shows it makes a new one every minute."""
PERSON_LIVES: Final = timedelta(minutes=30)
"""How long somebody's own code is good; opening the page again makes a new one."""


@dataclass(frozen=True)
class Code:
    """What a code says: the meeting's, or one invitation's. `digest` names it, so that it is used once."""

    meeting: UUID | None
    invitation: UUID | None
    digest: str


def of_room(meeting: Meeting) -> str:
    """The code on the wall: whoever is invited and signed in checks in with it."""
    return signing.TimestampSigner(salt=_SALT).sign(f"m.{meeting.pk.hex}")


def of_person(invitation: Invitation) -> str:
    """Somebody's own code, shown to the secretary: good once."""
    return signing.TimestampSigner(salt=_SALT).sign(f"i.{invitation.pk.hex}.{secrets.token_hex(4)}")


def read(token: str) -> Code:
    """What the code says. Raises Conflict when it is too old, or was never one of ours."""
    signer = signing.TimestampSigner(salt=_SALT)
    try:
        personal = token.startswith("i.")
        told = signer.unsign(token, max_age=PERSON_LIVES if personal else ROOM_LIVES)
        kind, key = told.split(".")[:2]
        found = UUID(hex=key)
    except signing.SignatureExpired as error:
        raise Conflict(
            _("Mã điểm danh đã hết hạn."), code="code_expired", hint=_("Quét lại mã đang hiển thị.")
        ) from error
    except (signing.BadSignature, ValueError) as error:
        raise Conflict(
            _("Mã điểm danh không đúng."), code="code_bad", hint=_("Quét lại mã tại phòng họp.")
        ) from error
    digest = hashlib.sha256(token.encode()).hexdigest()
    return Code(found if kind == "m" else None, found if kind == "i" else None, digest)


def drawn(address: str) -> SafeString:
    """The address as a QR code, drawn in SVG without styles."""
    picture = segno.make(address, error="m")
    drawing = picture.svg_inline(scale=8, border=2, dark="#000", light="#fff", omitsize=True)
    return mark_safe(drawing)  # noqa: S308 - drawn here from modules that are black or white
