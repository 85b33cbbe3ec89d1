"""Computing what somebody sends: typed question and answer, shared by API, command line and pages."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Annotated, Any, Self

from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictStr, model_validator

from tinhso.base.errors import Invalid
from tinhso.indices.core import chance
from tinhso.indices.core.errors import Unscorable
from tinhso.indices.core.nodes import Edition
from tinhso.indices.core.scoring import Entry, PlaceScore, decimal, score
from tinhso.indices.refusing import refusal

MOST_PLACES = 1000
Share = Annotated[Decimal, Field(max_digits=60, decimal_places=40)]
Given = (
    StrictBool
    | Annotated[Decimal, Field(max_digits=40, decimal_places=20)]
    | Annotated[StrictStr, Field(max_length=500)]
)
"""What an input of a rule may be: yes or no, a number, one of a choice or a text."""


class AskedPlace(BaseModel):
    """One place: any label, the share (0–1) of nodes, and of other nodes the inputs of their rules."""

    model_config = ConfigDict(extra="forbid")
    place: Annotated[str | int, Field(union_mode="left_to_right")]
    scores: dict[str, Share] = {}
    inputs: dict[str, dict[str, Given]] = {}

    @model_validator(mode="after")
    def _something_is_told(self) -> Self:
        if not self.model_fields_set & {"scores", "inputs"}:
            raise ValueError(_("Mỗi địa bàn phải có scores hoặc inputs."))
        return self


class ComputeIn(BaseModel):
    """The places to be computed together: ranks are among them."""

    model_config = ConfigDict(extra="forbid")
    places: list[AskedPlace]


class ComputedNode(BaseModel):
    """A node's part. `share` is null for an unscored node that was not sent."""

    points: float
    max: float
    share: float | None


class ComputedPlace(BaseModel):
    """A place's value, unrounded, its rank, and the interval in which 90 % of the draws put the rank."""

    place: str | int
    value: float
    rank: int
    rank_low: int
    rank_high: int
    by_node: dict[str, ComputedNode]


class ComputeOut(BaseModel):
    """The places in the order sent. `draws` and `level`: what the intervals rest on."""

    index: str
    edition: str
    draws: int
    level: int
    places: list[ComputedPlace]


def compute(edition: Edition, asked: ComputeIn) -> ComputeOut:
    """Compute (tính thử chỉ số); stores nothing. Raises Invalid with every problem at its field."""
    if len(asked.places) > MOST_PLACES:
        raise Invalid(
            _("Mỗi lần tính được nhiều nhất %(most)d địa bàn.") % {"most": MOST_PLACES},
            code="too_many_places",
            field="places",
            hint=_("Đã gửi %(sent)d; chia thành nhiều lần.") % {"sent": len(asked.places)},
        )
    entries = [Entry(str(one.place), one.scores, of_node=one.inputs) for one in asked.places]
    try:
        scored = score(edition, entries)
    except Unscorable as error:
        raise refusal(error) from error
    found, draws = chance.intervals(edition, scored, width_of(entries, edition))
    return ComputeOut(
        index=edition.index,
        edition=edition.code,
        draws=draws,
        level=chance.LEVEL,
        places=[
            ComputedPlace(
                place=sent.place,
                value=float(decimal(row.value)),
                rank=row.rank,
                rank_low=interval.low,
                rank_high=interval.high,
                by_node=_nodes(row),
            )
            for sent, row, interval in zip(asked.places, scored, found, strict=True)
        ],
    )


def width_of(entries: Sequence[Entry], edition: Edition) -> float:
    """What the print of those shares leaves open, to either side."""
    return chance.half_width(
        [share for entry in entries for share in entry.shares.values()], edition.decimals
    )


def _nodes(row: PlaceScore) -> dict[str, ComputedNode]:
    return {
        code: ComputedNode(
            points=float(decimal(part.points)),
            max=float(part.node.points),
            share=None if part.share is None else float(decimal(part.share)),
        )
        for code, part in row.by_node.items()
    }


def read(data: Any) -> ComputeIn:
    """A question from plain data. Raises pydantic's ValidationError."""
    return ComputeIn.model_validate(data)
