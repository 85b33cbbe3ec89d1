"""What the API of this room takes and answers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Self
from uuid import UUID

from pydantic import BaseModel

from tinhso.base.calendar.periods import Period
from tinhso.urging.models import Rule, Run, Scoring
from tinhso.urging.running.bundling import Bundled
from tinhso.urging.schemas import RuleDraft
from tinhso.urging.scoring import Standing, last_day


class RuleOut(RuleDraft):
    """A rule with its id and version."""

    id: UUID
    version: int
    illustrative: bool

    @classmethod
    def of(cls, row: Rule) -> Self:
        """From its row."""
        names = RuleDraft.model_fields
        told = {name: getattr(row, name) for name in names}
        return cls(id=row.pk, version=row.version, illustrative=row.illustrative, **told)


class RuleEdit(BaseModel):
    """A changed rule, and the version that was read."""

    rule: RuleDraft
    version: int


class RulesOut(BaseModel):
    """All rules."""

    items: list[RuleOut]
    total: int


class LineOut(BaseModel):
    """What one person is told about one agency: as officer, head or deputy chair."""

    person: UUID
    agency: str
    track: str
    late: int
    today: int
    soon: int


class RunOut(BaseModel):
    """A run: `steps` told to `told` people, over `looked_at` things owed."""

    id: UUID
    day: date
    at: datetime
    automatic: bool
    label: str
    looked_at: int
    steps: int
    told: int
    lines: list[LineOut]
    missing: list[dict[str, Any]]
    digest: str
    illustrative: bool

    @classmethod
    def of(cls, row: Run) -> Self:
        """From its row."""
        names = set(cls.model_fields) - {"id", "at", "lines"}
        lines = [LineOut.model_validate(one) for one in row.lines]
        told = {name: getattr(row, name) for name in names}
        return cls(id=row.pk, at=row.recorded_at, lines=lines, **told)


class RunPage(BaseModel):
    """A page of runs."""

    items: list[RunOut]
    next: str | None
    total: int


class PreviewOut(BaseModel):
    """What a run would tell."""

    day: date
    looked_at: int
    steps: int
    lines: list[LineOut]
    missing: list[dict[str, Any]]

    @classmethod
    def of(cls, found: Bundled) -> Self:
        """From what was found."""
        return cls(
            day=found.day,
            looked_at=found.looked_at,
            steps=len(found.reached),
            lines=[LineOut.model_validate(one) for one in found.lines],
            missing=[one.told for one in found.missed],
        )


class StandingOut(BaseModel):
    """An agency in a period."""

    agency: str
    rank: int | None
    rate: Decimal | None
    good: int
    counted: int
    classes: dict[str, int]


class StandingsOut(BaseModel):
    """All agencies with tasks in a period, the best rate first."""

    period: str
    until: date
    scoring: str
    items: list[StandingOut]
    total: int

    @classmethod
    def of(cls, period: Period, way: Scoring, rows: Sequence[Standing]) -> Self:
        """From what was counted."""
        items = [
            StandingOut(
                agency=row.agency.code,
                rank=row.rank,
                rate=row.rate,
                good=row.good,
                counted=row.counted,
                classes={str(key.value): count for key, count in row.classes.items()},
            )
            for row in rows
        ]
        until = last_day(period)
        return cls(period=period.code, until=until, scoring=way.code, items=items, total=len(items))
