"""Which reports are owed: by whom, on what, for which reporting month."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from tinhso.base import clock
from tinhso.base.calendar.periods import ND_09_2019, Period, PeriodKind
from tinhso.people import queries as people
from tinhso.people.models import Agency
from tinhso.steering.models import Collector, Plan, Report, Target


@dataclass(frozen=True)
class Owed:
    """A target on which an agency has sent no report in a reporting month; due on the month's closing day."""

    target: Target
    agency: Agency
    month: Period

    @property
    def due_on(self) -> date:
        """The day the month's figures are closed (ngày chốt số liệu)."""
        return self.month.end


def reporting_month(day: date) -> Period:
    """The reporting month that holds `day` (kỳ báo cáo tháng: 15th to 14th, NĐ 09/2019/NĐ-CP)."""
    return Period.of(PeriodKind.MONTH, day, ND_09_2019)


def with_predecessors(agencies: Iterable[UUID]) -> set[UUID]:
    """Those agencies and all whose work they carry on; one query."""
    before: dict[UUID, set[UUID]] = {}
    for old, new in (
        people.successions()
        .exclude(predecessor__valid_to=None)
        .order_by()
        .values_list("predecessor_id", "successor_id")
    ):
        before.setdefault(new, set()).add(old)
    found, waiting = set[UUID](), list(agencies)
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting += before.get(one, ())
    return found


def running_targets(day: date, *, with_illustrative: bool) -> QuerySet[Target]:
    """Targets with an indicator, of home plans in force on `day`, not retired."""
    return _measured(with_illustrative=with_illustrative).filter(_running_on(day))


def _measured(*, with_illustrative: bool) -> QuerySet[Target]:
    rows = Target.objects.filter(
        plan__pack=settings.HOME_PACK, plan__stage=Plan.Stage.IN_FORCE, indicator__isnull=False
    )
    return rows if with_illustrative else rows.filter(illustrative=False)


def _running_on(day: date) -> Q:
    retired_later = Q(retired_on=None) | Q(retired_on__gt=day)
    return retired_later & Q(plan__starts_on__lte=day, plan__ends_on__gte=day)


def owed(
    month: Period, agencies: Collection[UUID] | None = None, *, with_illustrative: bool = False
) -> list[Owed]:
    """Reports owed for a reporting month, by those agencies (None: all); three queries.

    Who collects owes its part, else the lead owes the whole. A report sent in the month settles it, whatever
    became of it, unless it was returned.
    """
    return owed_in([month], agencies, with_illustrative=with_illustrative)


def owed_in(
    months: Sequence[Period], agencies: Collection[UUID] | None = None, *, with_illustrative: bool = False
) -> list[Owed]:
    """The same for several months, month by month, with no more queries than for one."""
    running = Q(pk__in=())
    for month in months:
        running |= _running_on(month.end)
    targets = (
        _measured(with_illustrative=with_illustrative)
        .filter(running)
        .select_related("plan", "lead", "indicator")
        .prefetch_related(Prefetch("collectors", _collectors(with_illustrative=with_illustrative)))
        .order_by("plan__order", "order", "code")
    )
    if agencies is not None:
        targets = targets.filter(
            Q(lead__in=agencies)
            | Exists(
                _collectors(with_illustrative=with_illustrative).filter(
                    target=OuterRef("pk"), agency__in=agencies
                )
            )
        )
    pairs = [
        (target, agency)
        for target in targets
        for agency in _owing(target)
        if agencies is None or agency.pk in agencies
    ]
    wanted = [target.pk for target, _agency in pairs]
    sent = _sent(months, wanted, with_illustrative=with_illustrative)
    return [
        Owed(target, agency, month)
        for month in months
        for target, agency in pairs
        if _runs_on(target, month.end) and not _settled(target, agency, sent[month])
    ]


def _runs_on(target: Target, day: date) -> bool:
    """What `_running_on` asks, of a row that is there."""
    retired = target.retired_on is not None and target.retired_on <= day
    return not retired and target.plan.starts_on <= day <= target.plan.ends_on


def _collectors(*, with_illustrative: bool) -> QuerySet[Collector]:
    rows = Collector.objects.select_related("agency")
    return rows if with_illustrative else rows.filter(illustrative=False)


def _owing(target: Target) -> list[Agency]:
    collecting = [collector.agency for collector in target.collectors.all()]
    return collecting or ([target.lead] if target.lead else [])


def _sent(
    months: Sequence[Period], targets: Collection[UUID], *, with_illustrative: bool
) -> dict[Period, dict[UUID, set[UUID]]]:
    """By month and target, the agencies that sent a report then; one query."""
    inside = Q(pk__in=())
    for month in months:
        inside |= Q(submitted_at__date__gte=month.start, submitted_at__date__lte=month.end)
    rows = Report.objects.filter(inside, target__in=targets).exclude(state=Report.State.RETURNED)
    if not with_illustrative:
        rows = rows.filter(illustrative=False)
    found: dict[Period, dict[UUID, set[UUID]]] = {month: {} for month in months}
    for target, agency, moment in rows.values_list("target_id", "agency_id", "submitted_at"):
        day = clock.local(moment).date() if moment else None
        for month in months:
            if target is not None and day is not None and month.start <= day <= month.end:
                found[month].setdefault(target, set()).add(agency)
    return found


def _settled(target: Target, agency: Agency, sent: dict[UUID, set[UUID]]) -> bool:
    """By its own report; where only the lead owes, by anybody's: a successor may have sent it."""
    by = sent.get(target.pk, set())
    return bool(by) if not target.collectors.all() else agency.pk in by
