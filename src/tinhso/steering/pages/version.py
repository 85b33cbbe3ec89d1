"""How fresh the data is: the last entry of the audit trail names the state of everything a page shows."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from django.contrib.messages import get_messages
from django.db.models import Value
from django.http import HttpRequest

from tinhso.base import clock
from tinhso.base.audit.models import AuditEntry
from tinhso.people import waiting
from tinhso.people.principals import principal_of

_KEPT = "tinhso.latest"


@dataclass(frozen=True)
class Latest:
    """The last entry: its number and moment; 0 and None before the first.

    `waiting`: how much other rooms have to say to the reader, `unread`: how many notices (`people.waiting`).
    """

    number: int
    at: datetime | None
    waiting: int = 0
    unread: int = 0


def latest(request: HttpRequest) -> Latest:
    """The trail's last entry, with what waits for the reader; asked once a request."""
    kept = request.META.get(_KEPT)
    if kept is None:
        who = principal_of(request)
        rows = AuditEntry.objects.annotate(
            waiting=waiting.number(who) if who.is_signed_in else Value(0),
            unread=waiting.unread(who) if who.is_signed_in else Value(0),
        )
        row = rows.order_by("-pk").values_list("pk", "at", "waiting", "unread").first()
        kept = request.META[_KEPT] = Latest(*row) if row else Latest(0, None)
    return cast(Latest, kept)


def version(request: HttpRequest) -> Hashable | None:
    """What a page depends on beside its address: data, day and reader. None: do not keep it."""
    if len(get_messages(request)):
        return None
    who = principal_of(request)
    post = who.acting.post_id if who.acting else None
    now = latest(request)
    return (now.number, now.unread, clock.today(), who.account_id, post, who.post_label)
