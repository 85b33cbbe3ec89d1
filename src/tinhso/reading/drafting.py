"""A proposal as a figure that may be written: its values, period and quotation as `indicators` takes them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _

from tinhso.base.calendar.periods import Period, PeriodKind
from tinhso.base.errors import Invalid, Problem
from tinhso.base.text import fold
from tinhso.indicators.models import Indicator
from tinhso.indicators.models import Kind as FigureKind
from tinhso.indicators.schemas import Draft
from tinhso.places.models import Place
from tinhso.reading.core.model import Change, Figure, Kind
from tinhso.reading.models import Proposal, Reading
from tinhso.reading.shapes import figure_of

_CODE: Final = re.compile(r"[0-9a-f]{8}-f[0-9]+")
LONGEST: Final = 400
"""Characters of a quotation."""
COLUMNS: Final[Mapping[Kind, tuple[str, ...]]] = {
    Kind.COUNT: ("value",),
    Kind.MONEY: ("value",),
    Kind.PERCENT: ("value",),
    Kind.ORDINAL: ("value",),
    Kind.RANK_CHANGE: ("value",),
    Kind.RATIO: ("numerator", "denominator", "percent_printed"),
    Kind.ACTUAL_TARGET: ("actual", "target"),
    Kind.RANK: ("rank", "of"),
    Kind.PERIOD: (),
    Kind.DEADLINE: (),
}
"""The numbers of a figure of each kind."""
_SCALES: Final = {
    fold(words): Decimal(10) ** power
    for words, power in (("đồng", 0), ("nghìn đồng", 3), ("triệu đồng", 6), ("tỷ đồng", 9))
}


def effective(proposal: Proposal) -> Figure:
    """The figure as it was read, with what a person put in its place."""
    data: dict[str, Any] = {**proposal.figure, **proposal.edited}
    return figure_of({name: value for name, value in data.items() if value not in ("", None)})


def draft_of(proposal: Proposal, agency: str) -> Draft:
    """The figure to write. Raises Invalid with everything that somebody has to say first."""
    figure, reading = effective(proposal), proposal.reading
    indicator, place = proposal.indicator, proposal.place
    period = period_of(figure, indicator, reading.dated)
    problems = list(_missing(proposal, period))
    if indicator is None or place is None or problems:
        raise Invalid(
            problems[0].message,
            code="missing",
            field=problems[0].field,
            hint=problems[0].hint,
            problems=problems,
        )
    quoted = quotation(proposal)
    return Draft(
        indicator=indicator.code,
        place=_unit(place, Period.parse(period)),
        period=period,
        agency=agency,
        kind=FigureKind(figure.kind.value),
        dated=_dated(figure, period, reading.dated),
        unit=_unit_of(figure, indicator),
        text=figure.text[:500],
        subject=figure.subject[:500],
        comparison=figure.comparison.value,
        is_target=figure.is_target,
        document=reading.document.slug if reading.document else "",
        locator=quoted,
        evidence=reading.file_id,
        note="" if reading.document else source_of(reading),
        code=code_of(proposal),
        **values_of(figure, indicator),
    )


def code_of(proposal: Proposal) -> str:
    """The code its figure is written under: two of one thing in one text are two figures."""
    return f"{codes_of(proposal.reading_id)}{proposal.position + 1}"


def codes_of(reading: UUID) -> str:
    """What the codes of all figures read from one text begin with."""
    return f"{reading.hex[-8:]}-f"


def was_read(code: str) -> bool:
    """Whether a figure of that code was read from a text."""
    return _CODE.fullmatch(code) is not None


def _unit(place: Place, days: Period) -> UUID | str:
    """The row itself where it was a unit then, else its code, which is meant as of that time."""
    return place.pk if place.is_valid_on(days.end) else place.code


def _missing(proposal: Proposal, period: str) -> list[Problem]:
    found: list[Problem] = []
    if proposal.indicator is None:
        found.append(
            Problem("missing", _("Chưa rõ số liệu này thuộc chỉ số nào."), "indicator", _("Chọn chỉ số."))
        )
    if proposal.place is None:
        hint = _("Có nhiều đơn vị cùng tên: chọn một.") if proposal.places else _("Chọn địa bàn.")
        found.append(Problem("missing", _("Chưa rõ số liệu này của địa bàn nào."), "place", hint))
    if not period:
        hint = _("Nhập kỳ, hoặc nhập ngày của văn bản.")
        found.append(Problem("missing", _("Chưa rõ kỳ của số liệu này."), "period", hint))
    return found


def period_of(figure: Figure, indicator: Indicator | None, dated: date | None) -> str:
    """The code of the period it belongs to; without one in the text, the indicator's own at that day.

    “Up to a day” is the indicator's period that holds that day; “since a year” that of the document's day.
    """
    told = figure.period
    try:
        return Period.parse(told).code
    except ValueError:
        day = _day(told.removeprefix("..")) if told.startswith("..") else dated
    if day is None:
        return ""
    if figure.deadline and figure.is_target:
        day = figure.deadline
    kind = PeriodKind(indicator.frequency) if indicator and indicator.frequency else PeriodKind.YEAR
    return Period.of(kind, day).code


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _dated(figure: Figure, period: str, dated: date | None) -> date | None:
    """The figure's own day: “up to” one, else the document's where it lies in the period."""
    until = _day(figure.period.removeprefix(".."))
    days = Period.parse(period)
    return next((day for day in (until, dated) if day and days.contains(day)), None)


def values_of(figure: Figure, indicator: Indicator) -> dict[str, Any]:
    """The columns of a figure of its kind; money in the indicator's own unit."""
    found = {name: value for name in COLUMNS[figure.kind] if (value := getattr(figure, name)) is not None}
    if figure.kind is Kind.MONEY and "value" in found:
        found["value"] = _in_unit(found["value"], figure.unit, indicator.unit)
    if figure.kind is Kind.RANK_CHANGE and figure.change is Change.DECREASE:
        found["value"] = -abs(found["value"])
    if figure.kind is Kind.DEADLINE and figure.deadline:
        found["date_to"] = figure.deadline
    if figure.kind is Kind.PERIOD:
        days = Period.parse(period_of(figure, indicator, None))
        found |= {"date_from": days.start, "date_to": days.end}
    return found


def _unit_of(figure: Figure, indicator: Indicator) -> str:
    """The indicator's own where the text says that, or more (tổ công nghệ số), or money was told in it."""
    own = fold(indicator.unit)
    said = fold(figure.unit)
    same = own and (not said or f"{said} ".startswith(f"{own} "))
    money = figure.kind is Kind.MONEY and own in _SCALES and said in _SCALES
    return indicator.unit if same or money else figure.unit[:60]


def _in_unit(value: Decimal, told: str, own: str) -> Decimal:
    here, there = _SCALES.get(fold(told)), _SCALES.get(fold(own))
    return value * here / there if here and there else value


def quotation(proposal: Proposal) -> str:
    """The one sentence it stands in, as printed; of a very long one the part around the figure."""
    start, end = proposal.figure["sentence"]
    whole = proposal.reading.text[start:end]
    if len(whole) > LONGEST:
        first = max(0, min(proposal.start - start - LONGEST // 2, len(whole) - LONGEST))
        whole = f"…{whole[first : first + LONGEST]}…"
    return f"“{' '.join(whole.split())}”"


def source_of(reading: Reading) -> str:
    """Where the quotation is from, where the register has no entry of it."""
    told = [reading.title or _("Văn bản chưa có tên")]
    if reading.dated:
        told.append(f"{reading.dated:%d/%m/%Y}")
    return _("Nguồn: %(source)s") % {"source": ", ".join(told)}
