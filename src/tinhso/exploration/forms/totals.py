"""What the places shown make together, by the indicator's own rule; what no rule adds says so."""

from __future__ import annotations

from django.utils.translation import gettext as _

from tinhso.base.calendar.periods import Period
from tinhso.exploration import words
from tinhso.exploration.drawn import Ground
from tinhso.exploration.sheets import Item
from tinhso.indicators.aggregation import CannotAggregate, Part, aggregate, decimal_of
from tinhso.indicators.models import Indicator
from tinhso.warehouse.catalogue import rule_of


def total(ground: Ground, measure: Indicator, period: Period) -> Item:
    """The places together in that period, saying how many of them told anything."""
    cells = [ground.answer.cell(measure.code, place.pk, period.code) for place in ground.places]
    parts = [cell.part if cell and cell.part else Part() for cell in cells]
    if not any(part.measure is not None for part in parts):
        return Item()
    try:
        whole = aggregate(rule_of(measure), parts)
    except CannotAggregate:
        return Item(None, "–", marks=(_("không tổng hợp được"),))
    made = Part(whole.value, whole.numerator, whole.denominator, measure.factor).measure
    number = None if made is None else decimal_of(made)
    marks = (
        (_("%(told)d/%(all)d địa bàn") % {"told": whole.counted, "all": len(parts)},) if whole.missing else ()
    )
    return Item(number, words.number(measure, number), marks=marks)
