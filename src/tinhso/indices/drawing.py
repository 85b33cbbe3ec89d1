"""What the pages draw: the tree as rows, ranks over the years, points that can still be won."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from tinhso.base.numbers import round_half_up
from tinhso.base.web import wording
from tinhso.base.web.charts import Chart, Series
from tinhso.indices.core.gains import Gain
from tinhso.indices.core.nodes import Edition
from tinhso.indices.core.scoring import decimal
from tinhso.indices.models import Certainty, Score
from tinhso.indices.outputs import printed


def tree_rows(tree: Edition) -> list[dict[str, Any]]:
    """The tree top down: name, depth, points, share of the total."""
    return [
        {
            "node": node,
            "name": wording.named(node),
            "depth": depth,
            "share": node.points * 100 / tree.total if tree.total else None,
            "rule": node.rule.kind if node.rule else "",
        }
        for node, depth in tree.walk()
    ]


def rank_rows(rows: Sequence[Score]) -> list[dict[str, Any]]:
    """A place's ranks, oldest first, each with its edition and source."""
    return [{"row": row, "value": printed(row), "certainty": Certainty(row.certainty).label} for row in rows]


def ranks_chart(rows: Sequence[Score], title: str) -> Chart | None:
    """The ranks of a place over the years; None for less than two."""
    if len(rows) < 2:
        return None
    return Chart(
        title,
        tuple(str(row.year) for row in rows),
        (Series(rows[-1].place.full_name, tuple(row.rank for row in rows)),),
        kind="rank",
        unit=_("hạng"),
        digits=0,
        axis=_("Năm"),
        source=_("kết quả công bố, nguồn ghi ở bảng"),
        size="short",
    )


def gains_chart(found: Sequence[Gain], place: str) -> Chart:
    """Points lost by main index, the most first."""
    lost = tuple(points(gain) for gain in found)
    return Chart(
        _("Điểm còn mất theo chỉ số chính – %(place)s") % {"place": place},
        tuple(wording.named(gain.node) for gain in found),
        (Series(_("Điểm còn mất"), lost, "push"),),
        kind="bar",
        unit=_("điểm"),
        digits=2,
        axis=_("Chỉ số chính"),
    )


def gain_rows(found: Sequence[Gain], chosen: Sequence[str] = ()) -> list[dict[str, Any]]:
    """What each main index has and still has to give; `chosen` are those of the cheapest way."""
    return [
        {
            "name": wording.named(gain.node),
            "share": round_half_up(decimal(gain.share), 4),
            "lost": points(gain),
            "value": round_half_up(decimal(gain.value), 4),
            "chosen": gain.node.code in chosen,
        }
        for gain in found
    ]


def points(gain: Gain) -> Decimal:
    """Points lost, to a hundredth."""
    return round_half_up(decimal(gain.lost), 2)
