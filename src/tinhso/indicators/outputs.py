"""Typed outputs of figures and indicators, shared by pages and API."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Literal, Self
from uuid import UUID

from pydantic import BaseModel

from tinhso.indicators.definitions.outputs import DefinitionOut
from tinhso.indicators.derived import percent_computed, plain, printed_percent, ratio_computed
from tinhso.indicators.models import Adding, Direction, Frequency, Indicator, Kind, Observation, OverTime


class SourceOut(BaseModel):
    """Where a figure is printed. `document` is the notation, or the title of what has none."""

    document: str
    title: str
    date: dt.date | None
    locator: str
    slug: str
    href: str

    @classmethod
    def of(cls, figure: Observation) -> SourceOut | None:
        """None for a figure that was reported without a document."""
        document = figure.document
        if document is None:
            return None
        return cls(
            document=document.notation or document.title,
            title=document.title,
            date=document.date,
            locator=figure.locator,
            slug=document.slug,
            href=document.get_absolute_url(),
        )


class FigureOut(BaseModel):
    """A figure in force: as printed, its values unrounded, its source.

    `place` is the code of the unit as it was then; `period` the code of the period. Numbers are decimal
    strings; `percent_computed` (ratios only) is in hundredths, `ratio_computed` in what the indicator is told
    in (`factor`: 1000 is ‰), both with up to six decimals.
    """

    id: UUID
    code: str
    kind: Kind
    text: str
    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    actual: Decimal | None
    target: Decimal | None
    rank: int | None
    of: int | None
    date_from: dt.date | None
    date_to: dt.date | None
    percent_printed: Decimal | None
    percent_computed: Decimal | None
    ratio_computed: Decimal | None
    factor: Decimal | None
    unit: str
    place: str
    place_name: str
    agency: str | None
    period: str
    dated: dt.date
    is_target: bool
    comparison: str
    indicator: str
    subject: str
    state: str
    note: str
    illustrative: bool
    source: SourceOut | None
    href: str

    @classmethod
    def told(cls, figure: Observation) -> Self:
        """From a row that came with everything around it."""
        exact = ("value", "numerator", "denominator", "actual", "target")
        same = ("rank", "date_from", "date_to", "period", "dated", "is_target", "comparison", "subject")
        more = ("text", "code", "state", "note", "illustrative")
        return cls(
            **{name: _exact(getattr(figure, name)) for name in exact},
            **{name: getattr(figure, name) for name in (*same, *more)},
            id=figure.pk,
            kind=Kind(figure.kind),
            of=figure.of,
            percent_printed=printed_percent(figure),
            percent_computed=percent_computed(figure),
            ratio_computed=ratio_computed(figure),
            factor=plain(figure.indicator.factor) if figure.kind == Kind.RATIO else None,
            unit=figure.unit or figure.indicator.unit,
            place=figure.place.code,
            place_name=figure.place.full_name,
            agency=figure.agency.code if figure.agency else None,
            indicator=figure.indicator.code,
            source=SourceOut.of(figure),
            href=figure.get_absolute_url(),
        )


def _exact(value: Decimal | None) -> Decimal | None:
    return None if value is None else plain(value)


class FigurePage(BaseModel):
    """A page of the list."""

    items: list[FigureOut]
    next: str | None
    total: int


class IndicatorBrief(BaseModel):
    """What is measured. `factor`: what a ratio is told in; `whole` and `cell`: of what it is which part."""

    code: str
    name: str
    name_en: str
    unit: str
    unit_en: str
    kind: Kind
    direction: Direction
    adding: Adding
    over_time: OverTime
    decimals: int
    factor: Decimal
    frequency: Frequency | Literal[""]
    derived: bool
    whole: str | None
    cell: str
    illustrative: bool
    href: str

    @classmethod
    def of(cls, indicator: Indicator) -> Self:
        """From a row that came with its whole."""
        same = ("code", "name", "name_en", "unit", "unit_en", "decimals", "frequency", "cell", "illustrative")
        return cls(
            **{name: getattr(indicator, name) for name in same},
            kind=Kind(indicator.kind),
            direction=Direction(indicator.direction),
            adding=Adding(indicator.adding),
            over_time=OverTime(indicator.over_time),
            factor=plain(indicator.factor),
            derived=bool(indicator.formula),
            whole=indicator.whole.code if indicator.whole else None,
            href=indicator.get_absolute_url(),
        )


class IndicatorPage(BaseModel):
    """A page of the list."""

    items: list[IndicatorBrief]
    next: str | None
    total: int


class IndicatorOut(BaseModel):
    """An indicator with its figures in force, the newest first, at most 1,000.

    `laid_down` is the definition that stands on `on` (today), `versions` all there were and will be, the
    newest first; `cells` the codes of its parts by the disaggregations of that definition.
    """

    indicator: IndicatorBrief
    definition: str
    laid_down: DefinitionOut | None
    versions: list[DefinitionOut]
    cells: list[str]
    figures: list[FigureOut]
    total: int
