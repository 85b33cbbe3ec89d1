"""Figures under other boundaries as a list: what the page shows, and the exact columns of its files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tinhso.base.calendar.periods import Period
from tinhso.base.web import wording
from tinhso.base.web.tables import Column, Table
from tinhso.indicators.boundaries.flowed import Flowed, Input
from tinhso.indicators.boundaries.outputs import FlowedOut, percent_of
from tinhso.indicators.boundaries.readings import Amount, How, Why
from tinhso.indicators.display import in_factor
from tinhso.indicators.models import Kind
from tinhso.indicators.tables import unit_name
from tinhso.places.models import Place

HOW_WORDS: Final[Mapping[How, str | Promise]] = MappingProxyType(
    {
        How.MEASURED: gettext_lazy("Đo"),
        How.APPORTIONED: gettext_lazy("Phân bổ"),
        How.NOT_COMPARABLE: gettext_lazy("Không so sánh được"),
    }
)
WHY_WORDS: Final[Mapping[Why, str | Promise]] = MappingProxyType(
    {
        Why.NOTHING: "",
        Why.SHARE_UNKNOWN: gettext_lazy("chưa rõ tỷ lệ chia"),
        Why.MISSING: gettext_lazy("đơn vị thành phần thiếu số liệu"),
        Why.RULE: gettext_lazy("chỉ số không tổng hợp được"),
        Why.NO_RESULT: gettext_lazy("công thức không cho kết quả"),
    }
)
_NAMED: Final = 3
"""Places named in a cell; of more only the number is told."""


@dataclass(frozen=True)
class FlowedRow:
    """One line: the figure with its rows, and as it is told."""

    flowed: Flowed
    told: FlowedOut

    @classmethod
    def all(cls, found: Iterable[Flowed]) -> list[FlowedRow]:
        """In the same order."""
        return [cls(one, FlowedOut.told(one)) for one in found]


def _shown(found: Flowed, amount: Amount | None) -> str:
    if amount is None:
        return wording.NOTHING
    unit = unit_name(found.indicator)
    value, numerator, denominator = amount.decimals()
    if found.indicator.kind == Kind.YES_NO:
        return _("Có") if value else _("Không")
    if numerator is None and unit == "%" and found.made:
        return wording.percent(value, found.indicator.decimals)
    if numerator is None:
        return wording.rounded(value, 2) + (f" {unit}" if unit else "")
    unit = "" if unit == "%" else f" {unit}"
    parts = f"{wording.rounded(numerator, 2)}/{wording.rounded(denominator, 2)}{unit}"
    factor = found.indicator.factor
    return f"{parts} ({in_factor(percent_of(amount, factor), factor, found.indicator.decimals)})"


def _figure(row: FlowedRow) -> str:
    return _shown(row.flowed, row.flowed.reading.amount)


def _how(row: FlowedRow) -> str:
    made = row.flowed.made
    told = _read(row)
    if made is None or row.flowed.reading.amount is None:
        return told
    if made.is_derived:
        return _("Tính theo công thức; %(how)s") % {"how": told[:1].lower() + told[1:]}
    words = _("Tổng hợp %(told)d/%(expected)d kỳ; %(how)s")
    return words % {"told": made.told, "expected": made.expected, "how": told[:1].lower() + told[1:]}


def _read(row: FlowedRow) -> str:
    reading = row.flowed.reading
    told = str(HOW_WORDS[reading.how])
    if reading.how == How.APPORTIONED:
        share = wording.percent(wording.exact(row.told.apportioned_share * 100), 1)
        return _("%(how)s %(share)s, còn lại đo") % {"how": told, "share": share}
    return f"{told}: {WHY_WORDS[reading.why]}" if reading.why else told


def _some(places: tuple[Place, ...]) -> str:
    names = ", ".join(place.full_name for place in places[:_NAMED])
    more = len(places) - _NAMED
    return names if more <= 0 else _("%(names)s và %(more)d đơn vị khác") % {"names": names, "more": more}


def _lacking(given: Input) -> str:
    """What an input of a formula lacks: its name and the first period without a value."""
    gap = given.gaps[0]
    if "{" in gap.code:
        return _("thiếu %(name)s") % {"name": gap.code}
    words = {"name": given.name, "period": wording.period(Period.parse(gap.period))}
    if gap.expected > 1:
        told = _("thiếu %(name)s, %(period)s (%(told)d/%(expected)d kỳ)")
        return told % {**words, "told": gap.told, "expected": gap.expected}
    return _("thiếu %(name)s, %(period)s") % words


def _total(row: FlowedRow) -> str:
    """Beside what is not comparable: what its members have together, with whom, and who told nothing."""
    flowed = row.flowed
    if flowed.reading.amount is not None:
        return ""
    told = []
    if flowed.reading.total is not None:
        told.append(_shown(flowed, flowed.reading.total))
    if flowed.group:
        told.append(_("chung với %(places)s") % {"places": _some(flowed.group)})
    told += [_lacking(one) for one in (flowed.made.inputs if flowed.made else ()) if one.gaps]
    if flowed.missing:
        told.append(_("thiếu %(places)s") % {"places": _some(flowed.missing)})
    return "; ".join(told)


def _members(row: FlowedRow) -> str:
    members = tuple(member.unit for member in row.flowed.members)
    return "" if members == (row.flowed.place,) else _some(members)


def _exact(
    key: str, label: str | Promise, value: Callable[[FlowedOut], Any] | None = None
) -> Column[FlowedRow]:
    return Column(
        key,
        label,
        lambda row: value(row.told) if value else getattr(row.told, key),
        kind="decimal",
        export_only=True,
    )


def _text(key: str, label: str | Promise, value: Callable[[FlowedOut], str]) -> Column[FlowedRow]:
    return Column(key, label, lambda row: value(row.told), export_only=True)


FLOWED: Table[FlowedRow] = Table(
    "so-lieu-theo-dia-gioi",
    gettext_lazy("Số liệu theo địa giới"),
    (
        Column(
            "place_name",
            gettext_lazy("Địa bàn"),
            lambda row: row.told.place_name,
            kind="link",
            href=lambda row: row.flowed.place.get_absolute_url(),
        ),
        Column("period_name", gettext_lazy("Kỳ"), lambda row: wording.period(row.flowed.period)),
        Column("shown", gettext_lazy("Số liệu"), _figure),
        Column("how_shown", gettext_lazy("Đo hay phân bổ"), _how),
        Column("total_shown", gettext_lazy("Tổng chưa chia"), _total),
        Column("members", gettext_lazy("Đơn vị thành phần"), _members, essential=False),
        Column(
            "mark",
            gettext_lazy("Ghi chú"),
            lambda row: _("Dữ liệu minh hoạ") if row.told.illustrative else "",
        ),
        _text("place", gettext_lazy("Mã địa bàn"), lambda told: told.place),
        _text("period", gettext_lazy("Mã kỳ"), lambda told: told.period),
        _text("boundaries", gettext_lazy("Địa giới ngày"), lambda told: told.boundaries.isoformat()),
        _exact("value", gettext_lazy("Giá trị")),
        _exact("numerator", gettext_lazy("Tử số")),
        _exact("denominator", gettext_lazy("Mẫu số")),
        _exact("percent_computed", gettext_lazy("Tỷ lệ tính (%)")),
        _text("how", gettext_lazy("Cách có"), lambda told: told.how.value),
        _text("why", gettext_lazy("Lý do"), lambda told: told.why.value),
        _exact("measured_share", gettext_lazy("Phần đo")),
        _exact("apportioned_share", gettext_lazy("Phần phân bổ")),
        _exact("not_comparable_share", gettext_lazy("Phần không so sánh được")),
        _exact(
            "total_value", gettext_lazy("Giá trị chưa chia"), lambda told: told.total and told.total.value
        ),
        _exact(
            "total_numerator",
            gettext_lazy("Tử số chưa chia"),
            lambda told: told.total and told.total.numerator,
        ),
        _exact(
            "total_denominator",
            gettext_lazy("Mẫu số chưa chia"),
            lambda told: told.total and told.total.denominator,
        ),
        _text(
            "parts", gettext_lazy("Mã đơn vị thành phần"), lambda told: " ".join(p.place for p in told.parts)
        ),
        _text(
            "together_with",
            gettext_lazy("Chung với"),
            lambda told: " ".join(unit.place for unit in told.together_with),
        ),
        _text(
            "missing",
            gettext_lazy("Thiếu số liệu"),
            lambda told: " ".join(unit.place for unit in told.missing),
        ),
    ),
)
