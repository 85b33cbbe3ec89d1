"""What a line says as a row of a batch: every number and day has one reading, or is refused."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext as _

from tinhso.base.errors import Problem
from tinhso.indicators.bulk.writing import RowDraft
from tinhso.indicators.exchange import cells
from tinhso.indicators.exchange.columns import FIGURES, NEEDED, REASON
from tinhso.indicators.exchange.lines import Line, Wanted
from tinhso.indicators.shapes import DAYS, NUMBERS, WHOLES

WANTED: Final = Wanted((*FIGURES, REASON), NEEDED)
_READERS: Final[cells.Readers] = {
    **dict.fromkeys(NUMBERS, cells.number),
    **dict.fromkeys(WHOLES, cells.whole),
    **dict.fromkeys((*DAYS, "dated"), cells.day),
    **dict.fromkeys(("is_target", "illustrative"), cells.flag),
}


def drafted(line: Line, *, illustrative: bool) -> RowDraft | Problem:
    """The row, or the first thing wrong with it. `illustrative`: whether the writer's figures are only so."""
    if line.problem:
        return line.problem
    told: dict[str, Any] = dict(line.fields)
    if problem := cells.read(told, _READERS):
        return problem
    if told.pop("illustrative", False) and not illustrative:
        said = _("Dòng này là dữ liệu minh hoạ; tài khoản này ghi số liệu thật.")
        return Problem("illustrative", said, "illustrative")
    if not isinstance(told.get("place", ""), str):
        return Problem("string_type", _("Cần một đoạn chữ."), "place")
    return cells.made(RowDraft, told)
