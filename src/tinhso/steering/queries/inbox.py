"""How much a person must do today, in one query: the count beside the inbox."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Value

from tinhso.base import clock
from tinhso.base.calendar.periods import Period
from tinhso.indicators.completeness.reminders import open_reminders
from tinhso.indices.rounds import inbox as rounds
from tinhso.people import policies
from tinhso.people import queries as people
from tinhso.people.capabilities import Capability
from tinhso.people.principals import Principal
from tinhso.steering.models import Collector, Report, Task, TaskRequest, TaskState
from tinhso.steering.queries import figures_work
from tinhso.steering.queries.issued import ISSUED
from tinhso.steering.queries.owed import reporting_month, running_targets
from tinhso.steering.queries.work import confirmable, visible


def count_today(principal: Principal) -> int:
    """How long `my_work(principal).today` is (việc cần làm hôm nay), in one query, none for nobody.

    An agency answers for what its predecessors left, two generations back. What other rooms have to say is
    counted beside the trail's last entry (`pages.version.latest`), without a query of its own.
    """
    if not principal.is_signed_in:
        return 0
    today = clock.today()
    own = [*_reporting(principal, today), *_confirming(principal), *_deciding(principal)]
    parts = [*own, *rounds.parts(principal, today), *figures_work.asked(principal)]
    counted = [
        part.order_by().annotate(every=Value(1)).values("every").annotate(n=Count("pk")).values_list("n")
        for part in parts
    ]
    if not counted:
        return 0
    return sum(number for (number,) in counted[0].union(*counted[1:], all=True))


def _shown(principal: Principal) -> Q:
    """Illustrative rows for the demo's accounts only."""
    return Q() if principal.illustrative else Q(illustrative=False)


def _reporting(principal: Principal, today: date) -> Iterator[QuerySet[Any]]:
    """What came back, what is due without a word about it, and the figures owed."""
    reach = principal.reach(Capability.REPORT)
    if not reach:
        return
    reports = Report.objects.filter(visible(principal), agency__in=reach)
    yield reports.filter(state=Report.State.RETURNED)
    yield open_reminders(reach, illustrative=principal.illustrative).filter(due_on__lte=today)
    sent = reports.filter(state=Report.State.SUBMITTED, task=OuterRef("pk"))
    asked = TaskRequest.objects.filter(
        _shown(principal), decision=TaskRequest.Decision.OPEN, task=OuterRef("pk")
    )
    yield Task.objects.filter(
        _shown(principal),
        _of(reach, "lead"),
        ISSUED,
        ~Exists(sent),
        ~Exists(asked),
        plan__pack=settings.HOME_PACK,
        retired_on=None,
        deadline__lte=today,
        state__in=(TaskState.NOT_STARTED, TaskState.IN_PROGRESS),
    )
    month = reporting_month(today)
    for each in (month.previous(), month):
        if each.end <= today:
            yield from _owed(principal, reach, each)


def _of(reach: frozenset[UUID], field: str) -> Q:
    """Rows of those agencies and of those whose work they carry on."""
    ended = people.successions().exclude(predecessor__valid_to=None).order_by()
    parents = ended.filter(successor__in=reach).values("predecessor")
    elders = ended.filter(successor__in=parents).values("predecessor")
    return Q(**{f"{field}__in": reach}) | Q(**{f"{field}__in": parents}) | Q(**{f"{field}__in": elders})


def _owed(principal: Principal, reach: frozenset[UUID], month: Period) -> Iterator[QuerySet[Any]]:
    """The parts that collectors owe for the month, then the targets that only their lead answers for."""
    running = running_targets(month.end, with_illustrative=principal.illustrative)
    sent = Report.objects.filter(
        _shown(principal), submitted_at__date__gte=month.start, submitted_at__date__lte=month.end
    ).exclude(state=Report.State.RETURNED)
    collectors = Collector.objects.filter(_shown(principal))
    own = sent.filter(target=OuterRef("target"), agency=OuterRef("agency"))
    yield collectors.filter(_of(reach, "agency"), ~Exists(own), target__in=running.values("pk"))
    anybodys = sent.filter(target=OuterRef("pk"))
    yield running.filter(
        _of(reach, "lead"), ~Exists(collectors.filter(target=OuterRef("pk"))), ~Exists(anybodys)
    )


def _confirming(principal: Principal) -> Iterator[QuerySet[Any]]:
    """Reports that wait for this person's word."""
    if policies.span(principal, Capability.CONFIRM):
        waiting = Report.objects.filter(visible(principal), state=Report.State.SUBMITTED)
        yield waiting.filter(confirmable(principal))


def _deciding(principal: Principal) -> Iterator[QuerySet[Any]]:
    """Requests without an answer, for those who give it."""
    if policies.span(principal, Capability.EDIT_PLANS):
        yield TaskRequest.objects.filter(
            _shown(principal), decision=TaskRequest.Decision.OPEN, task__plan__pack=settings.HOME_PACK
        )
