"""Making a run: what `preview` says would be told is what `run` tells, once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date
from typing import Final

from django.db import connection

from tinhso.base import clock
from tinhso.base.actions import Act, acting
from tinhso.base.audit.context import Actor, SystemActor
from tinhso.base.calendar.queries import current_calendar
from tinhso.base.errors import Invalid
from tinhso.base.ids import new_id
from tinhso.notify.sending import Missing, send
from tinhso.people.principals import Principal
from tinhso.urging import policies, queries
from tinhso.urging.events import RunMade
from tinhso.urging.models import Run
from tinhso.urging.running import storing, telling
from tinhso.urging.running.addressing import open_book
from tinhso.urging.running.bundling import Bundled, bundle
from tinhso.urging.running.planning import Call, find

CLOCK: Final = SystemActor("đôn đốc tự động")
STREAM: Final = "urging"


def preview(day: date) -> Bundled:
    """What a run on `day` would tell whom; writes nothing."""
    found = find(day)
    return bundle(found, open_book({call.debt.agency for call in found.calls}, day))


def run(by: Actor, *, automatic: bool = False) -> Run:
    """Tell everybody what is due to be told today (chạy đôn đốc); telling twice tells nobody twice.

    Raises NotSignedIn, NotAllowed; Invalid on a day that is not worked.
    """
    if isinstance(by, Principal):
        policies.require_urge(by)
    day = clock.today()
    if not current_calendar().is_working(day):
        raise Invalid(telling.not_worked(day), code="day_off", field="day")
    with acting(by, "urging.run") as act:
        with connection.cursor() as cursor:  # one run at a time: the second finds everything told
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('urging.run'))")
        told = preview(day)
        made = _write(act, told, by, automatic=automatic)
        act.record(
            STREAM, subject=made, data={"day": day, "steps": made.steps, "told": made.told}, facts=[made]
        )
        act.emit(RunMade(run=made.pk, day=day, told=made.told))
    return made


def run_by_clock() -> Run | None:
    """The run of the day, where it is a working day, its hour has come, and it was not made. Idempotent."""
    now = clock.now()
    if now.hour < telling.hour() or not current_calendar().is_working(now.date()):
        return None
    if queries.ran_automatically(now.date()):
        return None
    return run(CLOCK, automatic=True)


def _write(act: Act, told: Bundled, by: Actor, *, automatic: bool) -> Run:
    key = new_id()
    notices = [telling.notice(one, told.day, str(key)) for one in told.bundles]
    sent = send(act, notices)
    illustrative = bool(told.reached) and all(call.debt.illustrative or demo for call, demo in told.reached)
    made = Run(
        id=key,
        day=told.day,
        automatic=automatic,
        label=by.actor_label,
        looked_at=told.looked_at,
        steps=len(told.reached),
        told=sent.told,
        lines=list(told.lines),
        missing=[*(one.told for one in told.missed), *_without_address(sent.without_address)],
        digest=_digest(call for call, _demo in told.reached),
        illustrative=illustrative,
    )
    made.save(force_insert=True)
    storing.write(made, told.reached)
    return made


def _without_address(missing: tuple[Missing, ...]) -> Iterator[dict[str, str]]:
    """Those who have it in the inbox only; the channel tries again when an address appears."""
    for one in missing:
        yield {"person": str(one.person or ""), "route": one.route, "why": str(one.why)}


def _digest(calls: Iterator[Call]) -> str:
    """SHA-256 over the steps told, in order: the run's fact seals them all."""
    lines = sorted(
        f"{call.debt.subject} {call.debt.period} {call.debt.due} {call.debt.agency}"
        f" {call.ladder} {call.step.name}"
        for call in calls
    )
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
