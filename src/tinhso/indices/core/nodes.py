"""An edition of a composite index (bộ chỉ số): a frozen tree of nodes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from tinhso.indices.core.rules import Rule


@dataclass(frozen=True)
class Node:
    """A group (nhóm), a main index (chỉ số chính) or a component (chỉ số thành phần) with its most points.

    `group` nodes only gather others: they are never scored by themselves. A node without points is shown
    and not counted (không tính điểm).
    """

    code: str
    name: str
    name_en: str = ""
    points: Decimal = Decimal(0)
    group: bool = False
    rule: Rule | None = None
    children: tuple[Node, ...] = ()
    evidence: str = ""
    owner: str = ""
    verifier: str = ""
    components: int | None = None
    """How many components it has by its decision, where they are not listed one by one."""

    @property
    def scored(self) -> bool:
        """Whether it counts."""
        return self.points > 0

    def walk(self, depth: int = 0) -> Iterator[tuple[Node, int]]:
        """The node and all below it, each with its depth."""
        yield self, depth
        for child in self.children:
            yield from child.walk(depth + 1)


@dataclass(frozen=True)
class Edition:
    """A version of an index by one decision. `why_not` says why nothing can be computed by it."""

    index: str
    code: str
    nodes: tuple[Node, ...] = ()
    why_not: str = ""
    decimals: int = 4
    """How many decimals its values are published with."""

    @cached_property
    def total(self) -> Decimal:
        """The points of all that counts."""
        return sum((node.points for node in self.nodes), start=Decimal(0))

    @cached_property
    def by_code(self) -> Mapping[str, Node]:
        """Every node that may be scored, in the order of the tree."""
        return {node.code: node for node, _depth in self.walk() if not node.group}

    @cached_property
    def main(self) -> tuple[Node, ...]:
        """The main indices: the nodes directly below the groups."""
        return tuple(found for node in self.nodes for found in _first(node))

    def walk(self) -> Iterator[tuple[Node, int]]:
        """All nodes with their depth, from the top."""
        for node in self.nodes:
            yield from node.walk()

    @property
    def computes(self) -> bool:
        """Whether values can be made by it."""
        return self.total > 0 and not self.why_not


def _first(node: Node) -> Iterator[Node]:
    if not node.group:
        yield node
        return
    for child in node.children:
        yield from _first(child)
