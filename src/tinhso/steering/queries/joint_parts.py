"""What joint agencies said of their parts, counted (xác nhận phối hợp)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q

from tinhso.steering.models import JointAgency

Part = JointAgency.Part


@dataclass(frozen=True)
class PartCounts:
    """Parts by what was said of them. `confirmed`: taken on or done; `outstanding`: nobody answered yet."""

    asked: int = 0
    agreed: int = 0
    done: int = 0
    declined: int = 0

    @property
    def total(self) -> int:
        """All parts."""
        return self.asked + self.agreed + self.done + self.declined

    @property
    def confirmed(self) -> int:
        """Parts that their agencies took on, finished ones among them."""
        return self.agreed + self.done

    @property
    def outstanding(self) -> int:
        """Parts of which nothing was said."""
        return self.asked

    @property
    def by_answer(self) -> list[tuple[Part, int]]:
        """Every answer that was given, and how often."""
        return [(part, count) for part in Part if (count := getattr(self, part.value))]


_COUNTS = {part.value: Count("pk", filter=Q(part=part)) for part in Part}


def parts_of(
    tasks: Collection[UUID], agencies: Collection[UUID] | None = None, *, with_illustrative: bool = False
) -> Mapping[UUID, PartCounts]:
    """The parts of those tasks, of all their joint agencies or of some, counted by task; one query, none for
    no task. A task without parts is not there.
    """
    if not tasks:
        return {}
    rows = JointAgency.objects.filter(task__in=tasks)
    if agencies is not None:
        rows = rows.filter(agency__in=agencies)
    if not with_illustrative:
        rows = rows.filter(illustrative=False)
    counted = rows.order_by().values("task_id").annotate(**_COUNTS).values_list("task_id", *_COUNTS)
    return {task: PartCounts(*counts) for task, *counts in counted}


def together(counts: Iterable[PartCounts]) -> PartCounts:
    """The sum."""
    every = list(counts)
    return PartCounts(**{part.value: sum(getattr(one, part.value) for one in every) for part in Part})
