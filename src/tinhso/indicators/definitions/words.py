"""A definition in officials' words: its fields, and what a later one lays down otherwise."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tinhso.base.numbers import format_number
from tinhso.base.web import wording
from tinhso.indicators.derived import plain
from tinhso.indicators.formula import parse
from tinhso.indicators.formula.dependencies import codes
from tinhso.indicators.formula.describing import describe
from tinhso.indicators.formula.errors import FormulaError
from tinhso.indicators.models import (
    Adding,
    Described,
    Direction,
    Frequency,
    Indicator,
    Kind,
    OverTime,
    PersonalData,
)
from tinhso.people import queries as people
from tinhso.people.models import AgencyKind
from tinhso.places.models import Level

NAMED: Final = 4
"""So many agencies are named; the others are counted."""
ND_09: Final = "Nghị định 09/2019/NĐ-CP"


@dataclass(frozen=True)
class Names:
    """What codes in definitions are called."""

    agencies: Mapping[str, str] = field(default_factory=dict)
    indicators: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: Iterable[Described]) -> Names:
        """Of everything that those definitions name; no query for what none of them does."""
        told = list(rows)
        agencies = {code for row in told for code in row.reporters.get("agencies", ())}
        formulas = {code for row in told for code in _codes(row.formula)}
        return cls(
            dict(people.agencies().filter(code__in=agencies).values_list("code", "name")) if agencies else {},
            {row.code: str(wording.named(row)) for row in Indicator.objects.filter(code__in=formulas)}
            if formulas
            else {},
        )


def _codes(formula: str) -> tuple[str, ...]:
    try:
        return codes(parse(formula)) if formula else ()
    except FormulaError:
        return ()


@dataclass(frozen=True)
class Fact:
    """One field of a definition, in words."""

    label: str
    said: str


@dataclass(frozen=True)
class Change:
    """One field that a later definition lays down otherwise."""

    label: str
    before: str
    after: str


def _word(one: Mapping[str, Any]) -> str:
    return str((wording.language() == "en" and one.get("en")) or one["vi"])


def factor_words(row: Described) -> str:
    """What a ratio is told in."""
    if row.kind != Kind.RATIO:
        return ""
    known = {1: _("số lần"), 100: _("phần trăm (%)"), 1000: _("phần nghìn (‰)")}
    factor = plain(row.factor)
    said = known.get(int(factor)) if factor == int(factor) else None
    return said or _("trên %(many)s đơn vị mẫu số") % {
        "many": format_number(factor, None, wording.language())
    }


def _reporters(row: Described, names: Names) -> str:
    told = row.reporters
    codes = told.get("agencies", ())
    parts = [names.agencies.get(code, code) for code in codes[:NAMED]]
    if len(codes) > NAMED:
        parts.append(_("và %(count)d cơ quan khác") % {"count": len(codes) - NAMED})
    parts += [str(AgencyKind(kind).label) for kind in told.get("kinds", ())]
    level = told.get("level")
    if level:
        said = _("đơn vị của %(level)s") if parts else _("các đơn vị của %(level)s")
        parts.append(said % {"level": str(Level(level).label).lower()})
    return "; ".join(parts)


def _frequency(row: Described) -> str:
    if not row.frequency:
        return ""
    said = str(Frequency(row.frequency).label)
    if not row.cut_off:
        return said
    closed = _("chốt số liệu theo %(decree)s") % {"decree": ND_09}
    return f"{said}, {closed}"


def _due(row: Described) -> str:
    if row.due_days is None:
        return ""
    return _("trong %(days)d ngày sau ngày cuối kỳ") % {"days": row.due_days}


def _approvals(row: Described) -> str:
    steps = {"head": _("thủ trưởng đơn vị"), "parent": _("đơn vị cấp trên")}
    return " → ".join([*(steps.get(step, step) for step in row.approvals), _("cơ quan thường trực")])


def _groups(row: Described) -> str:
    return "; ".join(
        f"{_word(group)}: {', '.join(_word(option) for option in group['options'])}"
        for group in row.disaggregations
    )


def _legend(row: Described) -> str:
    return "; ".join(f"{_word(step)} ({legend_range(step)})" for step in row.legend)


def legend_range(step: Mapping[str, Any]) -> str:
    """From where to where a step of the legend goes."""
    low, high = step.get("from"), step.get("to")
    if low is None or high is None:
        bound = wording.number(high if low is None else low)
        return f"< {bound}" if low is None else f"≥ {bound}"
    return f"{wording.number(low)} – {wording.number(high)}"


def formula_words(row: Described, names: Names) -> str:
    """The formula said in words; empty where there is none."""
    try:
        return describe(parse(row.formula), names.indicators) if row.formula else ""
    except FormulaError:
        return ""


def _document(row: Described) -> str:
    cited = row.document.cited if row.document else ""
    return ", ".join(filter(None, (cited, row.clause)))


Say = Callable[[Any, Names], str]

FIELDS: Final[Sequence[tuple[str | Promise, Say]]] = (
    (gettext_lazy("Tên chỉ số"), lambda row, _names: row.name),
    (gettext_lazy("Tên tiếng Anh"), lambda row, _names: row.name_en),
    (gettext_lazy("Dạng số liệu"), lambda row, _names: str(Kind(row.kind).label)),
    (gettext_lazy("Đơn vị tính"), lambda row, _names: wording.named(row, "unit")),
    (gettext_lazy("Tỷ lệ tính theo"), lambda row, _names: factor_words(row)),
    (gettext_lazy("Các lựa chọn"), lambda row, _names: ", ".join(_word(one) for one in row.options)),
    (gettext_lazy("Chiều tốt"), lambda row, _names: str(Direction(row.direction).label)),
    (gettext_lazy("Tổng hợp giữa các nơi"), lambda row, _names: str(Adding(row.adding).label)),
    (gettext_lazy("Tổng hợp theo thời gian"), lambda row, _names: str(OverTime(row.over_time).label)),
    (gettext_lazy("Số chữ số thập phân"), lambda row, _names: str(row.decimals)),
    (
        gettext_lazy("Giới hạn giá trị"),
        lambda row, _names: _("được âm hoặc vượt cả phần chung") if row.unbounded else "",
    ),
    (gettext_lazy("Phân tổ"), lambda row, _names: _groups(row)),
    (gettext_lazy("Kỳ báo cáo"), lambda row, _names: _frequency(row)),
    (gettext_lazy("Hạn gửi"), lambda row, _names: _due(row)),
    (gettext_lazy("Đơn vị báo cáo"), _reporters),
    (gettext_lazy("Các bước duyệt"), lambda row, _names: _approvals(row)),
    (
        gettext_lazy("Minh chứng"),
        lambda row, _names: _("bắt buộc gửi kèm") if row.evidence_required else _("không bắt buộc"),
    ),
    (gettext_lazy("Thang đánh giá"), lambda row, _names: _legend(row)),
    (gettext_lazy("Dữ liệu cá nhân"), lambda row, _names: str(PersonalData(row.personal_data).label)),
    (gettext_lazy("Công thức"), formula_words),
    (gettext_lazy("Định nghĩa"), lambda row, _names: row.definition),
    (gettext_lazy("Văn bản quy định"), lambda row, _names: _document(row)),
)
"""Every field with its name, in the order in which people read them."""


def facts(row: Described, names: Names) -> list[Fact]:
    """What a definition lays down, without what the page says elsewhere and what is left empty."""
    told = [
        Fact(str(label), say(row, names))
        for number, (label, say) in enumerate(FIELDS)
        if number not in _ELSEWHERE
    ]
    return [fact for fact in told if fact.said]


_ELSEWHERE: Final = frozenset({0, 1, len(FIELDS) - 2, len(FIELDS) - 1})
"""Name, English name, text and document: the page shows them as its title, its text and its source."""


def changes(before: Described, after: Described, names: Names) -> list[Change]:
    """What the later definition lays down otherwise, field by field."""
    pairs = [(str(label), say(before, names), say(after, names)) for label, say in FIELDS]
    return [Change(label, one, other) for label, one, other in pairs if one != other]
