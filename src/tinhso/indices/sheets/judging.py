"""Lines of a spreadsheet as nodes of an edition; what cannot stand is noted at its cell."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext as _

from tinhso.base.errors import Invalid
from tinhso.base.numbers import NumberError, parse_number
from tinhso.base.packs.info import Words
from tinhso.base.text import fold, near_matches
from tinhso.indices.pack_items import NodeItem
from tinhso.indices.sheets import rules
from tinhso.indices.sheets.columns import NO, YES
from tinhso.indices.sheets.reading import Line
from tinhso.people import queries as people

CODE: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
"""What a code of an edition or a node looks like."""


def nodes_of(lines: Sequence[Line]) -> list[NodeItem]:
    """The nodes of all lines that can be read; everything wrong is noted at its cell."""
    agencies = {row.code: str(row) for row in people.agencies()}
    found: dict[str, tuple[Line, NodeItem]] = {}
    every = {line.text("code") for line in lines}
    for line in lines:
        _require_code(line, found, every)
        values = _values(line, agencies)
        if not line.problems:
            found[line.text("code")] = (line, NodeItem.model_validate(values))
    _require_sums(found)
    if (
        lines
        and not any(line.problems for line in lines)
        and not any(item.points for _l, item in found.values())
    ):
        lines[0].blame("points", _("Không dòng nào có điểm."))
    if not lines:
        raise Invalid(_("Tệp không có dòng nào để nạp."), field="file")
    return [item for _line, item in found.values()]


def _require_code(line: Line, before: Mapping[str, object], every: set[str]) -> None:
    code, under = line.text("code"), line.text("under")
    if not line.text("name") and "name" in line.texts:
        line.blame("name", _("Chưa ghi tên."), code="missing")
    if not CODE.fullmatch(code) and "code" in line.texts:
        line.blame("code", _("Mã gồm chữ thường không dấu, số và dấu gạch nối."), _("Ví dụ nhan-thuc-so."))
    elif code in before:
        line.blame("code", _("Mã này đã có ở dòng trên."), code="twice")
    if under and under not in before:
        if under in every and under != code:
            line.blame(
                "under", _("Dòng của cấp trên “%(code)s” phải đứng trước, và không có lỗi.") % {"code": under}
            )
        else:
            near = near_matches(under, every - {code})
            hint = _("Có phải: %(near)s?") % {"near": ", ".join(near)} if near else None
            line.blame("under", _("Không có mã cấp trên “%(code)s” trong tệp.") % {"code": under[:80]}, hint)


def _values(line: Line, agencies: Mapping[str, str]) -> dict[str, Any]:
    same = ("code", "under", "evidence", "owner", "verifier")
    values: dict[str, Any] = {name: line.text(name) for name in same}
    for name in ("owner", "verifier"):
        code = values[name]
        if code and code not in agencies:
            near = near_matches(code, agencies)
            hint = _("Có phải: %(near)s?") % {"near": ", ".join(near)} if near else None
            line.blame(name, _("Không có đơn vị mang mã “%(code)s”.") % {"code": code[:80]}, hint)
    values["name"] = Words(vi=line.text("name") or "?", en=line.text("name_en"))
    values["group"] = _yes_no(line, "group", otherwise=False)
    scored = _yes_no(line, "scored", otherwise=True)
    points = _number(line, "points")
    values["points"] = points or Decimal(0)
    if not scored and points:
        line.blame("points", _("Dòng ghi không tính điểm thì để trống điểm."))
    if (
        scored
        and line.text("scored")
        and points is None
        and not any(p.field == line.cells.get("points") for p in line.problems)
    ):
        line.blame("points", _("Dòng tính điểm cần điểm tối đa."), code="missing")
    components = _number(line, "components")
    if components is not None and (components != int(components) or not 0 < components < 10_000):
        line.blame("components", _("Cần một số nguyên dương."))
    values["components"] = int(components) if components is not None else None
    try:
        values["rule"] = rules.read(line.text("rule"), line.text("params"), line.text("inputs"))
    except rules.BadRule as error:
        line.blame(error.column, str(error))
    if values["group"] and line.text("rule"):
        line.blame("rule", _("Nhóm không tự chấm điểm nên không có quy tắc."))
    return values


def _yes_no(line: Line, name: str, *, otherwise: bool) -> bool:
    text = fold(line.text(name))
    if not text:
        return otherwise
    if text in {fold(YES), "x", "1"}:
        return True
    if text in {fold(NO), "0"}:
        return False
    line.blame(name, _("Ghi “%(yes)s” hoặc “%(no)s”.") % {"yes": YES, "no": NO})
    return otherwise


def _number(line: Line, name: str) -> Decimal | None:
    text = line.text(name)
    if not text:
        return None
    try:
        value = parse_number(text, locale="vi", expects="integer" if name == "components" else "decimal")
    except NumberError as error:
        line.blame(name, _(error.message) % error.params, code=error.code)
        return None
    if (name == "points" and not 0 <= value < 1_000_000) or value != round(value, 3):
        line.blame(name, _("Điểm từ 0 đến dưới 1.000.000, nhiều nhất 3 chữ số thập phân."))
        return None
    return value


def _require_sums(found: Mapping[str, tuple[Line, NodeItem]]) -> None:
    """What stands under a node adds up to its points."""
    inside: dict[str, list[Decimal]] = {}
    for _line, item in found.values():
        if item.under:
            inside.setdefault(item.under, []).append(item.points)
    for code, points in inside.items():
        line, item = found[code]
        total = sum(points, start=Decimal(0))
        if total != item.points:
            said = _("Điểm của %(count)d dòng bên trong cộng lại là %(sum)s, khác %(points)s.")
            named = {"count": len(points), "sum": rules.number(total), "points": rules.number(item.points)}
            line.blame("points", said % named, code="sum")
