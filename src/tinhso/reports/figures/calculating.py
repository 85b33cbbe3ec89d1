"""Figures that nobody told: under other boundaries, derived by a formula, calculated in a template."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from django.urls import reverse
from django.utils.translation import gettext as _

from tinhso.indicators.boundaries.flowed import Flowed
from tinhso.indicators.boundaries.readings import How
from tinhso.indicators.derivation.values import own_reference
from tinhso.indicators.derived import plain, sign_of
from tinhso.indicators.formula import evaluate
from tinhso.indicators.formula.dependencies import references
from tinhso.indicators.models import Indicator, Kind
from tinhso.reports.figures.answers import Answer, absent, number, with_unit
from tinhso.reports.figures.facts import Facts
from tinhso.reports.template import nodes


def reporters(known: Indicator) -> tuple[str, ...]:
    """Who tells an indicator, as it is laid down: codes of agencies, kinds, level."""
    told = known.reporters or {}
    return tuple(str(one) for one in (*told.get("agencies", ()), *told.get("kinds", ())))


def flowing(figure: nodes.IndicatorFigure, known: Indicator, flowed: Flowed | None) -> Answer:
    """A figure under the boundaries of another day; what cannot be compared says so."""
    href = f"{known.get_absolute_url()}?boundaries={figure.boundaries}"
    if flowed is None:
        return absent(figure.key, _("chưa có số liệu"), owed=reporters(known), remedy=href)
    reading = flowed.reading
    if reading.how is How.NOT_COMPARABLE or reading.amount is None:
        return absent(figure.key, _("không so sánh được theo địa giới đó"), href=href)
    value, numerator, denominator = reading.amount.decimals()
    sign = ""
    if value is None and numerator is not None and denominator:
        value = decimal_share(numerator, denominator, known.factor)
        sign = sign_of(known.factor)
    if value is None:
        return absent(figure.key, _("chưa có số liệu"), href=href)
    note = "phân bổ theo địa giới" if reading.how is How.APPORTIONED else ""
    text = with_unit(number(value, known.decimals), sign or known.unit)
    sources = tuple(f"figure:{row.pk}" for row in flowed.figures)
    return Answer(figure.key, text, value, sign or known.unit, sources=sources, href=href, note=note)


def decimal_share(numerator: Decimal, denominator: Decimal, factor: Decimal) -> Decimal:
    """Numerator in `factor` parts of the denominator, to six decimals."""
    exact = Fraction(numerator) * Fraction(factor) / Fraction(denominator)
    return plain(Decimal(exact.numerator) / Decimal(exact.denominator))


def derived(figure: nodes.IndicatorFigure, known: Indicator, place: str, facts: Facts) -> Answer:
    """An indicator that follows from others by a formula."""
    href = known.get_absolute_url()
    if facts.stored is None:
        return absent(figure.key, _("chưa có số liệu"), href=href)
    whom = (facts.places[place].pk, None)
    cell = facts.stored.cell(own_reference(known.code), whom, facts.setting.period)
    if not isinstance(cell.value, Decimal):
        lacking = ", ".join(sorted({gap.code for gap in cell.gaps}))
        return absent(figure.key, _("thiếu số liệu đầu vào: %(codes)s") % {"codes": lacking}, remedy=href)
    unit = "%" if known.kind == Kind.PERCENT else known.unit
    text = with_unit(number(cell.value, known.decimals), unit)
    sources = tuple(f"figure:{one}" for one in cell.figures)
    return Answer(figure.key, text, cell.value, unit, sources=sources, href=href)


def calculated(figure: nodes.Calculated, facts: Facts) -> Answer:
    """A formula over stored figures, at the report's period."""
    place = facts.places.get(figure.place or facts.setting.place)
    href = reverse("indicators:index")
    if place is None or facts.stored is None:
        return absent(figure.key, _("chưa có số liệu"), href=href)
    needed = references(figure.tree)
    cells = {one.key: facts.stored.cell(one, (place.pk, None), facts.setting.period) for one in needed}
    value = evaluate(figure.tree, {key: cell.value for key, cell in cells.items()})
    sources = tuple(dict.fromkeys(f"figure:{one}" for cell in cells.values() for one in cell.figures))
    if not isinstance(value, Decimal):
        lacking = ", ".join(sorted(key for key, cell in cells.items() if cell.value is None))
        why = _("thiếu số liệu đầu vào: %(codes)s") % {"codes": lacking or figure.formula}
        return absent(figure.key, why, href=href)
    text = with_unit(number(value, figure.digits), figure.unit)
    return Answer(figure.key, text, value, figure.unit, sources=sources, href=href)
