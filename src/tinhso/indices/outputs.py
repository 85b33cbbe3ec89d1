"""Typed outputs of indices, shared by pages and API."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any, Self

from pydantic import BaseModel

from tinhso.base.numbers import round_half_up
from tinhso.indices import queries
from tinhso.indices.core.nodes import Edition as Tree
from tinhso.indices.models import Certainty, CompositeIndex, Edition, Measure, Score


class EditionBrief(BaseModel):
    """A version of an index. `why_not` says why nothing can be computed by it; empty where it can."""

    code: str
    name: str
    name_en: str
    basis: str
    issued: dt.date | None
    years: list[int]
    points: Decimal
    computes: bool
    why_not: str
    href: str

    @classmethod
    def of(cls, index: CompositeIndex, row: Edition) -> Self:
        """From a row that came with its nodes."""
        row.index = index
        found = queries.tree(row)
        return cls(
            code=row.code,
            name=row.name,
            name_en=row.name_en,
            basis=row.basis,
            issued=row.issued,
            years=list(row.years),
            points=found.total,
            computes=found.computes,
            why_not=queries.why_not(row),
            href=row.get_absolute_url(),
        )


class IndexOut(BaseModel):
    """An index with its editions, the newest first."""

    code: str
    name: str
    name_en: str
    publisher: str
    editions: list[EditionBrief]

    @classmethod
    def of(cls, row: CompositeIndex) -> Self:
        """From a row that came with its editions."""
        same = ("code", "name", "name_en", "publisher")
        return cls(
            **{name: getattr(row, name) for name in same},
            editions=[EditionBrief.of(row, edition) for edition in row.editions.all()],
        )


class IndexPage(BaseModel):
    """A page of the list."""

    items: list[IndexOut]
    next: str | None
    total: int


class NodeTold(BaseModel):
    """A node of the tree. `under` is the code of the node around it; unscored nodes have 0 points."""

    code: str
    name: str
    name_en: str
    under: str
    depth: int
    group: bool
    scored: bool
    points: Decimal
    components: int | None
    rule: dict[str, Any] | None
    evidence: str
    owner: str
    verifier: str


def nodes_told(tree: Tree) -> list[NodeTold]:
    """The tree, top down."""
    around = {child.code: node.code for node, _depth in tree.walk() for child in node.children}
    same = (
        "code",
        "name",
        "name_en",
        "group",
        "scored",
        "points",
        "components",
        "evidence",
        "owner",
        "verifier",
    )
    return [
        NodeTold(
            **{name: getattr(node, name) for name in same},
            under=around.get(node.code, ""),
            depth=depth,
            rule=node.rule.model_dump(mode="json") if node.rule else None,
        )
        for node, depth in tree.walk()
    ]


class EditionOut(BaseModel):
    """An edition with its tree."""

    index: str
    edition: EditionBrief
    source: str
    nodes: list[NodeTold]


class ScoreOut(BaseModel):
    """One published result. `node` is empty for the whole index; `value` is as it was printed."""

    code: str
    year: int
    place: str
    place_name: str
    node: str
    measure: Measure
    value: Decimal | None
    rank: int | None
    of: int | None
    published: dt.date | None
    source: str
    certainty: Certainty
    note: str
    illustrative: bool

    @classmethod
    def told(cls, row: Score) -> Self:
        """From a row that came with its place."""
        same = ("code", "year", "node", "rank", "of", "published", "source", "note", "illustrative")
        return cls(
            **{name: getattr(row, name) for name in same},
            place=row.place.code,
            place_name=row.place.full_name,
            measure=Measure(row.measure),
            certainty=Certainty(row.certainty),
            value=printed(row),
        )


def printed(row: Score) -> Decimal | None:
    """The value with the decimals it was printed with."""
    return None if row.value is None else round_half_up(row.value, row.decimals)


class ScorePage(BaseModel):
    """A page of the list."""

    items: list[ScoreOut]
    next: str | None
    total: int
