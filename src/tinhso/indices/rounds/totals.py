"""Sums over a round's components: by main index and of the whole, exact."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from tinhso.indices.core.moves import SETTLED, State
from tinhso.indices.core.nodes import Edition, Node
from tinhso.indices.models import Component

_NONE = Decimal(0)


@dataclass(frozen=True)
class Part:
    """A main index in a round: most points, and how far its components came. The first five add up to `most`.

    `firm` are points of settled components, `claimed` points scored and not verified yet, `lost` what settled
    and scored ones stay below their most, `disputed` what open appeals ask for above what is in force,
    `missing` the most of components that nobody scored.
    """

    node: Node
    most: Decimal = _NONE
    firm: Decimal = _NONE
    claimed: Decimal = _NONE
    disputed: Decimal = _NONE
    lost: Decimal = _NONE
    missing: Decimal = _NONE
    own: Decimal = _NONE
    components: int = 0
    scored: int = 0
    settled: int = 0

    @property
    def points(self) -> Decimal:
        """Points in force."""
        return self.firm + self.claimed

    @property
    def share(self) -> Decimal | None:
        """Points in force over the most; None where nothing counts."""
        return self.points / self.most if self.most else None


def part(node: Node, components: Iterable[Component]) -> Part:
    """The sums of a node's components."""
    firm = claimed = disputed = lost = missing = own = most = _NONE
    count = scored = settled = 0
    for one in components:
        state, points = State(one.state), one.points or _NONE
        count, most, own = count + 1, most + one.most, own + (one.own or _NONE)
        if state is State.WAITING:
            missing += one.most
            continue
        scored += one.own is not None
        settled += state in SETTLED
        asked = max(_NONE, (one.asked or _NONE) - points) if state is State.APPEALED else _NONE
        disputed += asked
        lost += one.most - points - asked
        if state is State.SCORED:
            claimed += points
        else:
            firm += points
    return Part(node, most, firm, claimed, disputed, lost, missing, own, count, scored, settled)


def parts(tree: Edition, components: Sequence[Component]) -> list[Part]:
    """One part for each main index that has components, in the order of the edition."""
    by_code = {one.node.code: one for one in components}
    found = []
    for node in tree.main:
        below = [by_code[inner.code] for inner, _depth in node.walk() if inner.code in by_code]
        if below:
            found.append(part(node, below))
    return found


def value_of(components: Iterable[Component]) -> Decimal:
    """Σ points in force ÷ Σ most points of all components, from 0 to 1."""
    rows = list(components)
    most = sum((one.most for one in rows), start=_NONE)
    points = sum((one.points or _NONE for one in rows), start=_NONE)
    return points / most if most else _NONE
