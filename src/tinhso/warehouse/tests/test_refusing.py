"""Questions that cannot be answered so: why in words, and questions near them that can."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from tinhso.base.audit.context import SystemActor
from tinhso.base.calendar.periods import PeriodKind
from tinhso.base.errors import NotAllowed
from tinhso.indicators.models import Adding, Definition, Kind, OverTime
from tinhso.indicators.tests.conftest import indicator
from tinhso.people.principals import ANONYMOUS
from tinhso.places.models import Level
from tinhso.warehouse.answers import Refused
from tinhso.warehouse.asking import ask
from tinhso.warehouse.catalogue import measures
from tinhso.warehouse.questions import Places, Query, Times
from tinhso.warehouse.refusing import judge
from tinhso.warehouse.tests.door_scene import Scene, derived, scene, tell

pytestmark = pytest.mark.django_db
ROBOT = SystemActor("kiểm thử")
DAY = date(2026, 11, 21)
YEARS = Times(date(2022, 1, 1), date(2026, 12, 31), PeriodKind.YEAR)


@pytest.fixture
def told() -> Scene:
    """Months of communes, years of the province."""
    found = scene()
    months = ("2024-01", "2024-06", "2026-03", "2026-10")
    units = (found.first, found.second)
    tell([(found.people, unit, month, 10) for month in months for unit in units])
    tell([(found.stations, unit, month, 1) for month in months for unit in units], illustrative=True)
    tell([(found.score, unit, month, 5) for month in months[2:] for unit in units])
    tell([(found.covered, found.province, "2025", (3, 4))])
    tell(
        [
            (found.opened, found.province, "2025", date(2025, 3, 1)),
            *((found.head, unit, "2026", 1) for unit in units),
        ]
    )
    return found


def _query(*measures: str, **more: Any) -> Query:
    where = Places(
        more.pop("on", DAY),
        more.pop("level", Level.COMMUNE),
        more.pop("within", "20"),
        more.pop("told_at", None),
    )
    return Query(measures, where, more.pop("times", YEARS), **more)


def _refused(query: Query) -> Refused:
    answer = ask(query, ROBOT)
    assert not answer.cells
    assert not answer.measures
    (only,) = answer.refused
    return only


def _words(refused: Refused) -> list[str]:
    return [one.words for one in refused.offers]


def test_what_does_not_add_up_over_places_is_offered_where_it_is_told(told: Scene) -> None:
    refused = _refused(_query("diem", level=Level.PROVINCE, times=replace(YEARS, kind=PeriodKind.MONTH)))
    assert refused.reason == (
        "“Điểm chuyển đổi số” được báo cáo ở cấp xã và không cộng, không lấy trung bình giữa các địa bàn "
        "được, nên không có số của cấp tỉnh."
    )
    assert _words(refused) == ["Xem ở cấp xã"]
    assert ask(refused.offers[0].query, ROBOT).cells


def test_what_does_not_add_up_over_time_is_offered_by_its_own_periods(told: Scene) -> None:
    refused = _refused(_query("diem"))
    assert refused.reason == (
        "“Điểm chuyển đổi số” được báo cáo theo tháng và không tổng hợp theo thời gian được, "
        "nên không có số theo năm."
    )
    assert _words(refused) == ["Theo tháng", "Theo kỳ báo cáo như đã ghi"]


def test_two_things_are_changed_where_one_is_not_enough(told: Scene) -> None:
    refused = _refused(_query("diem", level=Level.PROVINCE))
    assert "Xem ở cấp xã, theo tháng" in _words(refused)


def test_shorter_periods_and_lower_levels_than_told_are_not_made_up(told: Scene) -> None:
    refused = _refused(_query("phu-song"))
    assert refused.reason == "“Hộ được phủ sóng” chỉ được báo cáo ở cấp tỉnh, không chia xuống cấp xã được."
    assert _words(refused) == ["Xem ở cấp tỉnh"]
    months = replace(YEARS, kind=PeriodKind.MONTH)
    refused = _refused(_query("phu-song", level=Level.PROVINCE, times=months))
    assert refused.reason == "“Hộ được phủ sóng” được báo cáo theo năm, không tách ra theo tháng được."
    assert _words(refused) == ["Theo năm", "Theo kỳ báo cáo như đã ghi"]


def test_a_unit_of_a_lower_level_is_led_to_the_unit_around_it(told: Scene) -> None:
    refused = _refused(_query("phu-song", level=None, within="06011"))
    (offer,) = refused.offers
    assert (offer.query.places.level, offer.query.places.within) == (Level.PROVINCE, "20")


def test_days_and_choices_are_no_numbers(told: Scene) -> None:
    refused = _refused(_query("ngay-mo", level=Level.PROVINCE))
    assert "không phải số" in refused.reason
    assert refused.offers == ()


def test_ratios_are_neither_added_nor_averaged(told: Scene) -> None:
    percent = indicator("ty-le", "Tỷ lệ hồ sơ", Kind.PERCENT, Adding.RATIO_OF_SUMS, over_time=OverTime.LAST)
    pairs = indicator("cap", "Hộ nghèo", Kind.RATIO, Adding.SUM, over_time=OverTime.SUM)
    tell([(percent, told.first, "2026", 5), (pairs, told.first, "2026-01", (1, 2))])
    assert "không lấy trung bình các tỷ lệ" in _refused(_query("ty-le", level=Level.PROVINCE)).reason
    assert "không cộng các tỷ lệ" in _refused(_query("cap", level=Level.PROVINCE)).reason
    assert "không tổng hợp theo thời gian" in _refused(_query("cap")).reason
    assert ask(_query("ty-le"), ROBOT).cells


def test_demonstrations_are_offered_where_nothing_else_is_told(told: Scene) -> None:
    refused = _refused(_query("tram"))
    assert refused.reason == "“Trạm phát sóng” mới có số liệu minh hoạ, chưa có số liệu chính thức."
    assert [one.query.illustrative for one in refused.offers] == [True]
    assert _refused(_query("hang")).reason == "“Xếp hạng” chưa có số liệu được xác nhận."


def test_other_times_than_told_are_led_to_those(told: Scene) -> None:
    before = Times(date(2015, 1, 1), date(2019, 12, 31), PeriodKind.YEAR)
    refused = _refused(_query("dan-so", times=before))
    assert "có số liệu từ tháng 1/2024 đến tháng 10/2026" in refused.reason
    (offer,) = refused.offers
    assert offer.query.times == Times(date(2024, 1, 1), date(2026, 12, 31), PeriodKind.YEAR)


def test_a_level_that_tells_nothing_is_left_for_all_levels(told: Scene) -> None:
    refused = _refused(_query("dan-so", level=Level.PROVINCE, told_at=Level.DISTRICT))
    assert "không có số liệu báo cáo ở cấp huyện; chỉ có ở cấp xã" in refused.reason
    assert _words(refused) == ["Số liệu báo cáo ở mọi cấp"]


def test_the_other_measures_are_answered(told: Scene) -> None:
    answer = ask(_query("dan-so", "diem"), ROBOT)
    assert [row.code for row in answer.measures] == ["dan-so"]
    assert [one.measure for one in answer.refused] == ["diem"]
    assert answer.cell("dan-so", told.first.pk, "2026")


def test_the_whole_and_what_it_is_made_of_are_offered_too(told: Scene) -> None:
    derived("ty-so", "Tỷ số", "#{dan-so} / #{diem}", frequency="year")
    refused = _refused(_query("ty-so", level=Level.PROVINCE))
    assert refused.reason.startswith(
        "“Tỷ số” tính từ chỉ số khác: “Điểm chuyển đổi số” được báo cáo ở cấp xã"
    )
    assert "Chỉ số “Dân số”" in _words(refused)
    cell = indicator("diem.so", "Điểm hạ tầng", Kind.COUNT, Adding.SUM, whole=told.score, cell="so")
    tell([(cell, told.first, "2026", 5)])
    refused = _refused(_query("diem", level=Level.PROVINCE))
    assert "Chỉ số “Điểm hạ tầng”" in _words(refused)


def test_what_is_calculated_a_year_at_a_time_has_no_months(told: Scene) -> None:
    derived("nhan-doi", "Gấp đôi", "#{dan-so} * 2", frequency="year")
    refused = _refused(_query("nhan-doi", times=replace(YEARS, kind=PeriodKind.MONTH)))
    assert refused.reason == "“Gấp đôi” được tính theo năm, không tách ra theo tháng được."
    assert _words(refused)[0] == "Theo năm"


def test_an_indicator_told_no_more_is_answered_as_of_then(told: Scene) -> None:
    ended = date(2026, 5, 1)
    Definition.objects.create(
        indicator=told.people, valid_from=ended, in_use=False, name="Dân số", kind=Kind.COUNT
    )
    answer = ask(_query("dan-so", "diem", times=replace(YEARS, kind=PeriodKind.MONTH)), ROBOT)
    assert answer.cell("dan-so", told.first.pk, "2026-03")
    assert [(one.measure, one.words) for one in answer.notes] == [
        ("dan-so", "Chỉ số ngừng báo cáo từ 01/05/2026; số liệu là của thời gian trước đó.")
    ]


def test_figures_of_persons_are_for_who_may_read_them(told: Scene) -> None:
    derived("ho-so-doi", "Hồ sơ gấp đôi", "#{ho-so-can-bo} * 2", frequency="year")
    for code in ("ho-so-can-bo", "ho-so-doi"):
        with pytest.raises(NotAllowed):
            ask(_query(code), ANONYMOUS)
        assert ask(_query(code), ROBOT).cells


_AREAS: Final = [
    (Level.COMMUNE, ""),
    (Level.COMMUNE, "20"),
    (Level.PROVINCE, ""),
    (None, "20"),
    (None, "06011"),
    (None, "VN"),
    (Level.PROVINCE, "VN"),
]


def _every_code(told: Scene) -> list[str]:
    rows: Iterable[Any] = (told.people, told.stations, told.covered, told.score, told.rank, told.head)
    return [row.code for row in rows]


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_what_is_offered_has_figures_and_what_is_refused_has_none(told: Scene, data: st.DataObject) -> None:
    """Whatever is asked: every offer answers with figures, and what was not refused is not empty by rule."""
    code = data.draw(st.sampled_from(_every_code(told)))
    level, within = data.draw(st.sampled_from(_AREAS))
    times = replace(YEARS, kind=data.draw(st.sampled_from([*list(PeriodKind)[:5], None])))
    query = _query(code, level=level, within=within, times=times, illustrative=data.draw(st.booleans()))
    answer = ask(query, ROBOT)
    for refused in answer.refused:
        for offer in refused.offers:
            near = ask(offer.query, ROBOT)
            assert not near.refused
            assert any(cell.number is not None for _at, cell in near), offer.words


def test_the_number_of_statements_does_not_grow(
    told: Scene, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for codes in (["diem"], ["diem", "phu-song", "tram", "hang"]):
        query, rows = _query(*codes, level=Level.PROVINCE), measures(codes)
        with django_assert_max_num_queries(4 if len(codes) == 1 else 5):
            judged = judge(query, rows, told.province, ROBOT)
        assert judged.refused
