"""Gates, runs, and what holds at a gate at a moment: rules, hours, announced capacity."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from decimal import Decimal
from fractions import Fraction
from itertools import groupby

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from tinhso.base import clock
from tinhso.base.errors import Invalid, NotFound
from tinhso.bordergate.core.capacity import Capacity, CapacityPlan
from tinhso.bordergate.core.opening import Closure, OpeningCalendar, Span, WeeklyHours
from tinhso.bordergate.core.streams import Cycle, StreamRule
from tinhso.bordergate.models import Direction, Gate, GateNotice, LineRule, NoticeKind, OpeningHours, Run

LIVE = "live"
_WEEK = 7


def gates() -> QuerySet[Gate]:
    """All gates in their order."""
    return Gate.objects.all()


def gate_of(code: str) -> Gate:
    """That gate. Raises NotFound with those there are."""
    found = Gate.objects.filter(code=code.upper()).first()
    if found is None:
        near = Gate.objects.values_list("code", flat=True)
        raise NotFound(_("Không có cửa khẩu mã “%(code)s”.") % {"code": code}, near=list(near), field="gate")
    return found


def direction_of(text: str) -> Direction:
    """`export` or `import`. Raises NotFound."""
    try:
        return Direction(text)
    except ValueError:
        raise NotFound(
            _("Chiều là export hoặc import."), near=list(Direction.values), field="direction"
        ) from None


def live_run() -> Run:
    """The namespace of real days, made when it is first asked for."""
    return Run.objects.get_or_create(code=LIVE, defaults={"started_at": clock.now()})[0]


def run_of(code: str) -> Run:
    """That run. Raises NotFound."""
    found = live_run() if code in {"", LIVE} else Run.objects.filter(code=code).first()
    if found is None:
        raise NotFound(_("Không có lượt mô phỏng “%(code)s”.") % {"code": code}, field="run")
    return found


def latest_run_of(day: date) -> Run:
    """The latest run that has that day: of a simulation of it, else the real one."""
    found = Run.objects.filter(simulated=True, day=day).order_by("-started_at", "-id").first()
    return found or live_run()


def rule_of(gate: Gate, direction: str, day: date) -> LineRule:
    """The rules of a line on a day. Raises Invalid where none are laid down."""
    rows = LineRule.objects.filter(gate=gate, direction=direction, valid_from__lte=day)
    found = rows.order_by("-valid_from").first()
    if found is None:
        message = _("Chưa có quy tắc xếp lượt của %(gate)s cho ngày này.") % {"gate": gate}
        raise Invalid(message, code="NO_RULE", field="gate")
    return found


def cycle_of(rule: LineRule) -> Cycle:
    """The published cycle of a rule."""
    return Cycle.parse(rule.cycle)


def stream_rule_of(rule: LineRule) -> StreamRule:
    """Which goods go where, by a rule."""
    return StreamRule(
        rule.version,
        fresh=tuple(rule.fresh),
        special=tuple(rule.special),
        fresh_share=Decimal(rule.fresh_share),
        certified=rule.certified,
    )


def notices(run: Run, gate: Gate, direction: str) -> list[GateNotice]:
    """What was announced of a gate, in the order in which it holds."""
    return list(GateNotice.objects.filter(run=run, gate=gate, direction=direction))


def capacity_of(run: Run, gate: Gate, direction: str) -> Capacity:
    """Hours, closures and announced capacities of a gate; two queries."""
    hours = OpeningHours.objects.filter(gate=gate, direction=direction).order_by("valid_from", "weekday")
    return _capacity(gate.code, direction, hours, notices(run, gate, direction))


def capacities(run: Run) -> dict[tuple[str, str], Capacity]:
    """The same of every gate and direction, by code and direction; two queries in all."""
    told: dict[tuple[str, str], list[GateNotice]] = {}
    for notice in GateNotice.objects.filter(run=run).select_related("gate"):
        told.setdefault((notice.gate.code, notice.direction), []).append(notice)
    hours: dict[tuple[str, str], list[OpeningHours]] = {}
    for row in OpeningHours.objects.select_related("gate").order_by("valid_from", "weekday"):
        hours.setdefault((row.gate.code, row.direction), []).append(row)
    keys = {*told, *hours}
    return {key: _capacity(*key, hours.get(key, ()), told.get(key, [])) for key in keys}


def _capacity(gate: str, direction: str, hours: Iterable[OpeningHours], told: list[GateNotice]) -> Capacity:
    weeks = tuple(_week(day, rows) for day, rows in groupby(hours, key=lambda row: row.valid_from))
    calendar = OpeningCalendar(gate, direction, weeks, closures=tuple(_closures(told)))
    return Capacity(calendar, tuple(_plans(told)))


def _week(day: date, rows: Iterable[OpeningHours]) -> WeeklyHours:
    spans: dict[int, Span] = {}
    source = ""
    for row in rows:
        spans[row.weekday] = Span(_minutes(row.opens), _minutes(row.closes))
        source = row.source
    days = tuple((spans[number],) if number in spans else () for number in range(1, _WEEK + 1))
    return WeeklyHours(day, days, source)


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute


def _closures(told: list[GateNotice]) -> Iterable[Closure]:
    """From each stop to the opening after it, or with no end known."""
    open_stop: GateNotice | None = None
    for notice in told:
        if notice.kind == NoticeKind.CLOSED and open_stop is None:
            open_stop = notice
        elif notice.kind == NoticeKind.OPENED and open_stop is not None:
            yield _closure(open_stop, notice.valid_from)
            open_stop = None
    if open_stop is not None:
        yield _closure(open_stop, None)


def _closure(stop: GateNotice, until: datetime | None) -> Closure:
    end = clock.local(until) if until else None
    return Closure(clock.local(stop.valid_from), end, stop.why, clock.local(stop.recorded_at))


def _plans(told: list[GateNotice]) -> Iterable[CapacityPlan]:
    rates = [one for one in told if one.kind == NoticeKind.CAPACITY]
    rates.sort(key=lambda one: (one.recorded_at, one.pk))
    for number, one in enumerate(rates, 1):
        yield CapacityPlan(
            number,
            Fraction(one.rate_per_hour or 0),
            clock.local(one.valid_from),
            one.source,
            clock.local(one.recorded_at),
        )
