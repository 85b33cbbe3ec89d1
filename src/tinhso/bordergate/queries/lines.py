"""Lines: places, heads of streams, the log, the published day."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from tinhso.base import clock
from tinhso.base.errors import NotFound
from tinhso.bordergate.core.daylog import Aside, DayHead, DayRow, as_csv, proof_of_lines
from tinhso.bordergate.core.forecasting.replaying import Stay
from tinhso.bordergate.core.streams import Stream
from tinhso.bordergate.core.verify_day import parse
from tinhso.bordergate.models import Company, DayRoot, Gate, Lane, LineEntry, LinePlace, PlaceState, Run, Step
from tinhso.bordergate.queries.gates import cycle_of, rule_of


def place_of(code: str, run: Run) -> LinePlace:
    """That place. Raises NotFound."""
    rows = LinePlace.objects.select_related("lane__gate", "lane__run", "declaration__company")
    found = rows.filter(run=run, code=code.upper()).first()
    if found is None:
        raise NotFound(_("Không có lượt “%(code)s”.") % {"code": code}, field="place")
    return found


def of_company(company: Company, most: int = 50) -> list[LinePlace]:
    """Its places of the real days, those still in a line first, then the newest."""
    rows = LinePlace.objects.filter(declaration__company=company, run__simulated=False)
    rows = rows.select_related("lane__gate", "lane__run", "declaration__company")
    return list(rows.order_by("-active", "-accepted_at")[:most])


def peopled(run: Run) -> list[Lane]:
    """The lanes of a run in which somebody waits or was called."""
    there = LinePlace.objects.filter(run=run, state__in=(PlaceState.WAITING, PlaceState.CALLED)).values(
        "lane"
    )
    return list(Lane.objects.filter(pk__in=there).select_related("gate").order_by("pk"))


def lane(run: Run, gate: Gate, direction: str) -> Lane | None:
    """The lane where anything has happened in it."""
    rows = Lane.objects.select_related("gate", "run").filter(run=run, gate=gate, direction=direction)
    return rows.filter(entries__gt=0).first()


def published(run: Run, gate: Gate) -> QuerySet[DayRoot]:
    """The published days of a gate, the newest first, without their files."""
    rows = DayRoot.objects.filter(lane__run=run, lane__gate=gate).select_related("lane__gate")
    return rows.defer("content").order_by("-day", "lane__direction")


def days_of(run: Run, day: date) -> QuerySet[DayRoot]:
    """The published lines of one day, with their files."""
    rows = DayRoot.objects.filter(lane__run=run, day=day).select_related("lane__gate")
    return rows.order_by("lane__gate__order", "lane__direction")


def day_file(lane: Lane, day: date) -> str:
    """The line of a day as it was published; of a day that was not yet, as it stands."""
    found = DayRoot.objects.filter(lane=lane, day=day).first()
    return found.content if found else as_csv(day_head(lane, day), day_rows(lane, day))


def root_of(lane: Lane, day: date) -> str:
    """The published root of a day; empty where it was not published."""
    return DayRoot.objects.filter(lane=lane, day=day).values_list("root", flat=True).first() or ""


def proof(place: LinePlace) -> tuple[date, str, list[tuple[str, str]], str]:
    """Day, printed row, proof and root of a place in the published file of its call, or of its acceptance.

    Raises NotFound while that day is not published.
    """
    day = clock.local(place.called_at or place.accepted_at).date()
    found = DayRoot.objects.filter(lane=place.lane, day=day).first()
    if found is None:
        raise NotFound(_("Ngày này chưa được công bố."), field="day")
    head, printed, _rows = parse(found.content)
    at = next((at for at, line in enumerate(printed) if line.startswith(f"{place.code},")), None)
    if at is None:
        raise NotFound(_("Không có lượt “%(code)s” trong ngày đó.") % {"code": place.code}, field="place")
    named = ",".join((day.isoformat(), head["gate"], head["direction"], head["cycle"]))
    return day, printed[at], proof_of_lines([named, *printed], at + 1), found.root


def ready(lane: Lane, now: datetime) -> QuerySet[LinePlace]:
    """Places that may be called for the first time at `now`, seniors first."""
    rows = LinePlace.objects.filter(lane=lane, state=PlaceState.WAITING, held=False, called_seq=None)
    rows = rows.filter(Q(available_from=None) | Q(available_from__lte=now))
    return rows.order_by("accepted_at", "accepted_seq")


def heads(lane: Lane, now: datetime) -> dict[Stream, LinePlace]:
    """Who goes first in each stream; a query a stream, each by its index."""
    found = {stream: ready(lane, now).filter(stream=stream).first() for stream in Stream}
    return {stream: place for stream, place in found.items() if place is not None}


def stays(lane: Lane, since: datetime, until: datetime) -> list[Stay]:
    """Who stood in a line between two moments: when each joined, and left or came through."""
    rows = LinePlace.objects.filter(lane=lane, accepted_at__gte=since, accepted_at__lt=until)
    entries = LineEntry.objects.filter(lane=lane, step=Step.ADMITTED, at__gte=since, at__lt=until)
    through = dict(entries.values_list("place", "at"))
    told = rows.order_by("accepted_at", "accepted_seq").values_list("code", "accepted_at", "ended_at")
    return [
        Stay(clock.local(joined), _left(through.get(code) or ended), through=code in through)
        for code, joined, ended in told
    ]


def _left(moment: datetime | None) -> datetime | None:
    return clock.local(moment) if moment else None


def waiting(lane: Lane) -> QuerySet[LinePlace]:
    """All who wait, seniors first, those who stand aside included."""
    return LinePlace.objects.filter(lane=lane, state=PlaceState.WAITING).order_by(
        "accepted_at", "accepted_seq"
    )


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


def log(lane: Lane) -> QuerySet[LineEntry]:
    """What happened to a line, in order."""
    return LineEntry.objects.filter(lane=lane).order_by("number")
