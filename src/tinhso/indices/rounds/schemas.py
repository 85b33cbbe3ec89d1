"""What is sent to a round: its head, assignments, steps; shared by pages and API."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Self
from uuid import UUID

from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from tinhso.indices.computing import Given
from tinhso.indices.core.moves import Move
from tinhso.indices.models.rounds import REMIND_DAYS

Points = Annotated[Decimal, Field(max_digits=12, decimal_places=6)]
Answer = Given
Link = Annotated[str, Field(max_length=500, pattern=r"^https?://\S+$")]
MOST_DAYS = 90


class _Sent(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class Terms(_Sent):
    """The last day of each phase (thời hạn), and how many days before each of them to remind."""

    score_by: date
    verify_by: date
    appeal_by: date
    publish_by: date
    remind_days: tuple[Annotated[int, Field(ge=1, le=MOST_DAYS)], ...] = Field(REMIND_DAYS, max_length=5)

    @field_validator("remind_days")
    @classmethod
    def _once_each(cls, days: tuple[int, ...]) -> tuple[int, ...]:
        return tuple(sorted(set(days), reverse=True))

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not self.score_by <= self.verify_by <= self.appeal_by <= self.publish_by:
            raise ValueError(_("các thời hạn phải lần lượt: tự chấm, thẩm định, kiến nghị, công bố"))
        return self


class RoundDraft(Terms):
    """A round to be opened."""

    index: str
    edition: str
    year: Annotated[int, Field(ge=2000, le=2100)]
    place: str


class AssignDraft(_Sent):
    """Whom to give the components under `under` (all, when empty) to; None leaves as it is, "" takes away."""

    under: tuple[str, ...] = ()
    owner: str | None = None
    verifier: str | None = None


class StepDraft(_Sent):
    """A step of a component. `inputs` answer the rule when scoring; `points` are awarded or asked for.

    `note` explains a score, argues an appeal, gives the reason of a ruling. `last` is the step seen before.
    """

    move: Move
    inputs: dict[str, Answer] = {}
    points: Points | None = None
    note: Annotated[str, Field(max_length=4000)] = ""
    links: tuple[Link, ...] = Field((), max_length=20)
    evidence: tuple[UUID, ...] = Field((), max_length=20)
    last: UUID | None = None
