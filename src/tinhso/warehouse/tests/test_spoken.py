"""What the SQL says of spoken rows is what the readers of figures say, whatever was told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tinhso.base import clock
from tinhso.base.calendar.periods import Period
from tinhso.base.text import search_key
from tinhso.indicators.boundaries import flowing
from tinhso.indicators.current import keep_current
from tinhso.indicators.models import Adding, CurrentFigure, Indicator, Kind, Observation
from tinhso.people.models import Agency
from tinhso.places.models import Level, Place
from tinhso.warehouse.storage.spoken import KINDS, Series, Spoken

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 21)
PERIODS = ("2024", "2025-06", "2025-Q3", "R2025-07", "2025-H2", "2025-07-03", "2021..2025")
KINDS_TOLD = (Kind.COUNT, Kind.RATIO, Kind.PERCENT, Kind.MONEY, Kind.ACTUAL_TARGET, Kind.RANK, Kind.YES_NO)
Row = tuple[Any, ...]


@dataclass(frozen=True)
class Told:
    """A figure to be laid down: which place, agency (0: none), period, its numbers."""

    place: int
    agency: int
    period: int
    illustrative: bool
    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    other_kind: bool
    is_target: bool


_numbers = st.one_of(
    st.none(),
    st.decimals(-(10**9), 10**9, places=6),
    st.decimals(-9, 9, places=6),
    st.integers(0, 9).map(Decimal),
    st.sampled_from([Decimal("999999999999999999.999999"), Decimal("0.000001"), Decimal("-0.5")]),
)
_told = st.builds(
    Told,
    place=st.sampled_from([0, 1, 1, 1]),
    agency=st.sampled_from([0, 1, 1, 2, 2, 3, 3]),
    period=st.integers(0, 1),
    illustrative=st.booleans(),
    value=_numbers,
    numerator=_numbers,
    denominator=st.one_of(_numbers, st.just(Decimal(0)), st.integers(1, 10**6).map(Decimal)),
    other_kind=st.sampled_from([False, False, False, True]),
    is_target=st.sampled_from([False, False, False, True]),
)


@pytest.fixture
def places(db: None) -> list[Place]:
    country = _place(Level.COUNTRY, "VN", None)
    end, start = date(2025, 6, 30), date(2025, 7, 1)
    return [
        _place(Level.PROVINCE, "20", country, valid_to=end),
        _place(Level.PROVINCE, "20", country, valid_from=start),
    ]


@pytest.fixture
def agencies(db: None) -> list[Agency | None]:
    made = [
        Agency.objects.create(code=code, name=code, kind="department", search_key=search_key(code))
        for code in ("a", "b", "c")
    ]
    return [None, *made]


def _place(level: Level, code: str, parent: Place | None, **more: Any) -> Place:
    path = f"{parent.path}/{code}" if parent else code
    return Place.objects.create(
        level=level, code=code, name=code, type="Tỉnh", slug=code.lower(), sort_key=code, search_key=code,
        parent=parent, path=path, **more,
    )  # fmt: skip


@pytest.fixture(autouse=True)
def _day() -> Iterator[None]:
    with clock.standing_at(DAY):
        yield


def _lay_down(
    indicator: Indicator,
    told: Iterable[Told],
    periods: tuple[str, str],
    places: list[Place],
    agencies: list[Agency | None],
) -> None:
    rows = []
    for one in {
        (t.place, t.agency, t.period, t.illustrative, t.other_kind, t.is_target): t for t in told
    }.values():
        period = Period.parse(periods[one.period])
        kind = (
            (Kind.MONEY if indicator.kind != Kind.MONEY else Kind.COUNT) if one.other_kind else indicator.kind
        )
        rank = abs(int(one.value)) % 1000 if kind == Kind.RANK and one.value is not None else None
        rows.append(
            Observation(
                indicator=indicator, place=places[one.place], agency=agencies[one.agency], kind=kind,
                period=period.code, period_start=period.start, period_end=period.end, dated=period.end,
                value=one.value, numerator=one.numerator, denominator=one.denominator, actual=one.numerator,
                rank=rank, illustrative=one.illustrative, is_target=one.is_target, state="confirmed",
                pack="thử",
            )
        )  # fmt: skip
    keep_current(Observation.objects.bulk_create(rows))


def _said(spoken: Spoken) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(spoken.text, spoken.values or None)
        return sorted(cursor.fetchall(), key=repr)


def _expected(indicator: Indicator, *, illustrative: bool) -> dict[Any, Any]:
    """By the reader itself: what each place says in each period."""
    chosen = CurrentFigure.objects.filter(indicator=indicator, kind=indicator.kind, is_target=False)
    rows = [
        one.observation
        for one in chosen.select_related("observation__place")
        if illustrative or not one.illustrative
    ]
    for row in rows:
        row.indicator = indicator
    return {
        (place, told.period.code): (part.value, part.numerator, part.denominator)
        for told in flowing._told(rows)
        for place, part in told.parts.items()
    }


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    kind=st.sampled_from(KINDS_TOLD),
    adding=st.sampled_from([*Adding, Adding.AVERAGE, Adding.RATIO_OF_SUMS]),
    factor=st.sampled_from([100, 1000, 100_000]),
    periods=st.tuples(st.sampled_from(PERIODS), st.sampled_from(PERIODS)).filter(
        lambda two: two[0] != two[1]
    ),
    told=st.lists(_told, min_size=1, max_size=16),
)
def test_spoken_rows_are_what_the_readers_say(
    places: list[Place],
    agencies: list[Agency | None],
    kind: Kind,
    adding: Adding,
    factor: int,
    periods: tuple[str, str],
    told: list[Told],
) -> None:
    with transaction.atomic():
        indicator = Indicator.objects.create(code="thu", name="Thử", kind=kind, adding=adding, factor=factor)
        indicator.refresh_from_db()
        _lay_down(indicator, told, periods, places, agencies)
        rows = _said(Spoken.everything())
        found = {
            illustrative: {(row[1], row[2]): row[7:10] for row in rows if row[10] in counts}
            for illustrative, counts in ((False, (0, 1)), (True, (1, 2)))
        }
        assert found[False] == _expected(indicator, illustrative=False)
        assert found[True] == _expected(indicator, illustrative=True)
        for row in rows:
            period = Period.parse(row[2])
            assert (KINDS[row[3]], row[4]) == (period.kind, period.is_reporting)
            assert row[5:7] == (period.start, period.end)
        parts = [Spoken.narrowed(first=date(2025, 7, 1)), Spoken.narrowed(last=date(2025, 6, 30))]
        assert sorted([*_said(parts[0]), *_said(parts[1])], key=repr) == rows
        series = {Series(row[0], row[1], row[2]) for row in rows[::2]}
        alone = [row for row in rows if Series(row[0], row[1], row[2]) in series]
        assert _said(Spoken.of(series)) == alone
        assert _said(Spoken.narrowed(indicators=[indicator.pk], places=[one.pk for one in places])) == rows
        assert _said(Spoken.narrowed(indicators=[])) == []
        transaction.set_rollback(True)
