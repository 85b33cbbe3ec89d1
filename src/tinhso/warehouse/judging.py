"""Whether an indicator can answer a question, and why not, in an official's words. No statement is made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tinhso.base.calendar.periods import PeriodKind
from tinhso.base.web import wording
from tinhso.indicators.derivation.over_time import ORDER
from tinhso.indicators.models import Adding, Indicator, Kind
from tinhso.indicators.tables import indicator_name
from tinhso.places.models import Level
from tinhso.warehouse.catalogue import WITHOUT_NUMBER, Known, adds_up_over_time, length, rule_of
from tinhso.warehouse.questions import Query
from tinhso.warehouse.tellings import Telling

LEVEL_WORDS: Final[Mapping[Level, str | Promise]] = MappingProxyType(
    {
        Level.COUNTRY: gettext_lazy("cả nước"),
        Level.PROVINCE: gettext_lazy("cấp tỉnh"),
        Level.DISTRICT: gettext_lazy("cấp huyện"),
        Level.COMMUNE: gettext_lazy("cấp xã"),
        Level.VILLAGE: gettext_lazy("thôn, khối phố"),
    }
)
KIND_WORDS: Final[Mapping[PeriodKind, str | Promise]] = MappingProxyType(
    {
        PeriodKind.DAY: gettext_lazy("ngày"),
        PeriodKind.MONTH: gettext_lazy("tháng"),
        PeriodKind.QUARTER: gettext_lazy("quý"),
        PeriodKind.HALF: gettext_lazy("6 tháng"),
        PeriodKind.YEAR: gettext_lazy("năm"),
        PeriodKind.SPAN: gettext_lazy("giai đoạn"),
    }
)
_LEVELS: Final = tuple(Level)


@dataclass(frozen=True)
class Asked:
    """The question, and the level of the units it is about; None: units of any level."""

    query: Query
    level: Level | None

    @property
    def kind(self) -> PeriodKind | None:
        """The kind of period; None: as told."""
        kind = self.query.times.kind
        return None if kind is PeriodKind.SPAN else kind


def why_not(asked: Asked, known: Known) -> str:
    """Why it cannot be answered of that indicator; empty where it can."""
    row = known.indicator
    if row.kind in WITHOUT_NUMBER:
        words = _("“%(name)s” là ngày, thời hạn hoặc lựa chọn, không phải số, nên không tổng hợp được.")
        return words % {"name": indicator_name(row)}
    given = known.counted(illustrative=asked.query.illustrative)
    if known.inputs and not given.tellings:
        return _derived(asked, known, given)
    return _nothing(known, given) or _places(asked, given) or _times(asked, given)


def _nothing(known: Known, given: Known) -> str:
    if given.tellings:
        return ""
    words = (
        _("“%(name)s” mới có số liệu minh hoạ, chưa có số liệu chính thức.")
        if known.tellings
        else _("“%(name)s” chưa có số liệu được xác nhận.")
    )
    return words % {"name": indicator_name(known.indicator)}


def _places(asked: Asked, given: Known) -> str:
    """Levels: whether anything told says something of the units asked about."""
    told_at, name = asked.query.places.told_at, indicator_name(given.indicator)
    at = [one for one in given.tellings if told_at is None or one.level is told_at]
    if not at:
        words = _("“%(name)s” không có số liệu báo cáo ở %(level)s; chỉ có ở %(levels)s.")
        return words % {"name": name, "level": _level(told_at), "levels": _levels(given.tellings)}
    level = asked.level
    if level is None or any(given.rises(one, level) for one in at):
        return ""
    told = {"name": name, "levels": _levels(at), "level": _level(level)}
    if all(_LEVELS.index(one.level) < _LEVELS.index(level) for one in at):
        return _("“%(name)s” chỉ được báo cáo ở %(levels)s, không chia xuống %(level)s được.") % told
    return _NO_SUM[_manner(given.indicator)] % told


_NO_SUM: Final[Mapping[str, str | Promise]] = MappingProxyType(
    {
        "none": gettext_lazy(
            "“%(name)s” được báo cáo ở %(levels)s và không cộng, không lấy trung bình giữa các địa bàn được, "
            "nên không có số của %(level)s."
        ),
        "ratios": gettext_lazy(
            "“%(name)s” được báo cáo ở %(levels)s dưới dạng tỷ lệ; không cộng các tỷ lệ "
            "để có số của %(level)s."
        ),
        "no_parts": gettext_lazy(
            "“%(name)s” được báo cáo ở %(levels)s dưới dạng tỷ lệ không kèm tử số, mẫu số; không lấy trung "
            "bình các tỷ lệ để có số của %(level)s."
        ),
    }
)


def _manner(row: Indicator) -> str:
    if row.kind == Kind.PERCENT or rule_of(row) is Adding.RATIO_OF_SUMS:
        return "no_parts"
    return "ratios" if rule_of(row) is Adding.SUM else "none"


def _times(asked: Asked, given: Known) -> str:
    """Periods: whether anything that speaks of those units also speaks of those periods."""
    speaks = _speaking(asked, given)
    kind, row = asked.kind, given.indicator
    lasting = [one for one in speaks if kind is None or given.lasts(one, kind)]
    if kind is not None and not lasting:
        return _no_such_period(kind, row, speaks)
    return _out_of_range(asked, given, lasting)


_NO_LONGER: Final = gettext_lazy(
    "“%(name)s” được báo cáo theo %(kinds)s và không tổng hợp theo thời gian được, nên không có số theo "
    "%(kind)s."
)


def _no_such_period(kind: PeriodKind, row: Indicator, speaks: Iterable[Telling]) -> str:
    told = {one.kind for one in speaks}
    words = {
        "name": indicator_name(row),
        "kinds": _listed([str(KIND_WORDS[one]) for one in ORDER if one in told]),
        "kind": str(KIND_WORDS[kind]),
    }
    if all(length(one) > length(kind) for one in told):
        return _("“%(name)s” được báo cáo theo %(kinds)s, không tách ra theo %(kind)s được.") % words
    if not adds_up_over_time(row):
        return str(_NO_LONGER) % words
    return _("“%(name)s” được báo cáo theo %(kinds)s, không làm thành số theo %(kind)s được.") % words


def _out_of_range(asked: Asked, given: Known, speaks: Iterable[Telling]) -> str:
    times, told = asked.query.times, list(speaks)
    if any(one.first.start <= times.last and one.last.nominal.end >= times.first for one in told):
        return ""
    first = min((one.first for one in told), key=lambda one: one.end)
    last = max((one.last for one in told), key=lambda one: one.end)
    words = _("“%(name)s” có số liệu từ %(first)s đến %(last)s; khoảng thời gian đang hỏi không có số nào.")
    return words % {
        "name": indicator_name(given.indicator),
        "first": wording.period(first),
        "last": wording.period(last),
    }


def _speaking(asked: Asked, given: Known) -> list[Telling]:
    told_at, level = asked.query.places.told_at, asked.level
    return [
        one
        for one in given.tellings
        if (told_at is None or one.level is told_at) and (level is None or given.rises(one, level))
    ]


def _derived(asked: Asked, known: Known, given: Known) -> str:
    """What is calculated needs everything that it is calculated from."""
    row = known.indicator
    own, kind = PeriodKind(row.frequency) if row.frequency else None, asked.kind
    if own and kind and length(kind) < length(own):
        words = _("“%(name)s” được tính theo %(own)s, không tách ra theo %(kind)s được.")
        return words % {
            "name": indicator_name(row),
            "own": str(KIND_WORDS[own]),
            "kind": str(KIND_WORDS[kind]),
        }
    for code, one in given.inputs.items():
        why = _nothing(known.inputs[code], one) or _places(asked, one) or _input_times(kind, one)
        if why:
            return _("“%(name)s” tính từ chỉ số khác: %(why)s") % {"name": indicator_name(row), "why": why}
    return ""


def _input_times(kind: PeriodKind | None, given: Known) -> str:
    """An input is read in its own kind of period where that is longer."""
    row = given.indicator
    if kind is None:
        return ""
    own = max(kind, PeriodKind(row.frequency or kind), key=length)
    if any(given.lasts(one, own) for one in given.tellings):
        return ""
    return _no_such_period(own, row, given.tellings)


def _level(level: Level | None) -> str:
    return str(LEVEL_WORDS[level]) if level else ""


def _levels(told: Iterable[Telling]) -> str:
    found = {one.level for one in told}
    return _listed([str(LEVEL_WORDS[one]) for one in _LEVELS if one in found])


def _listed(words: list[str]) -> str:
    """`tháng, quý và năm`."""
    if len(words) < 2:
        return "".join(words)
    return _("%(some)s và %(last)s") % {"some": ", ".join(words[:-1]), "last": words[-1]}
