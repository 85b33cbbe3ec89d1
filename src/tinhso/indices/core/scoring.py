"""Scoring places by an edition: exact fractions from shares or inputs, to the value and the rank."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

from tinhso.base.text import near_matches
from tinhso.indices.core import errors
from tinhso.indices.core.errors import Fault, Unscorable
from tinhso.indices.core.evaluating import Inputs, evaluate, ratio_of
from tinhso.indices.core.nodes import Edition, Node
from tinhso.indices.core.ranking import ranks
from tinhso.indices.core.rules import Peers, inputs_of, peers_of

Highest = Mapping[str, Mapping[Peers, Fraction]]
"""By node, the highest ratio among the places of each rule that looks at them."""
_WIDE = Context(prec=60, rounding=ROUND_HALF_UP)


def decimal(value: Fraction) -> Decimal:
    """`value` exactly where it has finitely many decimals (up to 60 digits), else its first 60 digits."""
    return _WIDE.divide(Decimal(value.numerator), Decimal(value.denominator))


@dataclass(frozen=True)
class Entry:
    """What is known of a place: shares 0…1 by node, and inputs of rules. `place` is any label.

    `inputs` are read by every rule that names them; `of_node` holds those of one node, and go before.
    """

    place: str
    shares: Mapping[str, Decimal] = field(default_factory=dict)
    inputs: Inputs = field(default_factory=dict)
    of_node: Mapping[str, Inputs] = field(default_factory=dict)

    def inputs_of(self, node: Node) -> Inputs:
        """What the rule of `node` reads."""
        own = self.of_node.get(node.code)
        return {**self.inputs, **own} if own else self.inputs

    def tells(self, node: Node) -> bool:
        """Whether anything that the rule of `node` reads is known."""
        inputs = self.inputs_of(node)
        return node.rule is not None and any(name in inputs for name in inputs_of(node.rule))


@dataclass(frozen=True)
class NodeScore:
    """What a node brought. `share` is None for an unscored node of which nothing is known."""

    node: Node
    share: Fraction | None

    @property
    def points(self) -> Fraction:
        """Share of the most points."""
        return (self.share or Fraction(0)) * Fraction(self.node.points)

    @property
    def lost(self) -> Fraction:
        """Points below the most."""
        return Fraction(self.node.points) - self.points


@dataclass(frozen=True)
class PlaceScore:
    """A place's value, unrounded, its rank among those scored with it, and every node's part."""

    place: str
    value: Fraction
    rank: int
    by_node: Mapping[str, NodeScore]
    basis: tuple[tuple[str, Fraction, Fraction], ...] = field(repr=False)
    """What the value was made of: node, its points of the total, its share."""


class _Scorer:
    """One place's walk through the tree."""

    def __init__(self, edition: Edition, entry: Entry, highest: Highest) -> None:
        self.edition, self.entry, self.highest = edition, entry, highest
        self.found: dict[str, NodeScore] = {}
        self.basis: list[tuple[str, Fraction, Fraction]] = []
        self.faults: list[Fault] = []

    def share(self, node: Node, weight: Fraction) -> Fraction | None:
        """The node's share; `weight` are its points of the edition's total. Notes faults, giving None."""
        given = self.entry.shares.get(node.code) if not node.group else None
        if given is not None and self._any_below(node):
            self._fault("given_twice", errors.GIVEN_TWICE, node)
        known = Fraction(given) if given is not None else self._by_rule(node)
        if known is not None:
            self.basis.append((node.code, weight, known))
        elif node.children and (node.group or self._any_below(node)):
            known = self._by_children(node, weight)
        elif node.scored and not any(fault.node == node.code for fault in self.faults):
            self._fault("missing_node", errors.MISSING_NODE, node, name=node.name)
        if not node.group:
            self.found[node.code] = NodeScore(node, known)
        return known

    def _by_rule(self, node: Node) -> Fraction | None:
        if node.rule is None or not self.entry.tells(node):
            return None
        try:
            return evaluate(node.rule, self.entry.inputs_of(node), self.highest.get(node.code, {}))
        except Unscorable as wrong:
            self.faults += [
                Fault(one.code, one.message, node=node.code, params=one.params) for one in wrong.faults
            ]
            return None

    def _by_children(self, node: Node, weight: Fraction) -> Fraction | None:
        total = sum((Fraction(child.points) for child in node.children), start=Fraction(0))
        points = Fraction(0)
        for child in node.children:
            part = weight * Fraction(child.points) / total if total else Fraction(0)
            points += (self.share(child, part) or Fraction(0)) * Fraction(child.points)
        return points / total if total else None

    def _any_below(self, node: Node) -> bool:
        below = (inner for child in node.children for inner, _depth in child.walk())
        return any(inner.code in self.entry.shares or self.entry.tells(inner) for inner in below)

    def _fault(self, code: str, message: str, node: Node, **params: str) -> None:
        self.faults.append(Fault(code, message, node=node.code, params={"node": node.code, **params}))


def _typed_wrong(edition: Edition, entry: Entry) -> Iterator[Fault]:
    for code, share in entry.shares.items():
        if code not in edition.by_code:
            near = tuple(near_matches(code, edition.by_code))
            yield Fault("unknown_node", errors.UNKNOWN_NODE, node=code, params={"node": code[:80]}, near=near)
        elif not share.is_finite() or not 0 <= share <= 1:
            yield Fault("outside", errors.OUTSIDE, node=code, params={"share": str(share)[:40]})


def _unread(edition: Edition, entry: Entry) -> Iterator[Fault]:
    """Inputs sent for a node that does not read them: nothing that was sent is silently left out."""
    for code, inputs in entry.of_node.items():
        node = edition.by_code.get(code)
        if node is None:
            near = tuple(near_matches(code, edition.by_code))
            yield Fault("unknown_node", errors.UNKNOWN_NODE, node=code, params={"node": code[:80]}, near=near)
        elif node.rule is None:
            yield Fault("no_rule", errors.NO_RULE, node=code, params={"node": code})
        else:
            known = inputs_of(node.rule)
            for name in inputs:
                if name not in known:
                    params = {"node": code, "input": name[:80]}
                    near = tuple(near_matches(name, known)) or known
                    yield Fault("unknown_input", errors.UNKNOWN_INPUT, node=code, params=params, near=near)


def _highest(edition: Edition, entries: Sequence[Entry]) -> Highest:
    """By node, the highest ratio of every rule that looks at the other places."""
    found: dict[str, dict[Peers, Fraction]] = {}
    for node in edition.by_code.values():
        for rule in peers_of(node.rule) if node.rule else ():
            known = [
                ratio for entry in entries if (ratio := _own_ratio(rule, entry.inputs_of(node))) is not None
            ]
            if known:
                found.setdefault(node.code, {})[rule] = max(known)
    return found


def _own_ratio(rule: Peers, inputs: Inputs) -> Fraction | None:
    if rule.numerator not in inputs or rule.denominator not in inputs:
        return None
    try:
        return ratio_of(rule, inputs)
    except Unscorable:
        return None  # told where the place itself is scored


def _scorer(edition: Edition, entry: Entry, highest: Highest) -> tuple[_Scorer, Fraction]:
    scorer = _Scorer(edition, entry, highest)
    total, points = Fraction(edition.total), Fraction(0)
    scorer.faults += [*_typed_wrong(edition, entry), *_unread(edition, entry)]
    for node in edition.nodes:
        points += (scorer.share(node, Fraction(node.points)) or Fraction(0)) * Fraction(node.points)
    return scorer, points / total


def require_computable(edition: Edition) -> None:
    """Raise Unscorable, with the reason, for an edition whose points are not known."""
    if not edition.computes:
        named = {"edition": f"{edition.index} {edition.code}", "why": edition.why_not}
        raise Unscorable([Fault("not_computable", errors.NO_POINTS, params=named)])


def score(edition: Edition, entries: Sequence[Entry]) -> list[PlaceScore]:
    """Score places together (tính chỉ số), in the order given. Value = Σ points · share ÷ total points.

    Unscored nodes may be missing; a scored one may not. Raises Unscorable with everything that is wrong.
    """
    require_computable(edition)
    if not entries:
        raise Unscorable([Fault("no_place", errors.NO_PLACE)])
    highest = _highest(edition, entries)
    done = [_scorer(edition, entry, highest) for entry in entries]
    faults = [
        Fault(one.code, one.message, position, one.node, one.params, one.near)
        for position, (scorer, _value) in enumerate(done)
        for one in scorer.faults
    ]
    if faults:
        raise Unscorable(faults)
    placed = ranks([value for _scorer, value in done])
    return [
        PlaceScore(entry.place, value, rank, scorer.found, tuple(scorer.basis))
        for entry, (scorer, value), rank in zip(entries, done, placed, strict=True)
    ]


def merged(edition: Edition, place: str, members: Sequence[Entry]) -> Entry:
    """A merged unit by its members (đơn vị sau sáp nhập): the unweighted mean of their main-index values.

    So the ministry published 2024 for the provinces merged in 2025. Raises Unscorable.
    """
    scored = score(edition, members)
    shares = {
        node.code: decimal(
            sum((row.by_node[node.code].share or Fraction(0) for row in scored), start=Fraction(0))
            / len(scored)
        )
        for node in edition.main
        if all(row.by_node[node.code].share is not None for row in scored)
    }
    return Entry(place, shares)
