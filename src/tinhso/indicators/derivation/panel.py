"""How a derived indicator is calculated, for its page: the formula in words, and what goes in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from tinhso.base.web import wording
from tinhso.indicators.derivation.sources import Formula, formula_of
from tinhso.indicators.formula import describing
from tinhso.indicators.formula.nodes import Kind as Points
from tinhso.indicators.models import Constant, Indicator, PlaceGroup
from tinhso.indicators.tables import indicator_name, unit_name


@dataclass(frozen=True)
class PanelInput:
    """One thing that goes in: an indicator with its page, a constant or a group of places."""

    name: str
    code: str
    note: str = ""
    href: str = ""


@dataclass(frozen=True)
class Panel:
    """The formula in words, and its inputs in the order of the text."""

    words: str
    inputs: tuple[PanelInput, ...]


def panel(indicator: Indicator) -> Panel | None:
    """Of today's formula; None for what is told. As many statements as kinds of inputs, at most three."""
    formula = formula_of(indicator.formula)
    if formula is None:
        return None
    inputs = {one.code: one for one in _inputs(formula)}
    names = {code: one.name for code, one in inputs.items()}
    return Panel(describing.describe(formula.tree, names), tuple(dict.fromkeys(inputs.values())))


def _inputs(formula: Formula) -> Iterator[PanelInput]:
    """By the name without its cell too, which is how the words name it."""
    wanted = {kind: [one for one in formula.references if one.kind is kind] for kind in Points}
    codes = {name for one in wanted[Points.DATA] for name in (one.name, one.code)}
    known = {row.code: row for row in Indicator.objects.filter(code__in=codes)}
    for one in wanted[Points.DATA]:
        for code in dict.fromkeys((one.code, one.name)):
            if code in known:
                row = known[code]
                yield PanelInput(indicator_name(row), code, unit_name(row), row.get_absolute_url())
            elif code == one.name:
                yield PanelInput(code, code, _("chưa có chỉ số này"))
    yield from _named(Constant, [one.name for one in wanted[Points.CONSTANT]], _("hằng số"))
    yield from _named(PlaceGroup, [one.name for one in wanted[Points.PLACE_GROUP]], _("nhóm địa bàn"))


def _named(model: type[Constant | PlaceGroup], codes: list[str], note: str) -> Iterator[PanelInput]:
    if not codes:
        return
    known = {row.code: row for row in model._default_manager.filter(code__in=codes)}
    for code in dict.fromkeys(codes):
        row = known.get(code)
        english = row.name_en if row and wording.language() == "en" else ""
        yield PanelInput(english or (row.name if row else code), code, note)
