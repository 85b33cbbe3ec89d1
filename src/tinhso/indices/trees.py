"""From what packs or the database say to the core's frozen tree."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from pydantic import TypeAdapter

from tinhso.indices import models
from tinhso.indices.core.nodes import Edition, Node
from tinhso.indices.core.rules import Rule
from tinhso.indices.pack_items import EditionItem, NodeItem

_RULE: TypeAdapter[Rule] = TypeAdapter(Rule)


def plain(points: Decimal) -> Decimal:
    """Without closing zeros, and without an exponent: 100, 12.5."""
    return Decimal(format(points.normalize(), "f"))


def of_item(item: EditionItem) -> Edition:
    """The tree of an edition as a pack tells it."""
    return Edition(
        index=item.index,
        code=item.code,
        nodes=_below("", item.nodes),
        why_not=str(item.why_not or ""),
        decimals=item.decimals,
    )


def _below(code: str, items: Iterable[NodeItem]) -> tuple[Node, ...]:
    kept = tuple(items)
    return tuple(
        Node(
            code=item.code,
            name=item.name.vi,
            name_en=item.name.en,
            points=item.points,
            group=item.group,
            rule=item.rule,
            children=_below(item.code, kept),
            evidence=item.evidence,
            owner=item.owner,
            verifier=item.verifier,
            components=item.components,
        )
        for item in kept
        if item.under == code
    )


def node_of(node: models.Node, children: tuple[Node, ...] = ()) -> Node:
    """One stored node, with what stands under it where the caller has that."""
    return Node(
        code=node.code,
        name=node.name,
        name_en=node.name_en,
        points=plain(node.points),
        group=node.group,
        rule=_RULE.validate_python(node.rule) if node.rule else None,
        children=children,
        evidence=node.evidence,
        owner=node.owner,
        verifier=node.verifier,
        components=node.components,
    )


def of_row(row: models.Edition, nodes: Iterable[models.Node], why_not: str = "") -> Edition:
    """The tree of a stored edition. `why_not` in the reader's language, where the caller has it."""
    by_parent: dict[object, list[models.Node]] = {}
    for node in nodes:
        by_parent.setdefault(node.parent_id, []).append(node)

    def below(parent: object) -> tuple[Node, ...]:
        return tuple(node_of(node, below(node.pk)) for node in by_parent.get(parent, ()))

    return Edition(row.index.code, row.code, below(None), why_not or row.why_not, row.decimals)
