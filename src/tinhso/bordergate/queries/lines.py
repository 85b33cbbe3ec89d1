"""Lines: places, heads of streams, the log, the published day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from tinhso.base import clock
from tinhso.base.errors import NotFound
from tinhso.bordergate.core.daylog import Aside, DayHead, DayRow
from tinhso.bordergate.core.streams import Stream
from tinhso.bordergate.models import Gate, Lane, LineEntry, LinePlace, PlaceState, Run
from tinhso.bordergate.queries.gates import cycle_of, rule_of


def place_of(code: str, run: Run) -> LinePlace:
    """That place. Raises NotFound."""
    rows = LinePlace.objects.select_related("lane__gate", "lane__run", "declaration__company")
    found = rows.filter(run=run, code=code.upper()).first()
    if found is None:
        raise NotFound(_("Không có lượt “%(code)s”.") % {"code": code}, field="place")
    return found


def lane_of(run: Run, gate: Gate, direction: str) -> Lane:
    """The lane of a gate and direction, unlocked; made when it is first asked for."""
    return Lane.objects.select_related("gate", "run").get_or_create(run=run, gate=gate, direction=direction)[
        0
    ]


def ready(lane: Lane, now: datetime) -> QuerySet[LinePlace]:
    """Places that may be called for the first time at `now`, seniors first."""
    rows = LinePlace.objects.filter(lane=lane, state=PlaceState.WAITING, held=False, called_seq=None)
    rows = rows.filter(Q(available_from=None) | Q(available_from__lte=now))
    return rows.order_by("accepted_at", "accepted_seq")


def heads(lane: Lane, now: datetime) -> dict[Stream, LinePlace]:
    """Who goes first in each stream; a query a stream, each by its index."""
    found = {stream: ready(lane, now).filter(stream=stream).first() for stream in Stream}
    return {stream: place for stream, place in found.items() if place is not None}


def called(lane: Lane) -> QuerySet[LinePlace]:
    """Called and not through yet."""
    return LinePlace.objects.filter(lane=lane, state=PlaceState.CALLED).order_by("called_seq")


def to_renew(lane: Lane, now: datetime) -> QuerySet[LinePlace]:
    """Places whose call was suspended or deferred and may be renewed, in the order of their calls."""
    rows = LinePlace.objects.filter(lane=lane, state=PlaceState.WAITING, held=False, renew_from__lte=now)
    return rows.exclude(called_seq=None).order_by("called_seq")


def day_bounds(day: date) -> tuple[datetime, datetime]:
    """Its first moment and that of the next, in the country's zone."""
    first = datetime.combine(day, time(), clock.TZ)
    return first, first + timedelta(days=1)


def day_rows(lane: Lane, day: date) -> list[DayRow]:
    """The line of a day: who was accepted by its end, and was neither called nor had ended before it.

    What happened after the day is left out: a call of tomorrow is no call of today.
    """
    first, last = day_bounds(day)
    rows = LinePlace.objects.filter(lane=lane, accepted_at__lt=last)
    rows = rows.exclude(called_at__lt=first).exclude(ended_at__lt=first, called_at=None)
    return [_row(place, last) for place in rows.order_by("accepted_seq")]


def _row(place: LinePlace, end: datetime) -> DayRow:
    today = place.called_at is not None and place.called_at < end
    return DayRow(
        place.code,
        Stream(place.stream),
        place.accepted_seq,
        clock.local(place.accepted_at),
        place.called_seq if today else None,
        clock.local(place.called_at) if today and place.called_at else None,
        Aside(place.exception),
        place.exception_ref,
    )


def day_head(lane: Lane, day: date) -> DayHead:
    """Whose line it is. Raises Invalid where no rules were laid down."""
    return DayHead(lane.gate.code, lane.direction, cycle_of(rule_of(lane.gate, lane.direction, day)), day)


def waiting_by_stream(lane: Lane) -> Mapping[Stream, int]:
    """How many wait in each stream, those who stand aside included."""
    rows = LinePlace.objects.filter(lane=lane, state=PlaceState.WAITING).values_list("stream", flat=True)
    found = list(rows)
    return {stream: found.count(stream.value) for stream in Stream}


def log(lane: Lane) -> QuerySet[LineEntry]:
    """What happened to a line, in order."""
    return LineEntry.objects.filter(lane=lane).order_by("number")
