"""The page "read under the boundaries of", and the refusal of units that were none then."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tinhso.indicators import actions, queries
from tinhso.indicators.boundaries import page as boundary_reading
from tinhso.indicators.models import State
from tinhso.indicators.tests.conftest import World, place
from tinhso.places.errors import NotValidThen
from tinhso.places.models import Level, Lineage

pytestmark = pytest.mark.django_db
PAGE = "/indicators/to-cnscd/"


@pytest.fixture
def merged(world: World) -> World:
    """Two communes of 2024 became one, whole; a third was divided and nobody knows how."""
    end, start = date(2025, 6, 30), date(2025, 7, 1)
    first, second, third = (
        place(Level.COMMUNE, code, name, world.province, type="Xã", valid_to=end)
        for code, name in (("06001", "Một"), ("06002", "Hai"), ("06003", "Ba"))
    )
    new, other = (
        place(Level.COMMUNE, code, name, world.province, type="Xã", valid_from=start)
        for code, name in (("06001", "Mới"), ("06009", "Khác"))
    )
    for old in (first, second):
        Lineage.objects.create(predecessor=old, successor=new, on=start, share=1, basis="whole")
    Lineage.objects.create(predecessor=third, successor=other, on=start, basis="none")
    Lineage.objects.create(predecessor=third, successor=world.new, on=start, basis="none")
    told = [(first, "2024", 3), (second, "2024", 4), (third, "2024", 5), (new, "2026-Q3", 9)]
    for unit, period, value in told:
        draft = world.draft(
            indicator="to-cnscd",
            place=unit.pk,
            period=period,
            value=Decimal(value),
            numerator=None,
            denominator=None,
        )
        actions.record_observation(world.office, draft, State.CONFIRMED)
    return world


def _page(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


def test_the_page_says_measured_and_not_comparable(client: Client, merged: World) -> None:
    page = _page(client, f"{PAGE}?boundaries=01/07/2025")
    for words in ("Xã Mới", "7 tổ", ">Đo<", "Không so sánh được: chưa rõ tỷ lệ chia", "chung với Xã Khác"):
        assert words in page
    assert "Đọc như đã ghi" in page
    told = client.get(f"{PAGE}?boundaries=2025-07-01&format=json").json()["items"]
    found = {(item["place"], item["period"]): (item["value"], item["how"]) for item in told}
    assert found["06001", "2024"] == ("7", "measured")
    assert found["06009", "2024"] == (None, "not_comparable")


def test_without_a_day_figures_stand_as_they_were_told(client: Client, merged: World) -> None:
    page = _page(client, PAGE)
    assert "Xã Hai" in page
    assert "Đọc như đã ghi" not in page
    assert "boundaries=2025-06-30" in page


@pytest.mark.parametrize("day", ["1.2", "2008-07-31", "31/02/2025"])
def test_a_day_that_cannot_be_read_is_told_beside_the_field(client: Client, merged: World, day: str) -> None:
    page = _page(client, f"{PAGE}?boundaries={day}")
    assert 'id="boundaries-error"' in page
    assert f'value="{day}"' in page
    assert "Xã Hai" in page
    assert client.get(f"{PAGE}?boundaries={day}&format=json").status_code == 422


def test_the_trend_is_one_line_through_the_reform_and_marked(merged: World) -> None:
    drawn = queries.series(merged.teams)
    chart = boundary_reading.trend(merged.teams, drawn)
    assert chart is not None
    lines = {str(series.name): series.values for series in chart.series}
    assert lines == {"Xã Mới": (Decimal(7), Decimal(9))}
    assert [mark.at for mark in chart.marks] == [chart.labels[1]]
    assert "01/07/2025" in str(chart.marks[0].label)


def test_asks_the_database_as_often_however_many_figures(
    client: Client, merged: World, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(14):
        _page(client, f"{PAGE}?boundaries=2025-07-01")


@pytest.mark.parametrize(
    ("code", "period", "turn", "unit"),
    [
        ("06002", "2026-Q3", ("30/06/2025", "01/07/2025"), "Xã Mới (06001)"),
        ("06009", "2024", ("01/07/2025",), "Xã Ba (06003)"),
    ],
)
def test_a_unit_of_another_time_is_refused_with_the_unit_and_the_day(
    merged: World, code: str, period: str, turn: tuple[str, ...], unit: str
) -> None:
    draft = merged.draft(
        indicator="to-cnscd", place=code, period=period, value=Decimal(1), numerator=None, denominator=None
    )
    with pytest.raises(NotValidThen) as refused:
        actions.record_observation(merged.office, draft)
    told = f"{refused.value} {refused.value.hint}"
    assert unit in told
    assert all(day in told for day in turn)
