"""Whether stored figures can give what a formula asks for: kinds, constants, groups of places."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from tinhso.base.text import near_matches
from tinhso.indicators.formula import FormulaError, Node
from tinhso.indicators.formula.checking import check
from tinhso.indicators.formula.dependencies import references
from tinhso.indicators.formula.errors import Expected
from tinhso.indicators.formula.functions import Type
from tinhso.indicators.formula.nodes import Kind as Points
from tinhso.indicators.formula.nodes import Reference
from tinhso.indicators.models import Constant, Indicator, Kind, PlaceGroup

_NO_NUMBER: Final = {Kind.DATE: "day", Kind.PERIOD: "day", Kind.DEADLINE: "day", Kind.CHOICE: "choice"}
_NEVER_ADDED: Final = frozenset({Kind.PERCENT, Kind.RANK, Kind.RANK_CHANGE, Kind.ORDINAL})


@dataclass(frozen=True)
class Known:
    """What there is to read: kinds of told and of derived indicators by code, constants, groups of places."""

    told: Mapping[str, Kind] = field(default_factory=dict)
    derived: Mapping[str, Kind] = field(default_factory=dict)
    constants: Collection[str] = ()
    groups: Collection[str] = ()

    @classmethod
    def stored(cls, derived_too: Mapping[str, Kind]) -> Known:
        """Everything in the database, in three statements, and what is only being laid down."""
        told: dict[str, Kind] = {}
        derived = dict(derived_too)
        rows = Indicator.objects.exclude(code__in=derived_too)
        for code, kind, formula in rows.values_list("code", "kind", "formula"):
            (derived if formula else told)[code] = Kind(kind)
        constants, groups = (
            frozenset(model._default_manager.values_list("code", flat=True))
            for model in (Constant, PlaceGroup)
        )
        return cls(told, derived, constants, groups)


def require_readable(tree: Node, known: Known) -> Type:
    """What the formula gives from stored figures. Raises FormulaError at what cannot be read."""
    types = dict(_types(tree, known))
    return check(tree, types)


def _types(tree: Node, known: Known) -> Iterator[tuple[str, Type]]:
    for one in references(tree):
        if one.kind is not Points.DATA:
            _require_there(one, known.constants if one.kind is Points.CONSTANT else known.groups)
            yield one.key, Type.NUMBER
            continue
        kind = known.told.get(one.name) or known.derived.get(one.name)
        if kind is None:
            _require_there(one, {*known.told, *known.derived})
            continue
        if kind in _NO_NUMBER:
            found = Expected(_NO_NUMBER[kind])
            raise FormulaError("type", one.position, expected="number", found=found)
        if one.to_date and (kind in _NEVER_ADDED or one.name in known.derived):
            raise FormulaError("bad_period", one.position, found=one.moved)
        truth = kind is Kind.YES_NO and one.span is None and not one.to_date
        yield one.key, Type.BOOLEAN if truth else Type.NUMBER


def _require_there(one: Reference, codes: Collection[str]) -> None:
    if one.name not in codes:
        near = near_matches(one.name, codes)
        raise FormulaError("unknown_code", one.position, expected="known_code", near=near, name=one.name)
