"""A country by chance: places that merged and split, indicators of every rule, and figures told of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

from tinhso.base.calendar.periods import Period
from tinhso.base.text import search_key
from tinhso.indicators.current import keep_current
from tinhso.indicators.models import Adding, Indicator, Kind, Observation, OverTime
from tinhso.people.models import Agency
from tinhso.places.models import Level, Lineage, Place

TURN = date(2025, 7, 1)
BEFORE = date(2025, 6, 30)
EARLY = date(2025, 2, 15)
MONTHS = [f"2025-{month:02}" for month in range(1, 13)]
SHARES: tuple[Sequence[str | None], ...] = (
    ("1",), ("0.25", "0.75"), ("0.33333333", "0.33333333", "0.33333333"), ("0.6", None), (None, None),
)  # fmt: skip


@dataclass
class Scene:
    """What was laid down."""

    places: list[Place] = field(default_factory=list)
    indicators: list[Indicator] = field(default_factory=list)
    agencies: list[Agency | None] = field(default_factory=list)

    def valid_on(self, day: date) -> list[Place]:
        """The places of that day."""
        return [place for place in self.places if place.is_valid_on(day)]


def place(
    level: Level, code: str, parent: Place | None, first: date | None = None, last: date | None = None
) -> Place:
    """A row of the table of places."""
    return Place.objects.create(
        level=level, code=code, name=code, type="Xã", slug=code.lower(), sort_key=code, search_key=code,
        parent=parent, path=f"{parent.path}/{code}" if parent else code, valid_from=first, valid_to=last,
    )  # fmt: skip


def country(chance: Random, provinces: int = 2, communes: int = 4) -> Scene:
    """Communes of two provinces that became others on 01/07/2025; one of each had been two before 15/02."""
    scene = Scene()
    top = place(Level.COUNTRY, "VN", None)
    heads = [place(Level.PROVINCE, f"{20 + one}", top) for one in range(provinces)]
    scene.places += [top, *heads]
    old: list[Place] = []
    new: list[Place] = []
    for head in heads:
        district = place(Level.DISTRICT, f"{head.code}1", head, None, BEFORE)
        scene.places.append(district)
        for number in range(communes):
            code = f"{head.code}{number:03}"
            first = EARLY if number == 0 else None
            old.append(place(Level.COMMUNE, code, district, first, BEFORE))
            if first:
                earlier = [
                    place(Level.COMMUNE, f"{code}{end}", district, None, date(2025, 2, 14)) for end in "ab"
                ]
                scene.places += earlier
                edges(chance, earlier[0], [old[-1]], EARLY, ("1",))
                edges(chance, earlier[1], [old[-1]], EARLY, ("1",))
        new += [place(Level.COMMUNE, f"{head.code}9{n:02}", head, TURN) for n in range(communes // 2)]
        stays = place(Level.COMMUNE, f"{head.code}777", head)
        scene.places.append(stays)
        if chance.random() < 0.5:
            edges(chance, district, [chance.choice(new)], TURN, ("1",))
    for one in old:
        shares = chance.choice(SHARES)
        near = [other for other in new if other.code[:2] == one.code[:2]]
        to = near if chance.random() < 0.8 else new
        edges(chance, one, chance.sample(to, min(len(shares), len(to))), TURN, shares)
    scene.places += [*old, *new]
    scene.agencies = [
        None,
        *(
            Agency.objects.create(code=code, name=code, kind="department", search_key=search_key(code))
            for code in "ab"
        ),
    ]
    return scene


def edges(chance: Random, old: Place, new: Sequence[Place], on: date, shares: Sequence[str | None]) -> None:
    """What became of a place."""
    del chance
    for one, share in zip(new, shares, strict=False):
        basis = "none" if share is None else "whole" if share == "1" else "population"
        Lineage.objects.create(
            predecessor=old,
            successor=one,
            on=on,
            share=None if share is None else Decimal(share),
            basis=basis,
        )


def indicator(scene: Scene, kind: Kind, adding: Adding, over_time: OverTime, **more: Any) -> Indicator:
    """What is measured."""
    number = len(scene.indicators)
    row = Indicator.objects.create(
        code=f"cs-{number}", name=f"{kind} {adding} {over_time}", kind=kind, adding=adding,
        over_time=over_time,
        search_key=f"cs {number}", sort_key=f"{number:04}", **more,
    )  # fmt: skip
    row.refresh_from_db()
    scene.indicators.append(row)
    return row


def tell(
    chance: Random,
    scene: Scene,
    row: Indicator,
    *,
    periods: Sequence[str],
    levels: Sequence[Level],
    fill: float,
) -> None:
    """Figures of that indicator, by chance; some from agencies, some illustrative."""
    rows: list[Observation] = []
    for code in periods:
        period = Period.parse(code)
        for unit in scene.valid_on(period.end):
            if unit.level not in levels or chance.random() > fill:
                continue
            draw = chance.random()
            agencies = [None] if draw < 0.8 else scene.agencies[1:] if draw < 0.9 else scene.agencies
            illustrative = chance.random() < 0.1
            rows += [figure(chance, row, unit, agency, period, illustrative) for agency in agencies]
            if illustrative and chance.random() < 0.5:
                rows.append(figure(chance, row, unit, None, period, False))
    keep_current(Observation.objects.bulk_create(rows))


def figure(
    chance: Random, row: Indicator, unit: Place, agency: Agency | None, period: Period, illustrative: bool
) -> Observation:
    """One figure."""
    places = chance.choice((0, 0, 1, 2, 6))
    value = Decimal(chance.randint(-5 if row.kind != Kind.RATIO else 0, 10 ** chance.randint(1, 7))).scaleb(
        -places
    )
    below = Decimal(chance.choice((0, 1, 3, 7, 8, 40, 1000, 123457)))
    is_ratio, is_rank, is_pair = row.kind == Kind.RATIO, row.kind == Kind.RANK, row.kind == Kind.ACTUAL_TARGET
    return Observation(
        indicator=row, place=unit, agency=agency, kind=row.kind, period=period.code,
        period_start=period.start, period_end=period.end, dated=period.end, illustrative=illustrative,
        state="confirmed", pack="thử",
        value=None if is_ratio or is_rank or is_pair else value,
        numerator=value if is_ratio else None, denominator=below if is_ratio else None,
        actual=value if is_pair else None, rank=abs(int(value)) % 60 if is_rank else None,
    )  # fmt: skip
