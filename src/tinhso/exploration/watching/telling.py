"""Watches and alerts in words, and where they lead."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tinhso.base import clock
from tinhso.base.calendar.periods import PeriodKind
from tinhso.base.web import wording
from tinhso.exploration import words
from tinhso.exploration.spec import Form, Spec, Where
from tinhso.exploration.watching.models import Alert, Watch
from tinhso.indicators.models import Indicator
from tinhso.indicators.tables import indicator_name
from tinhso.places import queries as places
from tinhso.places.models import Level, Place
from tinhso.warehouse.questions import Op


def units_of(watches: Iterable[Watch]) -> dict[str, Place]:
    """The units that watches lie in, by code, as they are today; one query, none without a watch."""
    codes = {one.within for one in watches if one.within}
    return places.by_codes(codes) if codes else {}


def condition(watch: Watch) -> str:
    """`nhỏ hơn 80 %`."""
    told = f"{wording.rounded(watch.threshold, 6)} {words.unit(watch.indicator)}".strip()
    return words.condition(Op(watch.op), told)


def where(watch: Watch, units: Mapping[str, Place]) -> str:
    """`các xã, phường của Tỉnh Lạng Sơn`."""
    return words.where(Level(watch.level) if watch.level else None, units.get(watch.within)) or watch.within


def title(watch: Watch) -> str:
    """Its own name, else the indicator's with the condition."""
    return watch.name or f"{indicator_name(watch.indicator)} {condition(watch)}"


def number(indicator: Indicator, value: Decimal | None) -> str:
    """A number as alerts print it."""
    return words.with_unit(indicator, None if value is None else value.normalize())


def what(alert: Alert) -> str:
    """Which way it crossed."""
    return _("Chạm ngưỡng") if alert.entered else _("Trở lại ngoài ngưỡng")


def facts_href(indicator: Indicator, place: Place, period: str, *, illustrative: bool) -> str:
    """The facts behind a figure."""
    asked = {"m": indicator.code, "place": place.code, "period": period, "on": clock.today().isoformat()}
    if illustrative:
        asked["illustrative"] = "1"
    return f"{reverse('exploration:facts')}?{urlencode(asked)}"


def explore_href(watch: Watch) -> str:
    """What is watched, on a map or as a line; the condition stands in the address."""
    day = clock.today()
    spec = Spec(
        measures=(watch.indicator.code,),
        form=Form.MAP if watch.level == Level.COMMUNE else Form.LINE,
        level=Level(watch.level) if watch.level else None,
        within=watch.within,
        kind=PeriodKind(watch.kind) if watch.kind else None,
        first=day.replace(year=day.year - 2, month=1, day=1),
        where=(Where(measure=watch.indicator.code, op=Op(watch.op), number=watch.threshold.normalize()),)
        if watch.level
        else (),
        illustrative=watch.illustrative,
    )
    return f"{reverse('exploration:explore')}?{spec.address}"


@dataclass(frozen=True)
class Line:
    """A watch ready for a list."""

    watch: Watch
    title: str
    where: str
    condition: str
    stands: str
    unread: int

    @property
    def name(self) -> str:
        """The indicator."""
        return indicator_name(self.watch.indicator)

    @property
    def state(self) -> str:
        """Whether it is looked at."""
        return _("Đang theo dõi") if self.watch.active else _("Tạm dừng")


def stands(watch: Watch, inside: int, told: int) -> str:
    """`16 trong 65 nơi có số liệu`."""
    if not told:
        return _("chưa có số liệu")
    if not watch.level:
        return _("đang chạm ngưỡng") if inside else _("chưa chạm ngưỡng")
    return _("%(inside)s trong %(told)s %(units)s đang chạm ngưỡng") % {
        "inside": wording.number(inside),
        "told": wording.number(told),
        "units": words.level_word(watch.level),
    }


def news(count: int) -> str:
    """`3 cảnh báo mới`."""
    return ngettext("%(count)d cảnh báo mới", "%(count)d cảnh báo mới", count) % {"count": count}
