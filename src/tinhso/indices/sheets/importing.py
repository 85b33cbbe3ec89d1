"""Bringing an edition in from a spreadsheet: tried first, then whole or not at all."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, Literal

from django.utils.translation import gettext as _

from tinhso.base.actions import acting
from tinhso.base.audit.context import Actor
from tinhso.base.errors import Conflict, Invalid, Problem
from tinhso.base.numbers import NumberError, parse_number
from tinhso.base.packs.info import Words
from tinhso.base.text import fold, near_matches
from tinhso.base.web import wording
from tinhso.indices import loading, queries
from tinhso.indices.events import EditionImported
from tinhso.indices.models import CompositeIndex, Edition
from tinhso.indices.pack_items import EditionItem, NodeItem
from tinhso.indices.rounds import policies
from tinhso.indices.rounds.queries import used
from tinhso.indices.sheets import rules, writing
from tinhso.indices.sheets.columns import COLUMNS, FACTS, HEADS, NO, YES
from tinhso.indices.sheets.reading import Line, Taken, read
from tinhso.people import queries as people

What = Literal["create", "change", "keep", "remove"]
_CODE: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True)
class Change:
    """What becomes of a node: `fields` are the heads of the columns that change."""

    code: str
    name: str
    what: What
    fields: tuple[str, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """What the file does, or would do. `fresh`: the edition is made by it. Nothing with problems."""

    index: str
    edition: str
    fresh: bool
    changes: tuple[Change, ...] = ()
    facts: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()

    def count(self, what: What) -> int:
        """How many nodes are created, changed, kept or removed."""
        return sum(one.what == what for one in self.changes)


def check(
    by: Actor, index: str, edition: str, content: bytes, name: str, *, base: str = "", title: str = ""
) -> Outcome:
    """Try a file and write nothing (chạy thử). Raises NotAllowed, NotFound; Invalid, Conflict (`edition`)."""
    return _judged(by, index, edition, read(content, name), base, title)[0]


def load(
    by: Actor, index: str, edition: str, content: bytes, name: str, *, base: str = "", title: str = ""
) -> Outcome:
    """Bring a file in, or nothing of it: Invalid with every problem at its cell. Raises as `check`.

    `base` is the edition that a new one takes over what the file does not say from.
    """
    with acting(by, "indices.edition_import") as act:
        outcome, item = _judged(by, index, edition, read(content, name), base, title)
        if outcome.problems or item is None:
            first = outcome.problems[0]
            raise Invalid(
                _("Tệp có %(count)d chỗ cần sửa; chưa nạp dòng nào.") % {"count": len(outcome.problems)},
                field=first.field,
                problems=outcome.problems,
            )
        illustrative = getattr(by, "illustrative", False)
        row = loading.put_edition(item, pack=None, illustrative=illustrative)
        told = {what: outcome.count(what) for what in ("create", "change", "keep", "remove")}
        act.record(f"index:{index}", subject=row, data={"edition": edition, "fresh": outcome.fresh, **told})
        act.emit(EditionImported(edition=row.pk))
    return outcome


def _judged(
    by: Actor, index: str, edition: str, taken: Taken, base: str, title: str
) -> tuple[Outcome, EditionItem | None]:
    policies.require_manage(by)
    parent = queries.index(index)
    if not _CODE.fullmatch(edition) or len(edition) > 80:
        raise Invalid(_("Mã phiên bản gồm chữ thường không dấu, số và dấu gạch nối."), field="edition")
    stored = queries.editions().filter(index=parent, code=edition).first()
    if stored is not None and (why := used(stored)):
        raise Conflict(
            _("Phiên bản “%(code)s” không sửa được: %(why)s.") % {"code": edition, "why": why},
            code="used",
            field="edition",
            hint=_("Nạp thành một phiên bản mới: ghi một mã khác, ví dụ %(code)s-2.") % {"code": edition},
        )
    around = stored or (queries.edition(index, base) if base else None)
    nodes = _nodes(taken.lines)
    problems = [problem for line in taken.lines for problem in line.problems]
    facts = _facts(taken.facts, around, title, edition, problems)
    outcome = Outcome(
        index,
        edition,
        stored is None,
        tuple(_changes(stored, nodes)),
        tuple(_changed_facts(stored, facts)),
        tuple(problems),
    )
    return outcome, None if problems else _item(parent, edition, facts, nodes)


def _nodes(lines: Sequence[Line]) -> list[NodeItem]:
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
    if not _CODE.fullmatch(code) and "code" in line.texts:
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


def _facts(
    told: Mapping[str, str], around: Edition | None, title: str, code: str, problems: list[Problem]
) -> dict[str, str]:
    """What is said of the edition: by the file, else as it stands or as the edition it was made from."""
    before = writing.facts(around) if around is not None else {fact.name: "" for fact in FACTS}
    facts = {**before, **{name: text for name, text in told.items() if text}}
    facts["name"] = title or facts["name"] or code
    facts["decimals"] = facts["decimals"] or "4"
    if not re.fullmatch(r"[0-6]", facts["decimals"]):
        problems.append(Problem("invalid_cell", _("Số chữ số thập phân từ 0 đến 6."), "Phiên bản!B7"))
    if not all(re.fullmatch(r"(19|20)\d\d", year) for year in _years(facts["years"])):
        problems.append(
            Problem("invalid_cell", _("Các năm cách nhau dấu ;, ví dụ 2021; 2022."), "Phiên bản!B6")
        )
    try:
        if facts["issued"]:
            wording.read_day(facts["issued"])
    except ValueError as error:
        problems.append(Problem("invalid_cell", f"{str(error).capitalize()}.", "Phiên bản!B5"))
    return facts


def _years(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"[;,]", text) if part.strip()]


def _item(
    parent: CompositeIndex, code: str, facts: Mapping[str, str], nodes: Sequence[NodeItem]
) -> EditionItem:
    basis = facts["basis"]
    return EditionItem(
        index=parent.code,
        code=code,
        name=Words(vi=facts["name"], en=facts["name_en"]),
        basis=Words(vi=basis, en=facts["basis_en"]) if basis else None,
        issued=wording.read_day(facts["issued"]) if facts["issued"] else None,
        years=tuple(int(year) for year in _years(facts["years"])),
        decimals=int(facts["decimals"]),
        source=facts["source"],
        nodes=tuple(nodes),
    )


def _changes(stored: Edition | None, nodes: Sequence[NodeItem]) -> list[Change]:
    before = {row["code"]: row for row in writing.rows(stored)} if stored is not None else {}
    found = []
    for item in nodes:
        now = _told(item)
        old = before.pop(item.code, None)
        if old is None:
            found.append(Change(item.code, item.name.vi, "create"))
            continue
        fields = tuple(
            HEADS[column.name] for column in COLUMNS if (old[column.name] or "") != (now[column.name] or "")
        )
        found.append(Change(item.code, item.name.vi, "change" if fields else "keep", fields))
    return [*found, *(Change(code, row["name"], "remove") for code, row in before.items())]


def _told(item: NodeItem) -> dict[str, Any]:
    return {
        **{
            name: getattr(item, name)
            for name in ("code", "under", "components", "evidence", "owner", "verifier")
        },
        "name": item.name.vi,
        "name_en": item.name.en,
        "group": YES if item.group else "",
        "scored": YES if item.points else NO,
        "points": item.points or None,
        **rules.cells(item.rule),
    }


def _changed_facts(stored: Edition | None, facts: Mapping[str, str]) -> list[str]:
    before = writing.facts(stored) if stored is not None else {}
    return [fact.head for fact in FACTS if facts[fact.name] != before.get(fact.name, "")]
