"""The figures beside the plan: ranks over the years, and one indicator over the communes."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from tinhso.base.errors import NotFound
from tinhso.base.numbers import round_half_up
from tinhso.base.packs.home import home_pack
from tinhso.base.web import wording
from tinhso.documents.models import Document
from tinhso.indicators import queries as figures
from tinhso.indicators.display import unit_shown
from tinhso.indicators.models import CurrentFigure, Indicator, Kind
from tinhso.places import queries as places
from tinhso.places.maps import MapPicture, MapValue, Shade, map_svg, shades, with_outlines
from tinhso.places.models import Level, Place
from tinhso.places.querysets import PlaceQuerySet

MOST_CHOICES = 24
"""Indicators that the map offers; all others have a map on their own page."""


@dataclass(frozen=True)
class Rank:
    """One edition of an index."""

    year: str
    rank: int
    of: int | None
    figure: CurrentFigure

    @property
    def source(self) -> Document | None:
        """Where it is published."""
        return self.figure.observation.document

    @property
    def href(self) -> str:
        """The figure's page: its sentence, its document, who confirmed it."""
        return reverse("figures:detail", args=[self.figure.observation_id])


def _number(figure: CurrentFigure, factor: Decimal) -> Decimal | None:
    """What a map shades: the value; a ratio in what it is told in, computed exactly and rounded half up."""
    seen = figure.observation
    if seen.value is not None or not seen.denominator or seen.numerator is None:
        return seen.value
    return round_half_up(seen.numerator * factor / seen.denominator, 1)


@dataclass(frozen=True)
class Area:
    """One commune with its figure, None where there is none."""

    place: Place
    figure: CurrentFigure | None
    tone: str
    value: Decimal | None
    said: str = ""


@dataclass(frozen=True)
class Atlas:
    """Ranks of the home province and the map of its communes."""

    index: Indicator | None
    ranks: Sequence[Rank]
    choices: Sequence[Indicator]
    indicator: Indicator | None
    areas: Sequence[Area]
    legend: Sequence[Shade]
    picture: MapPicture | None

    @cached_property
    def listed(self) -> list[Area]:
        """Communes with the largest figures first, those without last."""
        return sorted(self.areas, key=lambda area: (area.value is None, -(area.value or 0)))

    @cached_property
    def keys(self) -> list[tuple[str, str]]:
        """Each shade of the map with what it stands for."""
        return [
            (
                one.tone,
                "–".join(dict.fromkeys((_said(self.indicator, one.low), _said(self.indicator, one.high)))),
            )
            for one in self.legend
        ]

    @property
    def unit(self) -> str:
        """The unit of the map's figures."""
        if self.indicator is None:
            return ""
        return unit_shown(self.indicator)

    @property
    def illustrative(self) -> bool:
        """Whether the map shows illustrative figures."""
        return any(area.figure and area.figure.observation.illustrative for area in self.areas)


def _home() -> str:
    """The code of the home province; empty where no pack is there."""
    try:
        return home_pack().place
    except NotFound:
        return ""


def gather(day: date, code: str = "") -> Atlas:
    """The atlas with the indicator of that code on the map, the first that has figures when none is named."""
    home = _home()
    if not home:
        return Atlas(None, (), (), None, (), (), None)
    communes = list(_communes(home, day))
    provinces = {row.parent_id for row in communes if row.parent_id}
    known = list(figures.with_figures(provinces, communes, MOST_CHOICES))
    indices = sorted((one for one in known if one.kind == Kind.RANK), key=lambda one: "dti" not in one.code)
    choices = [one for one in known if one.kind != Kind.RANK]
    chosen = next((one for one in choices if one.code == code), _usual(choices))
    found = _figures(provinces, communes, indices[:1], [chosen] if chosen else [])
    ranks = _ranks([one for one in found if indices and one.indicator_id == indices[0].pk])
    factor = chosen.factor if chosen else Decimal(100)
    of_chosen = [one for one in found if chosen and one.indicator_id == chosen.pk]
    areas, legend = _areas(communes, of_chosen, factor, chosen)
    picture = _picture(areas, chosen)
    return Atlas(indices[0] if indices else None, ranks, choices, chosen, areas, legend, picture)


def _usual(choices: Sequence[Indicator]) -> Indicator | None:
    """What the map opens with: a ratio, else something measured, else whatever there is."""
    return min(choices, key=lambda one: (one.kind != Kind.RATIO, one.kind not in _MEASURED), default=None)


_MEASURED = frozenset({Kind.RATIO, Kind.PERCENT, Kind.COUNT, Kind.MONEY})


def _said(indicator: Indicator | None, value: Decimal | None) -> str:
    """A figure of the map in words."""
    if indicator is not None and indicator.kind == Kind.YES_NO and value is not None:
        return _("Có") if value else _("Không")
    return wording.number(value, indicator.decimals if indicator else None)


_FIGURE = (
    "indicator_id",
    "place_id",
    "period",
    "dated",
    *(
        f"observation__{column}"
        for column in ("value", "numerator", "denominator", "rank", "of", "illustrative")
    ),
)


def _figures(
    provinces: Collection[object],
    communes: Sequence[Place],
    indices: Sequence[Indicator],
    chosen: Sequence[Indicator],
) -> list[CurrentFigure]:
    """Every edition of the index, and the latest figure of each commune; one query."""
    found = figures.current([*indices, *chosen], illustrative=True).filter(is_target=False)
    ranked = Q(indicator__in=indices, place__in=provinces)
    newest = Q(pk__in=figures.newest_each(chosen, communes, illustrative=True))
    rows = found.filter(ranked | newest).select_related("observation__document")
    return list(rows.only(*_FIGURE, "observation__document"))


def _ranks(found: Sequence[CurrentFigure]) -> list[Rank]:
    rows = [one for one in found if not one.observation.illustrative]
    return [
        Rank(one.period[:4], one.observation.rank, one.observation.of, one)
        for one in sorted(rows, key=lambda one: one.dated)
        if one.observation.rank
    ]


def _areas(
    communes: Sequence[Place],
    found: Sequence[CurrentFigure],
    factor: Decimal,
    indicator: Indicator | None,
) -> tuple[list[Area], Sequence[Shade]]:
    """Every commune, with its latest figure."""
    latest: dict[object, CurrentFigure] = {}
    for one in sorted(found, key=lambda one: one.dated):
        latest[one.place_id] = one
    values = {row.pk: _number(latest[row.pk], factor) if row.pk in latest else None for row in communes}
    tones, legend = shades(values)
    areas = [
        Area(row, latest.get(row.pk), tones[row.pk], values[row.pk], _said(indicator, values[row.pk]))
        for row in communes
    ]
    return areas, legend


def _communes(home: str, day: date) -> PlaceQuerySet:
    """The communes of the province that carries that code on the day, in Vietnamese order."""
    inside = places.places().filter(parent__code=home, parent__level=Level.PROVINCE)
    return with_outlines(inside.at_level(Level.COMMUNE).valid_on(day)).order_by("sort_key", "code")


def _picture(areas: Sequence[Area], indicator: Indicator | None) -> MapPicture | None:
    label = _("Bản đồ xã, phường: %(indicator)s") % {"indicator": indicator or _("chưa chọn chỉ số")}
    unit = unit_shown(indicator) if indicator else ""
    return map_svg(
        {area.place: MapValue(f"{area.said} {unit}".strip(), area.tone) for area in areas},
        label=label,
    )
