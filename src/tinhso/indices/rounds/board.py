"""The board of a round: what is in force, what is at stake, who owes what, the picture of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Q
from django.utils.translation import gettext as _

from tinhso.base.audit.context import Actor
from tinhso.base.numbers import round_half_up
from tinhso.base.web import wording
from tinhso.base.web.charts import Chart, Series
from tinhso.indices.core.moves import SETTLED, State
from tinhso.indices.core.nodes import Edition, Node
from tinhso.indices.models import Component, Reminder, Round
from tinhso.indices.rounds import policies, queries
from tinhso.indices.rounds.totals import Part, part
from tinhso.people.models import Agency


@dataclass
class Debt:
    """What one agency owes, as owner or as verifier; None is the standing office, or nobody yet."""

    agency: Agency | None
    verifies: bool
    owed: int = 0
    late: int = 0
    days: int = 0
    most: Decimal = field(default_factory=Decimal)

    @property
    def who(self) -> str:
        """Its name."""
        if self.agency is not None:
            return str(self.agency)
        return _("cơ quan thường trực") if self.verifies else _("chưa giao đơn vị nào")


def counted(rows: Iterable[Round]) -> list[Round]:
    """The rounds, each with `counts` of its components: `all`, `done`; one query for all."""
    found = list(rows)
    numbers = (
        Component.objects.filter(round__in=found)
        .values("round")
        .annotate(all=Count("pk"), done=Count("pk", filter=Q(state__in=[state.value for state in SETTLED])))
    )
    known = {one["round"]: one for one in numbers.order_by()}
    for row in found:
        row.__dict__["counts"] = known.get(row.pk, {})
    return found


def seen(by: Actor, row: Round) -> list[Component]:
    """The components that this reader may see, each with the day it was last reminded of; two queries."""
    found = list(queries.components(row).filter(policies.visible(by)))
    last = Reminder.objects.filter(component__in=found).order_by().values("component")
    days: dict[UUID, Any] = {one["component"]: one["at"] for one in last.annotate(at=Max("recorded_at"))}
    for one in found:
        one.round = row
        at = days.get(one.pk)
        one.__dict__["reminded"] = wording.local_day(at) if at else None
    return found


def debts(components: Iterable[Component], today: date) -> list[Debt]:
    """Who owes what, the latest first."""
    found: dict[tuple[object, bool], Debt] = {}
    for one in components:
        if one.due is None:
            continue
        verifies = one.state != State.WAITING
        agency = one.verifier if verifies else one.owner
        debt = found.setdefault((agency.pk if agency else None, verifies), Debt(agency, verifies))
        days = one.days_late(today)
        debt.owed += 1
        debt.most += one.most
        debt.late += bool(days)
        debt.days = max(debt.days, days)
    return sorted(found.values(), key=lambda debt: (-debt.days, -debt.owed, debt.who))


def whole(components: Sequence[Component]) -> Part:
    """The sums over all components that are seen."""
    return part(Node("", ""), components)


def picture(found: Sequence[Part], row: Round) -> Chart | None:
    """A bar a main index: settled, scored, disputed, lost, not scored; in points."""
    if not found:
        return None
    rows = (
        (_("Đã thẩm định xong"), "met", [one.firm for one in found]),
        (_("Tự chấm, chờ thẩm định"), "on_track", [one.claimed for one in found]),
        (_("Đang kiến nghị thêm"), "push", [one.disputed for one in found]),
        (_("Không đạt"), "dropped", [one.lost for one in found]),
        (_("Chưa tự chấm"), "unknown", [one.missing for one in found]),
    )
    told = [
        _("%(name)s: %(points)s trên %(most)s điểm, chưa chấm %(missing)s")
        % {
            "name": wording.named(one.node),
            "points": wording.rounded(one.points, 2),
            "most": wording.rounded(one.most, 2),
            "missing": wording.rounded(one.missing, 2),
        }
        for one in found
    ]
    return Chart(
        _("Điểm theo chỉ số chính"),
        tuple(wording.named(one.node) for one in found),
        tuple(
            Series(name, tuple(round_half_up(value, 2) for value in values), role)  # type: ignore[arg-type]  # the roles of the row above
            for name, role, values in rows
            if any(values)
        ),
        kind="stacked",
        unit=_("điểm"),
        digits=2,
        axis=_("Chỉ số chính"),
        source=wording.named(row.edition),
        summary="; ".join(told) + ".",
    )


def unscored(tree: Edition) -> list[Node]:
    """The leaves that are shown and not counted."""
    return [node for node, _depth in tree.walk() if not node.group and not node.scored and not node.children]
