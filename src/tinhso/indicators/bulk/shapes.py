"""What a row of a batch is: as it was sent, what became of it, ready to be stored."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from operator import itemgetter
from typing import Any, Final, Literal
from uuid import UUID

from pydantic import Field

from tinhso.base.errors import Problem
from tinhso.indicators import validation
from tinhso.indicators.schemas import Draft, Text, Values
from tinhso.places.models import Place

Status = Literal["created", "unchanged", "superseded", "refused"]

TOLD: Final = ("unit", "text", "subject", "comparison", "is_target", "locator", "code")
VALUES: Final = tuple(Values.model_fields)


class RowDraft(Draft):
    """One row of a batch (dòng số liệu): a draft; `reason` is needed where a confirmed figure changes."""

    reason: Text = Field(default="", max_length=1000)


@dataclass(slots=True)
class RowResult:
    """What became of row `index` (from 1): the figure that stands for it now, or why it was refused."""

    index: int
    status: Status
    figure: UUID | None = None
    code: str = ""
    message: str = ""
    field: str | None = None
    hint: str = ""

    @classmethod
    def refused(cls, index: int, problem: Problem) -> RowResult:
        """The row did not go in."""
        hint = str(problem.hint) if problem.hint else ""
        return cls(index, "refused", None, problem.code, str(problem.message), problem.field, hint)


@dataclass(slots=True)
class Ready:
    """A row that can stand: its columns by attname, without key, state and what comes before it.

    `name` names its figure inside the batch: the number of its head, its place and code.
    """

    index: int
    columns: dict[str, Any]
    reason: str = ""
    name: tuple[int, int, str] = (0, 0, "")

    @property
    def series(self) -> tuple[Any, ...]:
        """What names the figure among all: its series and code."""
        found: tuple[Any, ...] = _series(self.columns)
        return found


SERIES: Final = (
    *("indicator_id", "place_id", "agency_id", "period", "kind", "is_target", "illustrative", "code"),
)
_series: Final = itemgetter(*SERIES)


@dataclass(frozen=True, slots=True)
class Head:
    """What rows of one indicator, period and agency have in common."""

    columns: dict[str, Any]
    rules: validation.Rules
    day: date
    number: int
    places: dict[UUID | str, Place] = field(default_factory=dict)
