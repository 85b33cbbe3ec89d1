"""Reading the trail."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import F, Q, QuerySet

from tinhso.base import clock
from tinhso.base.audit.models import AuditEntry, DailySeal, StreamHead

Entries = QuerySet[AuditEntry]


def entries() -> Entries:
    """The whole trail, the newest first."""
    return AuditEntry.objects.order_by("-at", "-pk")


def by_actor(rows: Entries, words: str, accounts: Collection[UUID]) -> Entries:
    """Those of any of `accounts`, or in whose actor's name every word occurs as it was written."""
    named = Q()
    for word in words.split():
        named &= Q(actor_label__icontains=word)
    return rows.filter(Q(actor__in=accounts) | named)


def between(rows: Entries, first: date | None, last: date | None) -> Entries:
    """Those of the days from `first` to `last` in Vietnam, both inclusive; None leaves an end open."""
    if first:
        rows = rows.filter(at__gte=datetime.combine(first, time.min, clock.TZ))
    if last and last < date.max:
        rows = rows.filter(at__lt=datetime.combine(last + timedelta(days=1), time.min, clock.TZ))
    return rows


@dataclass(frozen=True)
class ChainState:
    """Where the chain stands: how much of it moved since the last seal, and that seal."""

    streams: int
    unsealed: int
    seal: DailySeal | None


def chain_state() -> ChainState:
    """In three short queries, however long the trail; whether it holds is another question (`verify`)."""
    heads = StreamHead.objects.all()
    return ChainState(
        streams=heads.count(),
        unsealed=heads.filter(sequence__gt=F("sealed_sequence")).count(),
        seal=DailySeal.objects.defer("heads").order_by("-pk").first(),
    )
