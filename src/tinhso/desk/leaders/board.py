"""Everything the leaders' screen shows, of all plans together or of one, gathered once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from tinhso.base import clock
from tinhso.base.errors import NotFound
from tinhso.exploration import queries as exploration
from tinhso.people.capabilities import Capability
from tinhso.people.principals import Principal
from tinhso.reading import queries as reading
from tinhso.reading.drafting import codes_of
from tinhso.steering.models import Plan, Report
from tinhso.steering.queries import agenda
from tinhso.steering.queries.plans import plans_of_home
from tinhso.steering.queries.shapes import ReportedRow
from tinhso.steering.queries.summary import reported_rows
from tinhso.steering.queries.tallies import (
    Pressing,
    TargetTally,
    TaskTally,
    pressing,
    tally_targets,
    tally_tasks,
)

WEEK = timedelta(days=7)
DASHBOARD = "leaders"
"""The code of the dashboard that the screen draws."""
MOST_CHANGES = 4
"""Changes of the week that the first fold shows; the rest is one click away."""
MOST_TEXTS = 2
"""Of them, texts that figures were read from."""


@dataclass(frozen=True)
class Text:
    """A text that figures in force were read from this week; `href` lists them, each with its sentence."""

    title: str
    count: int
    href: str


@dataclass(frozen=True)
class Board:
    """The plans on one day, as this reader may see them.

    `plan` is the one chosen, None for all together; `head` is the one whose published totals stand on top.
    What waits is there for those who may read it. `layout`: the cards of the dashboard `leaders` as somebody
    arranged them, `{"key", "part"}` each; None as the product comes.
    """

    day: date
    plans: Sequence[Plan]
    plan: Plan | None
    head: Plan | None
    targets: TargetTally
    tasks: TaskTally
    pressing: Pressing
    reported: Sequence[ReportedRow]
    confirmed: Sequence[Report]
    may_read: bool
    texts: Sequence[Text] = ()
    layout: Sequence[Mapping[str, str]] | None = None

    @property
    def latest(self) -> ReportedRow | None:
        """The last published total."""
        return self.reported[-1] if self.reported else None

    @property
    def itemised(self) -> bool:
        """Whether every target of the chosen plan is known, so that its items speak for the whole."""
        total = self.targets.total
        return bool(self.plan and total and total >= (self.plan.declared_targets or 0))

    @property
    def differs(self) -> bool:
        """Whether the published total and the one from the items say different things."""
        found = self.latest
        if found is None or not self.itemised:
            return False
        return (found.done, found.total) != (self.targets.met, self.targets.total)

    @property
    def href(self) -> str:
        """Where the items are listed."""
        return self.plan.get_absolute_url() if self.plan else reverse("steering:targets")

    @property
    def illustrative(self) -> bool:
        """Whether anything on the screen is illustrative."""
        return self.targets.illustrative or self.tasks.illustrative


def _chosen(plans: Sequence[Plan], slug: str) -> Plan | None:
    if not slug:
        return None
    found = next((plan for plan in plans if slug in {plan.slug, plan.full_slug}), None)
    if found is None:
        message = _("Không có kế hoạch “%(slug)s”.") % {"slug": slug}
        raise NotFound(message, near=[f"/?plan={plan.slug}" for plan in plans], field="plan")
    return found


def _texts(told: Sequence[Mapping[str, Any]]) -> list[Text]:
    """What rode along with the plans."""
    return [
        Text(
            one["title"] or one["file"] or _("Văn bản chưa có tên"),
            one["count"],
            f"{reverse('figures:index')}?q={codes_of(UUID(one['reading']))}",
        )
        for one in told
    ]


def gather(who: Principal, slug: str = "") -> Board:
    """The board of one plan, or of all plans in force together. Raises NotFound with near matches."""
    day = clock.today()
    # Layout and texts ride along with the plans: the screen stays at its number of queries.
    week = clock.now() - WEEK
    plans = list(
        plans_of_home()
        .select_related(None)
        .annotate(layout=exploration.layout(DASHBOARD), texts=reading.lately_accepted(week, MOST_TEXTS))
    )
    texts = _texts(plans[0].texts if plans else ())
    plan = _chosen(plans, slug)
    shown = [plan] if plan else [one for one in plans if one.stage == Plan.Stage.IN_FORCE]
    keys = [one.pk for one in shown]
    everything = [plan.pk] if plan else [one.pk for one in plans]
    reported = reported_rows(everything, day)
    head = plan or next((one for one in plans if one.pk in reported), None)
    may_read = who.may(Capability.READ_SUBMITTED)
    return Board(
        day,
        plans,
        plan,
        head,
        tally_targets(keys),
        tally_tasks(keys),
        pressing(keys, everything, requests=may_read),
        reported.get(head.pk, ()) if head else (),
        list(agenda.confirmed_since(everything, week)[: MOST_CHANGES - len(texts)]),
        may_read,
        texts,
        next((plan.layout for plan in plans), None),
    )
