"""Sending what is due (gửi): claim, hand over, write down what came of it; again later where it failed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import F

from tinhso.base import clock
from tinhso.base.actions import acting
from tinhso.base.audit.context import SystemActor
from tinhso.base.calendar.queries import current_calendar
from tinhso.notify import claiming, wishes
from tinhso.notify.channels import service
from tinhso.notify.channels.base import Channel, Failed, HandOver
from tinhso.notify.choices import DeliveryState, Route
from tinhso.notify.claiming import Bundle
from tinhso.notify.models import Attempt, Delivery
from tinhso.notify.parcels import Packer
from tinhso.notify.planning import plan
from tinhso.people.holders import Contact, of_recipients

SENDER: Final = SystemActor("notify")
FIRST_WAIT: Final = timedelta(minutes=1)
LONGEST_WAIT: Final = timedelta(hours=6)
MOST_ATTEMPTS: Final = 12
"""Tried so often over a good day, a parcel is given up until somebody says otherwise."""


def deliver_due() -> int:
    """Send everything that is due on every open way; how many deliveries went out."""
    claiming.free_lost()
    return sum(_deliver(route, channel) for route, channel in service.open_routes().items())


def _deliver(route: Route, channel: Channel[Any]) -> int:
    sent = 0
    with channel.open() as hand_over:
        while True:
            mine, bundles = claiming.claim(route)
            if not bundles:
                return sent
            gone, well = _send_all(mine, bundles, channel, hand_over)
            sent += gone
            if not well:
                return sent


def _send_all(
    mine: UUID, bundles: list[Bundle], channel: Channel[Any], hand_over: HandOver
) -> tuple[int, bool]:
    """How many went out, and whether the channel is well. Ill: the rest is put back untried."""
    packer = Packer(channel, bundles)
    sent = 0
    for at, bundle in enumerate(bundles):
        if not claiming.still_mine(mine, bundle):
            continue
        parcel = packer.pack(bundle)
        if parcel is None:
            _write(mine, bundle, DeliveryState.NO_ADDRESS, "no_address")
            continue
        try:
            hand_over(parcel)
        except Failed as failure:
            _failed(mine, bundle, failure)
            if failure.channel_wide:
                claiming.put_back(mine, bundles[at + 1 :], FIRST_WAIT)
                return sent, False
        else:
            sent += len(bundle)
            _write(mine, bundle, DeliveryState.SENT)
    return sent, True


def wait_after(attempts: int) -> timedelta:
    """How long until the next try: twice the last wait, at most `LONGEST_WAIT`."""
    doubled: int = 1 << min(max(attempts - 1, 0), 12)
    return min(LONGEST_WAIT, FIRST_WAIT * doubled)


def _failed(mine: UUID, bundle: Bundle, failure: Failed) -> None:
    over = failure.lasting or bundle[0].attempts >= MOST_ATTEMPTS
    _write(mine, bundle, DeliveryState.GIVEN_UP if over else DeliveryState.FAILED, failure.code)


def _write(mine: UUID, bundle: Bundle, state: DeliveryState, failure: str = "") -> None:
    """What came of a try: the new state and a fact a delivery, in one transaction."""
    now = clock.now()
    with acting(SENDER, "notify.deliver"):
        held = Delivery.objects.filter(pk__in=[row.pk for row in bundle], claim=mine)
        due_at = now + wait_after(bundle[0].attempts) if state is DeliveryState.FAILED else F("due_at")
        changed = held.update(
            state=state,
            claim=None,
            claimed_at=None,
            failure=failure,
            due_at=due_at,
            sent_at=now if state is DeliveryState.SENT else None,
        )
        if changed:
            Attempt.objects.bulk_create(
                Attempt(
                    delivery=row,
                    number=row.attempts,
                    bundle=row.bundle,
                    outcome=state,
                    failure=failure,
                    illustrative=row.illustrative,
                )
                for row in bundle
            )


def look_for_addresses() -> int:
    """Have those tried again who had no address and have one now, as a digest; how many deliveries."""
    found = 0
    for route, channel in service.open_routes().items():
        found += _reachable_now(route, channel)
    return found


def _reachable_now(route: Route, channel: Channel[Any]) -> int:
    with transaction.atomic():
        lost = Delivery.objects.select_for_update(skip_locked=True).filter(
            route=route, state=DeliveryState.NO_ADDRESS
        )
        rows = list(lost.order_by("id"))
        people = of_recipients({row.recipient for row in rows})
        reached = {key: one for key, one in people.items() if channel.address(one)}
        due = _next_digests(reached)
        back = [row for row in rows if row.recipient in reached]
        for row in back:
            row.state, row.due_at, row.bundle, row.failure = (
                DeliveryState.DIGEST,
                due[row.recipient],
                None,
                "",
            )
        Delivery.objects.bulk_update(back, ["state", "due_at", "bundle", "failure"], batch_size=1000)
    return len(back)


def _next_digests(people: Mapping[UUID, Contact]) -> dict[UUID, datetime]:
    """When each of those gets what waited for an address: as anything else that is not urgent."""
    calendar, now = current_calendar(), clock.now()
    return {
        key: plan(wish, now, calendar.is_working, urgent=False).due_at
        for key, wish in wishes.of_contacts(people.values()).items()
    }
