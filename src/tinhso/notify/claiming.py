"""Taking what is due (nhận việc gửi): under a lock, marked as one's own, so that no two send the same.

A claim lasts `LEASE`; a worker says before each parcel that it still has it. Whoever died leaves claims that
run out: what it had may have gone out, so it is told again under the same id, which the other side can tell.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F, Q

from tinhso.base import clock
from tinhso.base.ids import new_id
from tinhso.notify.choices import DUE, DeliveryState, Route
from tinhso.notify.models import Attempt, Delivery

LEASE: Final = timedelta(minutes=5)
AT_ONCE: Final = 100
"""Deliveries claimed at once; digests are taken whole."""
_CLAIMING: Final = 7_203_924
"""Number of the advisory lock under which claims are made one after another."""
Bundle = list[Delivery]


def claim(route: Route) -> tuple[UUID, list[Bundle]]:
    """Take what is due on one way, oldest first; each bundle goes out as one. Empty: nothing is due."""
    mine, now = new_id(), clock.now()
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_CLAIMING])
        due = Delivery.objects.filter(route=route, state__in=DUE, due_at__lte=now)
        first = list(due.select_for_update(skip_locked=True).order_by("due_at", "id")[:AT_ONCE])
        rows = {row.pk: row for row in first}
        for row in due.filter(_together(first)).select_for_update(skip_locked=True).order_by("id"):
            rows.setdefault(row.pk, row)
        bundles = _bundles(rows.values())
        for bundle in bundles:
            key = bundle[0].bundle or new_id()
            for row in bundle:
                row.bundle, row.claim, row.claimed_at = key, mine, now
                row.state, row.attempts = DeliveryState.SENDING, row.attempts + 1
        fields = ["bundle", "claim", "claimed_at", "state", "attempts"]
        Delivery.objects.bulk_update(rows.values(), fields, batch_size=1000)
    return mine, bundles


def _together(rows: Iterable[Delivery]) -> Q:
    """What goes out with those: the rest of their bundles, and of digests of the same recipient and group."""
    found = Q(pk__in=())
    for row in rows:
        if row.bundle is not None:
            found |= Q(bundle=row.bundle)
        elif row.state == DeliveryState.DIGEST:
            found |= Q(state=DeliveryState.DIGEST, recipient=row.recipient, group=row.group, bundle=None)
    return found


def _bundles(rows: Iterable[Delivery]) -> list[Bundle]:
    found: dict[object, Bundle] = {}
    for row in rows:
        key: object = row.pk
        if row.bundle is not None:
            key = row.bundle
        elif row.state == DeliveryState.DIGEST:
            key = (row.recipient, row.group)
        found.setdefault(key, []).append(row)
    return [sorted(bundle, key=lambda row: row.pk) for bundle in found.values()]


def still_mine(mine: UUID, bundle: Bundle) -> bool:
    """Say that one still has it, right before it goes out. False: the claim ran out; leave it alone."""
    held = Delivery.objects.filter(pk__in=[row.pk for row in bundle], claim=mine, state=DeliveryState.SENDING)
    return held.update(claimed_at=clock.now()) == len(bundle)


def put_back(mine: UUID, bundles: Iterable[Bundle], due_in: timedelta) -> None:
    """What was claimed and not tried waits again; it keeps together."""
    keys = [row.pk for bundle in bundles for row in bundle]
    Delivery.objects.filter(pk__in=keys, claim=mine).update(
        state=DeliveryState.WAITING,
        claim=None,
        claimed_at=None,
        attempts=F("attempts") - 1,
        due_at=clock.now() + due_in,
    )


def free_lost() -> int:
    """Have what dead workers had tried again; how many deliveries that are."""
    now = clock.now()
    with transaction.atomic():
        lost = list(
            Delivery.objects.select_for_update(skip_locked=True).filter(
                state=DeliveryState.SENDING, claimed_at__lt=now - LEASE
            )
        )
        Attempt.objects.bulk_create(
            Attempt(
                delivery=row,
                number=row.attempts,
                bundle=row.bundle,
                outcome=DeliveryState.FAILED,
                failure="worker_lost",
                illustrative=row.illustrative,
            )
            for row in lost
        )
        Delivery.objects.filter(pk__in=[row.pk for row in lost]).update(
            state=DeliveryState.FAILED, claim=None, claimed_at=None, due_at=now, failure="worker_lost"
        )
    return len(lost)
