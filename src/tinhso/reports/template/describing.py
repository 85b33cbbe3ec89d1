"""What a template needs, in words: for who writes it, and for who must bring the figures."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from tinhso.reports.template import nodes
from tinhso.reports.template.walking import figures
from tinhso.reports.template.words import BLOCKS, FIGURES, MOMENTS, RULES


def describe(tree: nodes.Tree) -> list[str]:
    """One line for each figure, table, chart, part and proposal, in the order of the text."""
    told = [_figure(figure) for figure in figures(tree)]
    return [*told, *(line for block in tree.blocks for line in _block(block))]


def _figure(figure: nodes.Figure) -> str:
    kind, _space, _rest = figure.key.partition(" ")
    moment = f" ({MOMENTS[figure.when.value]})" if figure.when else ""
    if isinstance(figure, nodes.Calculated):
        return _("phép tính %(formula)s") % {"formula": figure.formula} + moment
    known = FIGURES[kind]
    aspect = known.aspects[getattr(figure, "aspect", next(iter(known.aspects)))]
    subject = next((getattr(figure, name) for name in ("code", "plan", "index") if hasattr(figure, name)), "")
    named = _("%(what)s của %(kind)s %(code)s") if subject else _("%(what)s của %(kind)s%(code)s")
    return named % {"what": aspect, "kind": known.means, "code": subject} + moment


def _block(block: nodes.Block) -> Iterator[str]:
    match block:
        case nodes.Slot():
            yield _("phần “%(code)s” do %(agencies)s gửi") % {
                "code": block.code,
                "agencies": ", ".join(block.agencies),
            }
        case nodes.Proposal():
            yield _("đoạn đề xuất: %(rule)s (%(plan)s)") % {"rule": RULES[block.rule], "plan": block.plan}
        case nodes.Drawn():
            of = getattr(block, "plan", "") or getattr(block, "code", "") or getattr(block, "index", "")
            codes = of or ", ".join(getattr(block, "codes", ()))
            yield f"{BLOCKS[_FORM[type(block)]].means} {codes}".strip()


_FORM: dict[type[nodes.Drawn], str] = {
    nodes.TargetTable: "bang chi-tieu",
    nodes.TaskTable: "bang nhiem-vu",
    nodes.AgencyTable: "bang don-vi",
    nodes.PillarTable: "bang tru-cot",
    nodes.IndicatorTable: "bang chi-so",
    nodes.ChangeTable: "bang so-sanh",
    nodes.TargetChart: "bieu-do chi-tieu",
    nodes.SeriesChart: "bieu-do chi-so",
    nodes.PlacesChart: "bieu-do dia-ban",
    nodes.AgencyChart: "bieu-do don-vi",
    nodes.PillarChart: "bieu-do tru-cot",
    nodes.RankChart: "bieu-do xep-hang",
}
