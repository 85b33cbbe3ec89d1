"""Many units at once are refused as each would be alone, without asking the database more often."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from tinhso.base.errors import NotFound
from tinhso.places import queries
from tinhso.places.elsewhen import not_valid_then
from tinhso.places.errors import NotValidThen
from tinhso.places.models import Level, Place
from tinhso.places.resolving import PlaceRows
from tinhso.places.tests.conftest import NEW, OLD

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nation")]

DAYS = (date(2009, 12, 31), date(2019, 12, 31), OLD, NEW, date(2026, 11, 21))


def _alone(place: Place, day: date) -> NotValidThen:
    with pytest.raises(NotValidThen) as refused:
        queries.unit_valid_for(place, day)
    return refused.value


def _asked() -> list[tuple[Place, date]]:
    province = queries.by_code("20")
    rows = [
        province,
        *queries.places().below(province),
        *queries.places().filter(code__in=("15", "10", "318")),
    ]
    return [(row, day) for row in rows for day in DAYS if not row.is_valid_on(day)]


def test_each_is_told_as_it_would_be_alone() -> None:
    asked = _asked()
    assert len({row.level for row, _day in asked}) > 1
    together = not_valid_then(asked)
    assert len(together) == len(asked) > 400
    for row, day in asked[::7]:
        alone, found = _alone(row, day), together[row.pk, day]
        assert (str(found), found.problems[0].hint) == (str(alone), alone.problems[0].hint), (row, day)
        assert [one.pk for one in found.successors] == [one.pk for one in alone.successors]


@pytest.mark.parametrize("many", [1, 50, None])
def test_four_statements_however_many(
    many: int | None, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    asked = sorted(_asked(), key=lambda pair: pair[0].level == Level.COMMUNE)[:many]
    with django_assert_max_num_queries(4):
        assert len(not_valid_then(asked)) == len(asked)


def test_a_code_that_lost_its_nought_is_told_with_it() -> None:
    with pytest.raises(NotFound) as refused:
        PlaceRows(["6187"]).last("6187")
    assert [name.endswith("(06187)") for name in refused.value.near] == [True]
