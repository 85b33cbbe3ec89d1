"""Codes, dates, search, above and below, and what corresponds to what."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from pytest_django import DjangoAssertNumQueries

from tinhso.base.errors import NotFound
from tinhso.base.text import fold
from tinhso.places import queries
from tinhso.places.errors import NotValidThen
from tinhso.places.models import Level
from tinhso.places.tests.conftest import NEW, OLD

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nation")]


def _codes(found: list[queries.Equivalent]) -> dict[str, Decimal | None]:
    return {one.place.code: one.share for one in found}


def test_lang_son_kept_its_row_across_the_reform() -> None:
    before, after = queries.by_code("20", OLD), queries.by_code("20", NEW)
    assert before == after
    assert queries.descendants(before, OLD, Level.COMMUNE).count() == 194
    assert queries.descendants(before, OLD, Level.DISTRICT).count() == 11
    communes = queries.descendants(after, NEW, Level.COMMUNE)
    assert communes.filter(type="Xã").count() == 61
    assert communes.filter(type="Phường").count() == 4
    assert set(communes.filter(type="Phường").values_list("name", flat=True)) == {
        "Tam Thanh",
        "Lương Văn Tri",
        "Kỳ Lừa",
        "Đông Kinh",
    }


def test_a_surviving_code_is_not_a_surviving_name() -> None:
    assert queries.by_code("15", OLD).full_name == "Tỉnh Yên Bái"
    assert queries.by_code("15").full_name == "Tỉnh Lào Cai"
    assert queries.by_code("10", OLD).full_name == "Tỉnh Lào Cai"
    assert _codes(queries.equivalents(queries.by_code("10", OLD))) == {"15": 1}
    assert _codes(queries.equivalents(queries.by_code("06", OLD))) == {"19": 1}
    assert _codes(queries.equivalents(queries.by_code("15"), OLD)) == {"10": 1, "15": 1}


def test_descendants_follow_the_row_not_its_code() -> None:
    yen_bai, lao_cai = queries.by_code("15", OLD), queries.by_code("15")
    assert queries.descendants(yen_bai, OLD, Level.COMMUNE).count() == 168
    assert queries.descendants(lao_cai, NEW, Level.COMMUNE).count() == 99
    assert not queries.descendants(yen_bai, NEW).exists()
    assert not queries.descendants(lao_cai, OLD).exists()


def test_ancestors_are_those_of_the_row() -> None:
    old = queries.by_code("06079", OLD)
    assert [row.full_name for row in queries.ancestors(old)] == [
        "Việt Nam",
        "Tỉnh Lạng Sơn",
        "Huyện Bình Gia",
    ]
    new = queries.by_code("06079")
    assert [row.full_name for row in queries.ancestors(new)] == ["Việt Nam", "Tỉnh Lạng Sơn"]


def test_an_old_code_names_its_followers() -> None:
    with pytest.raises(NotFound) as refused:
        queries.by_code("10")
    assert refused.value.near == ("Tỉnh Lào Cai (15)",)
    assert "as_of=2025-06-30" in str(refused.value.hint)


@pytest.mark.parametrize(("asked", "near"), [("06180", "06187"), ("6187", "06187"), ("ky lua", "06187")])
def test_an_unknown_code_tells_what_is_near(asked: str, near: str) -> None:
    with pytest.raises(NotFound) as refused:
        queries.by_code(asked)
    assert any(near in one for one in refused.value.near), refused.value.near


def test_search_ignores_tones_and_tells_namesakes_apart() -> None:
    assert [row.code for row in queries.search("ky lua", NEW)] == ["06187"]
    assert [row.code for row in queries.search("KÌ LỪA", NEW)] == ["06187"]
    lang_son = queries.by_code("20")
    both = queries.search("hong phong", OLD, within=lang_son)
    assert [(row.code, row.parent.full_name) for row in both if row.parent] == [
        ("06079", "Huyện Bình Gia"),
        ("06205", "Huyện Cao Lộc"),
    ]
    assert [row.code for row in queries.search("hong phong cao loc")] == ["06205"]
    assert {row.code for row in queries.search("06205")} == {"06205"}


def test_exact_names_come_before_names_that_begin_so() -> None:
    found = queries.search("dong dang", OLD, Level.COMMUNE)
    assert found[0].full_name == "Thị trấn Đồng Đăng"
    tan = [fold(row.name).startswith("tan") for row in queries.search("tan", NEW, Level.COMMUNE)]
    assert tan == sorted(tan, reverse=True)
    assert {True, False} == set(tan)
    assert queries.search("phường kỳ lừa tỉnh lạng sơn")[0].code == "06187"


def test_lists_follow_the_vietnamese_alphabet() -> None:
    communes = queries.descendants(queries.by_code("20"), NEW, Level.COMMUNE).order_by("sort_key", "code")
    names = [row.name for row in communes]
    assert names[:5] == ["Ba Sơn", "Bắc Sơn", "Bằng Mạc", "Bình Gia", "Cai Kinh"]
    assert names.index("Đình Lập") > names.index("Điềm He") > names.index("Công Sơn")


def test_equivalents_of_a_split_are_unknown_shares() -> None:
    binh_xa = queries.search("xa binh xa huyen dinh lap", OLD)[0]
    found = queries.equivalents(binh_xa)
    assert {one.place.name: (one.share, one.is_default) for one in found} == {
        "Đình Lập": (None, True),
        "Kiên Mộc": (None, False),
    }
    kien_moc = queries.equivalents(queries.by_code("06625"), OLD)
    assert {one.place.name: one.share for one in kien_moc} == {"Bắc Xa": 1, "Bính Xá": None, "Kiên Mộc": None}


def test_the_two_hong_phong_are_not_mixed_up() -> None:
    assert _codes(queries.equivalents(queries.by_code("06079", OLD))) == {"06079": 1}
    assert _codes(queries.equivalents(queries.by_code("06205", OLD))) == {"06184": 1}


def test_a_unit_of_that_day_is_its_own_equivalent() -> None:
    unit = queries.by_code("06187")
    assert _codes(queries.equivalents(unit, date(2026, 1, 1))) == {"06187": 1}


def test_two_generations_are_walked() -> None:
    trang_bom = queries.search("thi tran trang bom", OLD)[0]
    assert _codes(queries.equivalents(trang_bom)) == {"26248": 1}


def test_a_district_corresponds_through_its_communes() -> None:
    city = queries.search("thanh pho lang son", OLD, Level.DISTRICT).get()
    names = {one.place.full_name for one in queries.equivalents(city)}
    assert names == {"Phường Tam Thanh", "Phường Lương Văn Tri", "Phường Kỳ Lừa", "Phường Đông Kinh"}
    island = queries.by_code("318", OLD)
    assert [(one.place.full_name, one.whole) for one in queries.equivalents(island)] == [
        ("Đặc khu Bạch Long Vĩ", True)
    ]


def test_many_are_walked_in_as_many_queries_as_one(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    lang_son = queries.by_code("20")
    old = list(queries.descendants(lang_son, OLD, Level.COMMUNE))
    with django_assert_num_queries(3):
        found = queries.equivalents_of(old, NEW)
    assert len(found) == 194
    assert all(found.values())
    assert {one.place.code for each in found.values() for one in each} == set(
        queries.descendants(lang_son, NEW, Level.COMMUNE).values_list("code", flat=True)
    )


@pytest.mark.parametrize("day", [date(2025, 7, 1), date(2026, 11, 21)])
def test_a_unit_that_ended_is_refused_with_its_successor(day: date) -> None:
    old = queries.by_code("06205", OLD)
    assert queries.unit_valid_for(old, OLD) is old
    with pytest.raises(NotValidThen) as refused:
        queries.unit_valid_for(old, day)
    assert [place.code for place in refused.value.successors] == ["06184"]
    assert refused.value.field == "place"
    assert "Xã Đồng Đăng (06184)" in str(refused.value.hint)


def test_a_unit_not_yet_there_is_refused_with_its_predecessors() -> None:
    with pytest.raises(NotValidThen) as refused:
        queries.unit_valid_for(queries.by_code("15"), OLD)
    assert {place.full_name for place in refused.value.successors} == {"Tỉnh Lào Cai", "Tỉnh Yên Bái"}


def test_turning_points_are_those_of_the_row() -> None:
    assert queries.turning_points(queries.by_code("20")) == [OLD]
    assert queries.turning_points(queries.by_code("15")) == []


def test_time_begins_with_what_was_not_recorded() -> None:
    rows = queries.places().with_code("75").in_time()
    assert [row.full_name for row in rows] == ["Tỉnh Đồng Nai", "Tỉnh Đồng Nai", "Thành phố Đồng Nai"]
    assert [row.valid_from for row in rows] == [None, NEW, date(2026, 4, 30)]
