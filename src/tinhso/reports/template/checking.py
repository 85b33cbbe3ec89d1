"""Whether everything a template names exists: unknown codes are named with their line and near ones.

What is known is told from outside (`Known`), by the database or by a pack: this stays pure.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from tinhso.indicators.formula.dependencies import references
from tinhso.indicators.formula.nodes import Kind as Points
from tinhso.reports.template import nodes
from tinhso.reports.template.problems import Flaw, near
from tinhso.reports.template.walking import figures_of

ALL: Final = "*"
"""All running plans of the pack's province."""


@dataclass(frozen=True)
class Known:
    """The codes there are. `closed` are indicators that may tell of single persons."""

    targets: Collection[str] = ()
    indicators: Collection[str] = ()
    plans: Collection[str] = ()
    pillars: Collection[str] = ()
    agencies: Collection[str] = ()
    indices: Collection[str] = ()
    places: Collection[str] = ()
    constants: Collection[str] = ()
    groups: Collection[str] = ()
    closed: Collection[str] = ()


def check(tree: nodes.Tree, known: Known) -> list[Flaw]:
    """What a template names and nobody knows, in the order of the text; empty when all is well."""
    return sorted(flaw for block in tree.blocks for flaw in _of_block(block, known))


def _of_block(block: nodes.Block, known: Known) -> Iterator[Flaw]:
    for figure in figures_of(block):
        yield from _of_figure(figure, known)
    yield from _named(block, known, _codes(block))


def _codes(block: nodes.Block) -> Iterator[tuple[str, str]]:
    """What a table, a chart or a part names: (kind, code)."""
    for attribute, kind in _ATTRIBUTES.items():
        told = getattr(block, attribute, ())
        for code in (told,) if isinstance(told, str) else told:
            if code:
                yield kind, code


_ATTRIBUTES: Final[Mapping[str, str]] = {
    "plan": "plans",
    "pillar": "pillars",
    "agency": "agencies",
    "place": "places",
    "places": "places",
    "codes": "indicators",
    "index": "indices",
}


def _named(at: nodes.Placed, known: Known, codes: Iterator[tuple[str, str]]) -> Iterator[Flaw]:
    for kind, code in codes:
        yield from _require(at, known, kind, code)
    if isinstance(at, nodes.SeriesChart | nodes.PlacesChart):
        yield from _require(at, known, "indicators", at.code)
    if isinstance(at, nodes.Slot):
        for agency in at.agencies:
            yield from _require(at, known, "agencies", agency)


def _require(at: nodes.Placed, known: Known, kind: str, code: str) -> Iterator[Flaw]:
    if kind == "plans" and code == ALL:
        return
    if kind == "indicators" and code in known.closed:
        message = _("Chỉ số “%(code)s” có dữ liệu cá nhân nên không đưa vào báo cáo được.") % {"code": code}
        yield Flaw(at.line, at.column, message, code)
        return
    names: Collection[str] = getattr(known, kind)
    if code not in names:
        yield Flaw(at.line, at.column, _MESSAGES[kind](code), code, near(code, sorted(names)))


_MESSAGES: Final[Mapping[str, Callable[[str], str]]] = {
    "targets": lambda code: _("Không có chỉ tiêu mang mã “%(code)s”.") % {"code": code},
    "indicators": lambda code: _("Không có chỉ số mang mã “%(code)s”.") % {"code": code},
    "plans": lambda code: _("Không có kế hoạch “%(code)s”.") % {"code": code},
    "pillars": lambda code: _("Không có trụ cột “%(code)s”.") % {"code": code},
    "agencies": lambda code: _("Không có đơn vị mang mã “%(code)s”.") % {"code": code},
    "indices": lambda code: _("Không có bộ chỉ số mang mã “%(code)s”.") % {"code": code},
    "places": lambda code: _("Không có địa bàn mang mã “%(code)s”.") % {"code": code},
    "constants": lambda code: _("Không có hằng số “%(code)s”.") % {"code": code},
    "groups": lambda code: _("Không có nhóm địa bàn “%(code)s”.") % {"code": code},
}


def _of_figure(figure: nodes.Figure, known: Known) -> Iterator[Flaw]:
    match figure:
        case nodes.TargetFigure():
            yield from _require(figure, known, "targets", figure.code)
        case nodes.IndicatorFigure():
            yield from _require(figure, known, "indicators", figure.code)
        case nodes.Calculated():
            for reference in references(figure.tree):
                kind = _POINTS[reference.kind]
                yield from _require(figure, known, kind, reference.name)
    yield from _named(figure, known, _codes_of(figure))


_POINTS: Final = {Points.DATA: "indicators", Points.CONSTANT: "constants", Points.PLACE_GROUP: "groups"}


def _codes_of(figure: nodes.Figure) -> Iterator[tuple[str, str]]:
    """What a figure names besides its own code."""
    for attribute in ("plan", "pillar", "agency", "place", "index"):
        if code := getattr(figure, attribute, ""):
            yield _ATTRIBUTES[attribute], code
