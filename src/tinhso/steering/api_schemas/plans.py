"""What the API tells of plans."""

from __future__ import annotations

import datetime as dt
from typing import Any, Self

from pydantic import BaseModel

from tinhso.indicators.outputs import SourceOut
from tinhso.steering.api_schemas.common import source_of
from tinhso.steering.labels import Label
from tinhso.steering.models import Plan
from tinhso.steering.queries.plans import is_home
from tinhso.steering.queries.shapes import PlanSummary, ReportedRow


class PlanBrief(BaseModel):
    """A plan in a list. `slug` is short and good while unique in the home province; `full_slug` always."""

    slug: str
    full_slug: str
    pack: str
    home: bool
    place: str
    kind: Plan.Kind
    stage: Plan.Stage
    title: str
    title_en: str
    short_title: str
    starts_on: dt.date
    ends_on: dt.date
    declared_targets: int | None
    declared_tasks: int | None
    itemised: bool
    document: SourceOut | None
    illustrative: bool
    href: str

    @classmethod
    def fields_of(cls, plan: Plan) -> dict[str, Any]:
        """The values of a row with its document and place."""
        same = (
            "slug", "full_slug", "pack", "title", "title_en", "short_title", "starts_on", "ends_on",
            "declared_targets", "declared_tasks", "itemised", "illustrative",
        )  # fmt: skip
        return {name: getattr(plan, name) for name in same} | {
            "home": is_home(plan),
            "place": plan.place.code,
            "kind": Plan.Kind(plan.kind),
            "stage": Plan.Stage(plan.stage),
            "document": source_of(plan.document) if plan.document else None,
            "href": plan.get_absolute_url(),
        }


class TargetTotalsOut(BaseModel):
    """Targets by status. `itemised` are known one by one; others that are declared count as unknown."""

    total: int
    exceeded: int
    met: int
    not_met: int
    dropped: int
    unknown: int
    itemised: int


class ReportedOut(BaseModel):
    """A total that a document states. Null where it does not publish that part; where it does not divide,
    `met` is met or exceeded.
    """

    as_of: dt.date
    total: int | None
    exceeded: int | None
    met: int | None
    not_met: int | None
    dropped: int | None
    unknown: int | None
    source: SourceOut
    illustrative: bool

    @classmethod
    def of(cls, row: ReportedRow) -> Self:
        """From a published total."""
        same = ("as_of", "total", "exceeded", "met", "not_met", "dropped", "unknown", "illustrative")
        return cls(**{name: getattr(row, name) for name in same}, source=source_of(row.document, row.locator))


class DifferenceOut(BaseModel):
    """A part in which the latest published total and the items of its day differ."""

    part: str
    as_of: dt.date
    reported: int
    computed: int


class TaskTotalsOut(BaseModel):
    """Tasks by stored state; `late` are past their deadline and not finished; `labels` by official label."""

    total: int
    not_started: int
    in_progress: int
    paused: int
    done: int
    dropped: int
    late: int
    done_late: int
    labels: dict[Label, int]


class SummaryOut(BaseModel):
    """A plan in numbers: the items' totals, and what documents state, oldest first."""

    targets: TargetTotalsOut
    reported: list[ReportedOut]
    differences: list[DifferenceOut]
    tasks: TaskTotalsOut

    @classmethod
    def of(cls, summary: PlanSummary) -> Self:
        """From the room's own answer."""
        compared = summary.comparison
        return cls(
            targets=TargetTotalsOut.model_validate(summary.targets, from_attributes=True),
            reported=[ReportedOut.of(row) for row in summary.reported],
            differences=[
                DifferenceOut(
                    part=each.part,
                    as_of=compared.reported.as_of,
                    reported=each.reported,
                    computed=each.computed,
                )
                for each in compared.differences
            ]
            if compared
            else [],
            tasks=TaskTotalsOut.model_validate(summary.tasks, from_attributes=True),
        )


class PlanOut(PlanBrief):
    """A plan as of a day, as known at a moment (null: all that is known now)."""

    as_of: dt.date
    known_at: dt.datetime | None
    note: str
    previous: str | None
    summary: SummaryOut

    @classmethod
    def of(cls, summary: PlanSummary) -> Self:
        """From the summary of a row with its document and place."""
        plan = summary.plan
        return cls(
            **cls.fields_of(plan),
            as_of=summary.as_of,
            known_at=summary.known_at,
            note=plan.note,
            previous=plan.previous.full_slug if plan.previous else None,
            summary=SummaryOut.of(summary),
        )


class PlanPage(BaseModel):
    """One page of the list."""

    items: list[PlanBrief]
    next: str | None
    total: int
