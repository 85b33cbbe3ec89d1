"""Aims on the page of their indicator: the chart baseline → results → target, and the table of each aim."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from tinhso.base.errors import NotFound
from tinhso.base.packs.home import home_pack
from tinhso.base.web import wording
from tinhso.base.web.charts import Chart, Series
from tinhso.indicators import display
from tinhso.indicators.derived import sign_of
from tinhso.indicators.models import Indicator, Kind, Observation
from tinhso.indicators.tables import unit_name
from tinhso.indicators.targets.asking import Aim, targets_for
from tinhso.indicators.targets.reached import Judged, judged, value_of
from tinhso.indicators.targets.reaching import rounded

_KEPT = 6


@dataclass(frozen=True)
class Line:
    """An aim as the page shows it."""

    one: Judged
    value: str
    base: str
    result: str
    look: str


@dataclass(frozen=True)
class Panel:
    """The card: the lines, what is drawn, and of whom."""

    lines: tuple[Line, ...]
    chart: Chart | None
    contested: bool


def home_code() -> str:
    """The code of the home province; empty where no pack is there."""
    try:
        return home_pack().place
    except NotFound:
        return ""


def unit_of(indicator: Indicator) -> str:
    """What aims of the indicator are told in."""
    return sign_of(indicator.factor) if indicator.kind == Kind.RATIO else unit_name(indicator)


def printed(indicator: Indicator, value: Decimal) -> str:
    """A value with its unit."""
    return f"{wording.rounded(value, _KEPT)} {unit_of(indicator)}".strip()


def panel(indicator: Indicator, figures: Sequence[Observation]) -> Panel | None:
    """What is aimed at, beside the figures that the page has read; None where nothing is."""
    aims = targets_for([indicator], illustrative=settings.DEMO)
    if not aims:
        return None
    told = judged(indicator, aims, figures)
    return Panel(
        tuple(_line(indicator, one) for one in told),
        _chart(indicator, [one.aim for one in told], figures),
        any(one.contested for one in told),
    )


def _line(indicator: Indicator, one: Judged) -> Line:
    base = one.aim.baseline
    return Line(
        one,
        f"{one.aim.text} ({printed(indicator, one.aim.value)})"
        if one.aim.text and not _same(one.aim)
        else printed(indicator, one.aim.value),
        printed(indicator, base.value) if base else "",
        display.show(one.result).text if one.result else "",
        str(one.reached or "unknown"),
    )


def _same(aim: Aim) -> bool:
    """Whether the printed text says no more than the number: `100%`."""
    return aim.text.replace(" ", "").removesuffix("%") == wording.rounded(aim.value, _KEPT)


Whose = tuple[str, UUID | None]


def _whose(aim: Aim) -> Whose:
    return aim.place.code, aim.agency.pk if aim.agency else None


def _drawn(aims: Sequence[Aim]) -> Whose:
    """Of whom the chart is: the home province where it has aims, else the first."""
    home = (home_code(), None)
    return home if any(_whose(aim) == home for aim in aims) else _whose(aims[0])


def _chart(indicator: Indicator, aims: Sequence[Aim], figures: Iterable[Observation]) -> Chart | None:
    code, agency = _drawn(aims)
    mine = [aim for aim in aims if _whose(aim) == (code, agency)]
    shown = any(aim.illustrative for aim in mine)
    actual: dict[date, Decimal] = {
        row.dated: rounded(value, _KEPT)
        for row in figures
        if row.place.code == code
        and (agency is None or row.agency_id == agency)
        and not row.is_target
        and (shown or not row.illustrative)
        and (value := value_of(row)) is not None
    }
    lines: dict[str, dict[date, Decimal]] = {}
    for aim in mine:
        line = lines.setdefault(aim.whose, {})
        line[aim.due_on] = aim.value
        if aim.baseline:
            line.setdefault(aim.baseline.on, aim.baseline.value)
    bases = {aim.baseline.on: aim.baseline.value for aim in mine if aim.baseline}
    days = sorted({*actual, *bases, *(day for line in lines.values() for day in line)})
    if len(days) < 2:
        return None
    return Chart(
        _("Mức gốc, kết quả và mục tiêu của %(place)s")
        % {"place": mine[0].agency or mine[0].place.full_name},
        tuple(wording.day(day) for day in days),
        tuple(_series(actual, bases, lines, days)),
        kind="rank" if indicator.kind == Kind.RANK else "line",
        unit=unit_of(indicator),
        axis=_("Ngày"),
        source="; ".join(lines),
    )


def _series(
    actual: dict[date, Decimal],
    bases: dict[date, Decimal],
    lines: dict[str, dict[date, Decimal]],
    days: Sequence[date],
) -> Iterable[Series]:
    if actual:
        yield Series(_("Kết quả"), tuple(actual.get(day) for day in days), "actual")
    if bases:
        yield Series(_("Mức gốc"), tuple(bases.get(day) for day in days), "baseline")
    for whose, line in lines.items():
        name = _("Mục tiêu: %(document)s") % {"document": whose}
        yield Series(name, tuple(line.get(day) for day in days), "needed" if len(line) > 1 else "target")
