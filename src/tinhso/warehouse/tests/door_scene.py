"""A province with communes through the reform, indicators of every manner, and figures told in bulk."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from tinhso.base.calendar.periods import Period
from tinhso.indicators import current
from tinhso.indicators.models import Adding, Indicator, Kind, Observation, OverTime, State
from tinhso.indicators.tests.conftest import indicator, place
from tinhso.places.models import Level, Lineage, Place

REFORM = date(2025, 7, 1)
EVE = date(2025, 6, 30)
Row = tuple[Indicator, Place, str, Any]


@dataclass(frozen=True)
class Scene:
    """Rows to work with: communes 1 and 2 became `first`, 3 became `second`, in province 20."""

    country: Place
    province: Place
    old: tuple[Place, Place, Place]
    first: Place
    second: Place
    people: Indicator
    stations: Indicator
    covered: Indicator
    score: Indicator
    rank: Indicator
    opened: Indicator
    head: Indicator


def scene() -> Scene:
    """The places and what is measured; nothing is told yet."""
    country = place(Level.COUNTRY, "VN", "Việt Nam", None)
    province = place(Level.PROVINCE, "20", "Lạng Sơn", country)
    one, two, three = (
        place(Level.COMMUNE, f"0600{number}", name, province, type="Xã", valid_to=EVE)
        for number, name in enumerate(("Một", "Hai", "Ba"), start=1)
    )
    first, second = (
        place(Level.COMMUNE, code, name, province, type="Xã", valid_from=REFORM)
        for code, name in (("06011", "Mới"), ("06013", "Ba Sơn"))
    )
    for old, new in ((one, first), (two, first), (three, second)):
        Lineage.objects.create(predecessor=old, successor=new, on=REFORM, share=1, basis="whole")
    add, last, none = Adding.SUM, OverTime.LAST, OverTime.NONE
    return Scene(
        country,
        province,
        (one, two, three),
        first,
        second,
        people=indicator("dan-so", "Dân số", Kind.COUNT, add, over_time=last, unit="người", decimals=0),
        stations=indicator("tram", "Trạm phát sóng", Kind.COUNT, add, over_time=OverTime.SUM, decimals=0),
        covered=indicator(
            "phu-song", "Hộ được phủ sóng", Kind.RATIO, Adding.RATIO_OF_SUMS, over_time=last, unit="hộ"
        ),
        score=indicator("diem", "Điểm chuyển đổi số", Kind.COUNT, Adding.NONE, over_time=none),
        rank=indicator("hang", "Xếp hạng", Kind.RANK, over_time=last),
        opened=indicator("ngay-mo", "Ngày khai trương", Kind.DATE),
        head=indicator(
            "ho-so-can-bo", "Hồ sơ cán bộ", Kind.COUNT, add, over_time=last, personal_data="basic"
        ),
    )


def derived(code: str, name: str, formula: str, **more: Any) -> Indicator:
    """An indicator calculated from others."""
    return indicator(code, name, Kind.COUNT, formula=formula, **more)


def tell(rows: Iterable[Row], *, illustrative: bool = False, **more: Any) -> None:
    """Confirmed figures: a number, a pair (numerator, denominator), for an indicator, place and period."""
    Observation.objects.bulk_create([_row(*row, illustrative=illustrative, **more) for row in rows])
    current.rebuild_current()


def _row(row: Indicator, unit: Place, code: str, told: Any, **more: Any) -> Observation:
    period = Period.parse(code)
    numbers: dict[str, Any] = {"rank" if row.kind == Kind.RANK else "value": told}
    if isinstance(told, tuple):
        numbers = {"numerator": Decimal(told[0]), "denominator": Decimal(told[1])}
    elif isinstance(told, date):
        numbers = {"date_from": told}
    return Observation(
        indicator=row,
        place=unit,
        kind=row.kind,
        period=code,
        period_start=period.start,
        period_end=period.end,
        dated=period.end,
        state=State.CONFIRMED,
        pack="thu",
        **numbers,
        **more,
    )
