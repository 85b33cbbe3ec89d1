"""Marking notices as read (đánh dấu đã đọc), and taking it back."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from tinhso.base import clock
from tinhso.base.actions import acting
from tinhso.notify import policies
from tinhso.notify.choices import Route
from tinhso.notify.models import Delivery
from tinhso.people.principals import Principal


def mark_read(by: Principal, keys: Collection[UUID] | None = None, *, group: str = "") -> datetime | None:
    """Mark those, or all that are unread (of a group), as read; others' are left alone.

    The answer is the moment that `mark_unread` takes back; None where nothing was unread.
    """
    with acting(by, "notify.read") as act:
        rows = _of(by).filter(read_at=None)
        rows = rows if keys is None else rows.filter(pk__in=keys)
        rows = rows.filter(group=group) if group else rows
        count = rows.update(read_at=act.now)
        if count:
            act.record(f"notices:{by.account_id}", subject="notices", data={"read": count})
    return act.now if count else None


def mark_unread(by: Principal, *, keys: Collection[UUID] | None = None, at: datetime | None = None) -> int:
    """Take back what was marked at that moment, or those; how many."""
    with acting(by, "notify.unread") as act:
        rows = _of(by).exclude(read_at=None)
        rows = rows if keys is None else rows.filter(pk__in=keys)
        rows = rows.filter(read_at=at) if at else rows
        if keys is None and at is None:
            return 0
        count = rows.update(read_at=None)
        if count:
            act.record(f"notices:{by.account_id}", subject="notices", data={"unread": count})
    return count


def read_elsewhere(by: Principal, kind: str, hrefs: Collection[str]) -> int:
    """Mark what told of those pages as read, since they were read there; inside the caller's action."""
    told = Delivery.objects.filter(
        route=Route.INAPP,
        recipient__in=policies.recipients(by),
        read_at=None,
        message__kind=kind,
        message__href__in=hrefs,
    )
    return told.update(read_at=clock.now())


def _of(by: Principal) -> QuerySet[Delivery]:
    return Delivery.objects.filter(route=Route.INAPP, recipient__in=policies.require_mark(by))
