"""Views in words: their title, their parts, and a cell as it is printed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tinhso.base import clock
from tinhso.base.calendar.periods import Period, PeriodKind
from tinhso.base.web import wording
from tinhso.exploration.spec import Axis, Form
from tinhso.indicators.derived import sign_of
from tinhso.indicators.models import Indicator, Kind
from tinhso.indicators.tables import indicator_name, unit_name
from tinhso.places.models import Level, Place
from tinhso.warehouse.answers import Cell, Freshness
from tinhso.warehouse.questions import Op

FORMS: Final[Mapping[Form, Promise]] = MappingProxyType(
    {
        Form.PIVOT: gettext_lazy("Bảng"),
        Form.LINE: gettext_lazy("Đường"),
        Form.BAR: gettext_lazy("Cột ngang"),
        Form.STACKED: gettext_lazy("Cột chồng"),
        Form.MULTIPLES: gettext_lazy("Nhiều biểu đồ nhỏ"),
        Form.MAP: gettext_lazy("Bản đồ tô màu"),
        Form.SYMBOLS: gettext_lazy("Bản đồ ký hiệu"),
        Form.RANKING: gettext_lazy("Xếp hạng"),
        Form.DISTRIBUTION: gettext_lazy("Phân bố"),
    }
)
AXES: Final[Mapping[Axis, Promise]] = MappingProxyType(
    {
        Axis.MEASURE: gettext_lazy("Chỉ số"),
        Axis.PLACE: gettext_lazy("Địa bàn"),
        Axis.PERIOD: gettext_lazy("Kỳ"),
    }
)
KINDS: Final[Mapping[PeriodKind | None, Promise]] = MappingProxyType(
    {
        PeriodKind.MONTH: gettext_lazy("theo tháng"),
        PeriodKind.QUARTER: gettext_lazy("theo quý"),
        PeriodKind.HALF: gettext_lazy("theo 6 tháng"),
        PeriodKind.YEAR: gettext_lazy("theo năm"),
        None: gettext_lazy("kỳ như đã báo cáo"),
    }
)
OPS: Final[Mapping[Op, Promise]] = MappingProxyType(
    {
        Op.BELOW: gettext_lazy("nhỏ hơn"),
        Op.AT_MOST: gettext_lazy("không quá"),
        Op.EQUAL: gettext_lazy("bằng"),
        Op.NOT_EQUAL: gettext_lazy("khác"),
        Op.AT_LEAST: gettext_lazy("từ … trở lên"),
        Op.ABOVE: gettext_lazy("lớn hơn"),
    }
)
_LEVELS: Final[Mapping[Level, Promise]] = MappingProxyType(
    {
        Level.COUNTRY: gettext_lazy("cả nước"),
        Level.PROVINCE: gettext_lazy("tỉnh, thành phố"),
        Level.DISTRICT: gettext_lazy("huyện"),
        Level.COMMUNE: gettext_lazy("xã, phường"),
        Level.VILLAGE: gettext_lazy("thôn, khối phố"),
    }
)
NAMED_BY: Final = 3
"""Names of indicators in a title; beyond them their number."""


def level_word(level: Level | str) -> str:
    """The units of a level: `xã, phường`."""
    return str(_LEVELS[Level(level)])


def units(count: int, level: Level | str) -> str:
    """`65 xã, phường`."""
    return _("%(count)s %(units)s") % {"count": wording.number(count), "units": level_word(level)}


def measures(rows: Sequence[Indicator]) -> str:
    """The names of the indicators, a few of them."""
    names = [indicator_name(row) for row in rows[:NAMED_BY]]
    more = len(rows) - len(names)
    told = ", ".join(names)
    return _("%(names)s và %(more)d chỉ số khác") % {"names": told, "more": more} if more > 0 else told


def of_place(place: Place) -> str:
    """A unit inside a sentence: `tỉnh Lạng Sơn`."""
    name = str(place.full_name)
    return name if place.level == Level.COUNTRY else name[:1].lower() + name[1:]


def sentence(text: str) -> str:
    """With a capital letter, as sentences begin."""
    return text[:1].upper() + text[1:]


def where(level: Level | None, within: Place | None) -> str:
    """`các xã, phường của tỉnh Lạng Sơn`."""
    name = of_place(within) if within else ""
    if level is None or (within and within.level == level):
        return name or _("mọi địa bàn")
    units_ = level_word(level)
    if within is None or within.level == Level.COUNTRY:
        return _("các %(units)s của cả nước") % {"units": units_}
    return _("các %(units)s của %(place)s") % {"units": units_, "place": name}


def span(periods: Sequence[Period]) -> str:
    """`Năm 2022 – Năm 2026`, or the only one."""
    if not periods:
        return ""
    first, last = periods[0], periods[-1]
    if first == last:
        return wording.period(first)
    if first.kind is PeriodKind.YEAR and last.kind is PeriodKind.YEAR:
        return f"{first.nominal.start.year}–{last.nominal.start.year}"
    return f"{wording.period(first)} – {wording.period(last)}"


def period(one: Period, today: date) -> str:
    """The name of a period; one that is not over yet says so: `năm 2026 (đến nay)`."""
    name = wording.period(one)
    return _("%(period)s (đến nay)") % {"period": name} if one.start <= today < one.end else name


def boundary(day: date, today: date) -> str:
    """The boundaries in words."""
    if day == today:
        return _("theo địa giới hiện nay")
    return _("theo địa giới ngày %(day)s") % {"day": wording.day(day)}


def unit(indicator: Indicator) -> str:
    """What its numbers are told in."""
    return sign_of(indicator.factor) if indicator.kind == Kind.RATIO else unit_name(indicator)


def digits(indicator: Indicator) -> int | None:
    """Decimals printed: those of the indicator for ratios and shares, else as the number has them."""
    if indicator.kind in {Kind.RATIO, Kind.PERCENT}:
        return int(indicator.decimals)
    return None


def number(indicator: Indicator, value: Decimal | None) -> str:
    """A number of the indicator as pages print it, without unit."""
    if value is None:
        return wording.NOTHING
    kept = digits(indicator)
    return wording.rounded(value, 2) if kept is None else wording.number(value, kept)


def with_unit(indicator: Indicator, value: Decimal | None) -> str:
    """A number with its unit."""
    if value is None:
        return wording.NOTHING
    return f"{number(indicator, value)} {unit(indicator)}".strip()


def stated(indicator: Indicator, value: Decimal) -> str:
    """A number that somebody wrote, with the unit, without closing zeros."""
    return f"{wording.rounded(value, 4)} {unit(indicator)}".strip()


def condition(op: Op, told: str) -> str:
    """`nhỏ hơn 100 %`, `từ 95 % trở lên`."""
    if op is Op.AT_LEAST:
        return _("từ %(number)s trở lên") % {"number": told}
    return f"{OPS[op]} {told}"


def fresh(freshness: Freshness) -> str:
    """`Số liệu lúc 14:05`, with what is on its way."""
    at = clock.local(freshness.at or clock.now())
    told = f"{at:%H:%M}" if at.date() == clock.today() else f"{at:%H:%M %d/%m/%Y}"
    line = _("Số liệu lúc %(at)s") % {"at": told}
    return _("%(line)s, đang cập nhật số mới") % {"line": line} if freshness.waiting else line


def marks(cell: Cell) -> tuple[str, ...]:
    """What a reader must know of a cell besides its number, shortest first."""
    if not cell.comparable:
        return (_("không so sánh được"),)
    found = []
    if cell.told < cell.expected:
        found.append(_("%(told)d/%(expected)d đơn vị") % {"told": cell.told, "expected": cell.expected})
    if cell.periods_told < cell.periods_expected:
        found.append(
            _("%(told)d/%(expected)d kỳ") % {"told": cell.periods_told, "expected": cell.periods_expected}
        )
    if cell.apportioned:
        found.append(_("phân bổ"))
    return tuple(found)
