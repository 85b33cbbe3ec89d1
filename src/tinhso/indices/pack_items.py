"""What one item of each of this room's pack sections looks like."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, StrictBool, model_validator

from tinhso.base.packs.fields import Number
from tinhso.base.packs.info import Words
from tinhso.base.packs.section import PackItem
from tinhso.indices.core.moves import Move
from tinhso.indices.core.rules import Rule
from tinhso.indices.models import Certainty, Measure

Code = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]


class IndexItem(PackItem):
    """A composite index (bộ chỉ số)."""

    code: Code
    name: Words
    publisher: Words | None = None
    order: int = 100


class NodeItem(BaseModel):
    """A node of an edition. `under` is the code of the node around it; empty at the top."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)
    code: Code
    name: Words
    under: str = ""
    points: Annotated[Number, Field(ge=0)] = Decimal(0)
    group: bool = False
    components: int | None = None
    rule: Rule | None = None
    evidence: str = ""
    owner: str = ""
    verifier: str = ""


class EditionItem(PackItem):
    """An edition with its tree (phiên bản bộ chỉ số); `nodes` in the order of the decision."""

    index: Code
    code: Code
    name: Words
    basis: Words | None = None
    issued: date | None = None
    years: tuple[int, ...] = ()
    decimals: Annotated[int, Field(ge=0, le=6)] = 4
    why_not: Words | None = None
    source: str = ""
    nodes: tuple[NodeItem, ...] = ()

    @model_validator(mode="after")
    def _a_tree(self) -> Self:
        seen: set[str] = set()
        for node in self.nodes:
            if node.code in seen:
                raise ValueError(f"{node.code}: twice")
            if node.under and node.under not in seen:
                raise ValueError(f"{node.code}: {node.under} stands before what is under it")
            seen.add(node.code)
        return self


class StepItem(BaseModel):
    """A step of a component in the demo's round: who took it, when, with which answers."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)
    node: str
    move: Move
    by: str
    at: datetime
    inputs: dict[str, StrictBool | Number | str] = {}
    points: Number | None = None
    note: str = ""
    links: tuple[str, ...] = ()


class RoundItem(PackItem):
    """A round of the demo (đợt đánh giá minh hoạ); without a year it is of the year it is loaded in."""

    index: str
    edition: str
    place: str
    year: int | None = None
    opened_by: str
    opened_at: datetime
    score_by: date
    verify_by: date
    appeal_by: date
    publish_by: date
    remind_days: tuple[int, ...] = (7, 1)
    steps: tuple[StepItem, ...] = ()


class ScoreItem(PackItem):
    """One published result (kết quả công bố)."""

    code: str
    index: str
    edition: str
    year: int
    place: str
    node: str = ""
    measure: Measure = Measure.SCORE
    value: Number | None = None
    rank: Annotated[int, Field(ge=1)] | None = None
    of: Annotated[int, Field(ge=1)] | None = None
    published: date | None = None
    source: str = Field(min_length=1)
    certainty: Certainty
    note: str = ""

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.value is None and self.rank is None:
            raise ValueError("value, rank")
        return self
