"""Looking at what is watched: where every place stands now, what crossed since; set-wise, and idempotent."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.db import transaction

from tinhso.base import clock
from tinhso.base.actions import acting
from tinhso.base.audit.context import Actor, SystemActor
from tinhso.base.calendar.periods import PeriodKind
from tinhso.base.errors import Refusal
from tinhso.exploration.watching import notices
from tinhso.exploration.watching.crossing import Crossing, Stand, crossings, newest
from tinhso.exploration.watching.models import Alert, Standing, Watch
from tinhso.indicators.derivation.sources import sources
from tinhso.indicators.derivation.values import told_codes
from tinhso.people import queries as people
from tinhso.people.capabilities import Capability
from tinhso.people.principals import Principal
from tinhso.places.models import Level
from tinhso.warehouse.answers import Answer
from tinhso.warehouse.asking import ask
from tinhso.warehouse.questions import Op, Places, Query, Times

log = logging.getLogger(__name__)
YEARS_BACK: Final = 2
"""Years before this one in which the newest figure of a place is looked for."""
_BATCH: Final = 2000
Stands = dict[UUID, Stand]


def query_of(watch: Watch, today: date) -> Query:
    """What is asked for a watch: its places by today's boundaries, its last periods with the running ones."""
    first, last = date(today.year - YEARS_BACK, 1, 1), date(today.year, 12, 31)
    return Query(
        (watch.indicator.code,),
        Places(today, Level(watch.level) if watch.level else None, watch.within),
        Times(first, last, PeriodKind(watch.kind) if watch.kind else None),
        illustrative=watch.illustrative,
    )


def look(watch: Watch, by: Actor) -> tuple[Answer, Stands]:
    """Where every place of a watch stands, for that reader. Raises NotFound, NotAllowed."""
    answer = ask(query_of(watch, clock.today()), by)
    return answer, newest(answer, watch.indicator, Op(watch.op), watch.threshold)


def begin(watch: Watch, by: Actor) -> Answer:
    """Remember where every place stands now, without an alert: what crosses from here on is told."""
    answer, stands = look(watch, by)
    Standing.objects.filter(watch=watch).delete()
    _remember({watch.pk: stands})
    return answer


def evaluate(touched: Collection[UUID] | None = None) -> int:
    """Look at every watch that figures of those indicators bear on (None: at all); tell how many alerts came.

    Watches are locked while they are looked at, so that two evaluations follow one another: the second finds
    nothing. Each is asked with its owner's rights of this moment; where those say no, nothing is told.
    """
    with transaction.atomic():
        watches = _locked(touched)
        if not watches:
            return 0
        stood = _stood(watches)
        stands = _asked(watches)
        found = {key: crossings(stood.get(key, {}), now) for key, now in stands.items()}
        alerts = [_alert(watch, one) for watch in watches for one in found.get(watch.pk, ())]
        _remember({key: _moved(stood.get(key, {}), now) for key, now in stands.items()})
        if alerts:
            _tell(alerts)
    return len(alerts)


def _locked(touched: Collection[UUID] | None) -> list[Watch]:
    alive = Watch.objects.filter(active=True, removed_at=None).select_related("indicator")
    if touched is not None:
        alive = alive.filter(indicator__in=_bearing_on(touched))
    return list(alive.select_for_update(of=("self",)).order_by("pk"))


def _bearing_on(touched: Collection[UUID]) -> set[UUID]:
    """The touched indicators, and watched ones that are calculated from them."""
    derived = dict(
        Watch.objects.filter(active=True, removed_at=None)
        .exclude(indicator__formula="")
        .order_by()
        .values_list("indicator__code", "indicator_id")
    )
    found = set(touched)
    if derived:
        behind = sources(list(derived))
        for code, key in derived.items():
            below = {behind[one].id for one in told_codes(behind[code], behind) if one in behind}
            if code in behind and below & found:
                found.add(key)
    return found


def _stood(watches: Sequence[Watch]) -> dict[UUID, Stands]:
    found: dict[UUID, Stands] = {}
    rows = Standing.objects.filter(watch__in=watches)
    for watch, place, period, number, inside in rows.values_list(
        "watch_id", "place_id", "period", "number", "inside"
    ):
        found.setdefault(watch, {})[place] = Stand(period, number, inside)
    return found


@dataclass(frozen=True)
class _Question:
    """Watches of one question and of owners who see the same are answered once."""

    query: Query
    everything: bool


def _asked(watches: Sequence[Watch]) -> dict[UUID, Stands]:
    """Where the places of each watch stand; of a watch that is not answered, nothing."""
    today = clock.today()
    owners = people.principals({one.account for one in watches})
    answers: dict[_Question, Answer | None] = {}
    found: dict[UUID, Stands] = {}
    for watch in watches:
        owner = owners.get(watch.account)
        if owner is None:
            continue
        question = _Question(query_of(watch, today), _sees_everything(owner))
        if question not in answers:
            answers[question] = _answer(question.query, owner)
        answer = answers[question]
        if answer is not None:
            found[watch.pk] = newest(answer, watch.indicator, Op(watch.op), watch.threshold)
    return found


def _sees_everything(owner: Principal) -> bool:
    """All that makes a difference to what a reader is answered: figures of persons, all of them or none."""
    return owner.reach(Capability.READ_SUBMITTED) is None


def _answer(query: Query, owner: Principal) -> Answer | None:
    try:
        return ask(query, owner)
    except Refusal as refusal:
        log.info("watch of %s is not answered: %s", query.measures[0], refusal)
        return None


def _moved(stood: Mapping[UUID, Stand], now: Stands) -> Stands:
    return {place: stand for place, stand in now.items() if stood.get(place) != stand}


def _remember(stands: Mapping[UUID, Mapping[UUID, Stand]]) -> None:
    rows = [
        Standing(watch_id=watch, place_id=place, period=one.period, number=one.number, inside=one.inside)
        for watch, found in stands.items()
        for place, one in found.items()
    ]
    Standing.objects.bulk_create(
        rows,
        batch_size=_BATCH,
        update_conflicts=True,
        unique_fields=["watch", "place"],
        update_fields=["period", "number", "inside"],
    )


def _alert(watch: Watch, one: Crossing) -> Alert:
    return Alert(
        watch=watch,
        place_id=one.place,
        period=one.now.period,
        number=one.now.number,
        before_period=one.before.period if one.before else "",
        before=one.before.number if one.before else None,
        op=watch.op,
        threshold=watch.threshold,
        entered=one.now.inside,
        illustrative=watch.illustrative,
    )


def _tell(alerts: Iterable[Alert]) -> None:
    """Write the alerts down, all under one entry of the trail."""
    with acting(SystemActor("watches"), "exploration.alert") as act:
        rows = list(alerts)
        for row in rows:
            row.recorded_at = act.now
            row.actor, row.request = act.acting.actor_id, act.acting.request
        Alert.objects.bulk_create(rows, batch_size=_BATCH)
        act.record("watches", subject="alerts", data={"alerts": len(rows)}, facts=rows)
        notices.tell(act, rows)
