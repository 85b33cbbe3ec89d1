"""Verbs: the secret address at which a calendar program reads somebody's meetings."""

from __future__ import annotations

import hashlib
import secrets

from django.utils.translation import gettext as _

from tinhso.base.actions import acting
from tinhso.base.errors import NotAllowed
from tinhso.meetings.models import CalendarAddress
from tinhso.people import policies as people
from tinhso.people.principals import Principal


def digest_of(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_address(by: Principal) -> str:
    """A new token (địa chỉ lịch mới): told once, kept nowhere; the one before is revoked."""
    people.require_keyboard(by)
    if by.account_id is None:
        raise NotAllowed(_("Cần một tài khoản để có địa chỉ lịch."))
    token = secrets.token_urlsafe(24)
    with acting(by, "meetings.new_calendar") as act:
        CalendarAddress.objects.filter(account=by.account_id, revoked_at=None).update(revoked_at=act.now)
        made = CalendarAddress.objects.create(
            account_id=by.account_id, digest=digest_of(token), made_at=act.now, illustrative=by.illustrative
        )
        act.record(f"account:{by.account_id}", subject=made)
    return token


def revoke(by: Principal) -> None:
    """Close the address (thu hồi): the calendar program reads nothing from now on."""
    people.require_keyboard(by)
    with acting(by, "meetings.revoke_calendar") as act:
        rows = CalendarAddress.objects.filter(account=by.account_id, revoked_at=None)
        for row in rows:
            row.revoked_at = act.now
            row.save(update_fields=["revoked_at"])
            act.record(f"account:{by.account_id}", subject=row)
