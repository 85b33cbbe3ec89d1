"""A list of very many tasks, read a page at a time: filters, order and counts are the database's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.expressions import OrderBy

from tinhso.base.web.listing import Source
from tinhso.people import queries as people
from tinhso.steering.models import Plan, Task
from tinhso.steering.queries import standing_tasks
from tinhso.steering.queries.doings import rows_of
from tinhso.steering.queries.shapes import TaskRow
from tinhso.steering.queries.standing_tasks import Moment

ORDER: Final = ("plan__order", "plan_id", "goal__order", "order", "code")
"""Plan by plan, goal by goal, in the plan's order."""
_CHUNK: Final = 2000
_SORTS: Final[Mapping[str, str]] = {
    "label": "now_look",
    "deadline": "now_deadline",
    "lead": "lead_named",
}
"""Columns of the list and what the database orders by."""


@dataclass(frozen=True)
class TaskList(Source[TaskRow]):
    """The tasks of some plans that answer to what was asked, in an order; read when they are shown."""

    plans: Sequence[Plan]
    moment: Moment
    found: QuerySet[Task]
    sort: str = ""

    @classmethod
    def of(cls, plans: Sequence[Plan], moment: Moment) -> TaskList:
        """Every task of those plans."""
        rows = Task.objects.filter(plan__in=[plan.pk for plan in plans])
        if not moment.with_illustrative:
            rows = rows.filter(illustrative=False)
        return cls(plans, moment, standing_tasks.standing(rows, moment))

    def narrowed(
        self, *, label: str | None = None, late: bool = False, lead: str = "", plan: str = "", words: str = ""
    ) -> TaskList:
        """Those that answer to all that is asked."""
        rows = self.found
        if plan:
            rows = rows.filter(plan__in=[one.pk for one in self.plans if one.full_slug == plan])
        if lead:
            rows = rows.filter(lead__in=people.agencies().filter(code=lead).order_by().values("pk"))
        if late:
            rows = rows.filter(standing_tasks.overdue(self.moment))
        if label is not None:
            rows = standing_tasks.labelled(rows, self.moment).filter(Q(now_label=label))
        return replace(self, found=standing_tasks.worded(rows, words))

    def ordered(self, key: str, *, descending: bool) -> TaskList:
        """In the order of that column; what has no value stands last."""
        return replace(self, sort=f"-{key}" if descending else key)

    @cached_property
    def _by_plan(self) -> dict[UUID, int]:
        """How many each plan has; their sum is how many there are."""
        rows = self.found.order_by().values_list("plan_id").annotate(tasks=Count("pk"))
        return {plan: tasks for plan, tasks in rows}  # noqa: C416 - mypy reads the pairs of a query so

    def __len__(self) -> int:
        return sum(self._by_plan.values())

    def __getitem__(self, wanted: slice) -> list[TaskRow]:  # type: ignore[override]  # pages ask for stretches only
        return self._rows(self._keys(wanted.start or 0, wanted.stop))

    def _keys(self, start: int, stop: int) -> list[UUID]:
        if self.sort:
            return list(self._sorted().values_list("pk", flat=True)[start:stop])
        chosen, before, skipped = [], 0, 0
        for plan in self.plans:  # only the plans of this page are sorted
            tasks = self._by_plan.get(plan.pk, 0)
            if before + tasks <= start:
                skipped += tasks
            elif before < stop:
                chosen.append(plan.pk)
            before += tasks
        rows = self.found.filter(plan__in=chosen).order_by(*ORDER)
        return list(rows.values_list("pk", flat=True)[start - skipped : stop - skipped])

    def _sorted(self) -> QuerySet[Task]:
        key, descending = self.sort.removeprefix("-"), self.sort.startswith("-")
        rows: QuerySet[Task] = self.found
        if key == "label":
            rows = standing_tasks.looked(rows, self.moment)
        if key == "lead":
            rows = standing_tasks.led(rows)
        return rows.order_by(OrderBy(F(_SORTS[key]), descending=descending, nulls_last=True), *ORDER)

    def _rows(self, keys: Sequence[UUID]) -> list[TaskRow]:
        moment = self.moment
        rows = rows_of(
            Task.objects.filter(pk__in=keys),
            moment.as_of,
            moment.known_at,
            with_illustrative=moment.with_illustrative,
        )
        by_key = {row.task.pk: row for row in rows}
        return [by_key[key] for key in keys if key in by_key]

    def __iter__(self) -> Iterator[TaskRow]:
        rows = self._sorted() if self.sort else self.found.order_by(*ORDER)
        keys = list(rows.values_list("pk", flat=True))
        for start in range(0, len(keys), _CHUNK):
            yield from self._rows(keys[start : start + _CHUNK])


def leads(plans: Sequence[Plan]) -> list[tuple[str, str]]:
    """The agencies that lead tasks of those plans: code and name, in Vietnamese order."""
    own = Task.objects.filter(lead=OuterRef("pk"), plan__in=[plan.pk for plan in plans])
    rows: Any = people.agencies().filter(Exists(own)).select_related(None)
    return [(row.code, str(row)) for row in rows.only("code", "name", "short_name", "sort_key")]


def with_tasks(plans: Sequence[Plan]) -> list[Plan]:
    """Those of the plans that have tasks."""
    own = Task.objects.filter(plan=OuterRef("pk"))
    keys = set(Plan.objects.filter(Exists(own), pk__in=[p.pk for p in plans]).values_list("pk", flat=True))
    return [plan for plan in plans if plan.pk in keys]
