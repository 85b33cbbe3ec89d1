"""Everything the leaders' screen shows, of all plans together or of one, gathered once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from django.urls import reverse
from django.utils.translation import gettext as _

from tinhso.base import clock
from tinhso.base.calendar import national_calendar
from tinhso.base.errors import NotFound
from tinhso.people.capabilities import Capability
from tinhso.people.principals import Principal
from tinhso.steering.models import Plan, Report
from tinhso.steering.queries import agenda, boards
from tinhso.steering.queries.doings import task_states_of
from tinhso.steering.queries.plans import plans_of_home
from tinhso.steering.queries.shapes import ReportedRow, TargetRow, TaskRow
from tinhso.steering.queries.standings import target_states_of
from tinhso.steering.queries.summary import reported_rows

WEEK = timedelta(days=7)
SOON = timedelta(days=30)
_NO_TERMS = national_calendar()
"""No working days are told here, so that corrections need not be asked for."""


@dataclass(frozen=True)
class Board:
    """The plans on one day, as this reader may see them.

    `plan` is the one chosen, None for all together; `head` is the one whose published totals stand on top.
    """

    day: date
    plans: Sequence[Plan]
    plan: Plan | None
    head: Plan | None
    targets: Sequence[TargetRow]
    tasks: Sequence[TaskRow]
    reported: Sequence[ReportedRow]
    reports: Sequence[Report]
    may_read: bool

    @property
    def waiting(self) -> list[Report]:
        """Reports that wait to be confirmed, the oldest first; for those who may read them."""
        found = [report for report in self.reports if report.state == Report.State.SUBMITTED]
        return found[::-1] if self.may_read else []

    @property
    def confirmed(self) -> list[Report]:
        """Reports confirmed within the week, the newest first."""
        found = [report for report in self.reports if report.state == Report.State.CONFIRMED]
        return sorted(found, key=lambda report: report.decided_at or report.submitted_at, reverse=True)

    @cached_property
    def looks(self) -> dict[str, int]:
        """Targets by look."""
        return boards.looks(self.targets)

    @cached_property
    def pillars(self) -> list[boards.PillarLine]:
        """One line a pillar."""
        return boards.by_pillar(self.targets)

    @cached_property
    def agencies(self) -> list[boards.AgencyLine]:
        """One line an agency, late first."""
        return boards.by_agency(self.tasks)

    @property
    def latest(self) -> ReportedRow | None:
        """The last published total."""
        return self.reported[-1] if self.reported else None

    @cached_property
    def met(self) -> int:
        """Targets met or exceeded by their items."""
        return sum(row.status in boards.SETTLED for row in self.targets)

    @property
    def itemised(self) -> bool:
        """Whether every target of the chosen plan is known, so that its items speak for the whole."""
        return bool(self.plan and self.targets and len(self.targets) >= (self.plan.declared_targets or 0))

    @property
    def differs(self) -> bool:
        """Whether the published total and the one from the items say different things."""
        found = self.latest
        if found is None or not self.itemised:
            return False
        return (found.done, found.total) != (self.met, len(self.targets))

    @property
    def requests(self) -> list[TaskRow]:
        """Tasks about which something is asked, for those who may read what is not decided."""
        return [row for row in self.tasks if row.open_requests] if self.may_read else []

    @property
    def late(self) -> list[TaskRow]:
        """Tasks past their deadline."""
        return [row for row in self.tasks if boards.is_overdue(row)]

    @property
    def soon(self) -> list[TaskRow]:
        """Open tasks due within thirty days, the nearest first."""
        found = [
            row
            for row in self.tasks
            if row.deadline and row.state not in boards.ENDED and self.day <= row.deadline <= self.day + SOON
        ]
        return sorted(found, key=lambda row: (row.deadline, row.task.code))

    @property
    def owing(self) -> list[str]:
        """Agencies that lead targets of which figures are missing."""
        names = {
            str(row.target.lead)
            for row in self.targets
            if row.target.lead and row.status != "dropped" and row.reported < row.expected
        }
        return sorted(names)

    @property
    def href(self) -> str:
        """Where the items are listed."""
        return self.plan.get_absolute_url() if self.plan else reverse("steering:targets")

    @property
    def illustrative(self) -> bool:
        """Whether anything on the screen is illustrative."""
        marked = [row.illustrative for row in self.targets] + [row.illustrative for row in self.tasks]
        return any(marked)


def _chosen(plans: Sequence[Plan], slug: str) -> Plan | None:
    if not slug:
        return None
    found = next((plan for plan in plans if slug in {plan.slug, plan.full_slug}), None)
    if found is None:
        message = _("Không có kế hoạch “%(slug)s”.") % {"slug": slug}
        raise NotFound(message, near=[f"/?plan={plan.slug}" for plan in plans], field="plan")
    return found


def gather(who: Principal, slug: str = "") -> Board:
    """The board of one plan, or of all plans in force together. Raises NotFound with near matches."""
    day = clock.today()
    plans = list(plans_of_home())
    plan = _chosen(plans, slug)
    shown = [plan] if plan else [one for one in plans if one.stage == Plan.Stage.IN_FORCE]
    keys = [one.pk for one in shown]
    everything = [one.pk for one in plans]
    reported = reported_rows([plan.pk] if plan else everything, day)
    head = plan or next((one for one in plans if one.pk in reported), None)
    return Board(
        day,
        plans,
        plan,
        head,
        target_states_of(keys, with_illustrative=True),
        task_states_of(keys, with_illustrative=True, calendar=_NO_TERMS),
        reported.get(head.pk, ()) if head else (),
        list(agenda.lively_reports([plan.pk] if plan else everything, clock.now() - WEEK)),
        may_read=who.may(Capability.READ_SUBMITTED),
    )
