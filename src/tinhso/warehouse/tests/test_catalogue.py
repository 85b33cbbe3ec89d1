"""What there is of every indicator: levels, kinds of period, first and last, how much."""

from __future__ import annotations

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from tinhso.base.audit.context import SystemActor
from tinhso.base.calendar.periods import PeriodKind
from tinhso.indicators.models import Adding, Kind, OverTime, PersonalData
from tinhso.indicators.tests.conftest import indicator
from tinhso.people.principals import ANONYMOUS
from tinhso.places.models import Level
from tinhso.warehouse.catalogue import Known, findable, known, newest_period
from tinhso.warehouse.storage import publishing, reading
from tinhso.warehouse.tests.door_scene import Scene, derived, scene, tell

pytestmark = pytest.mark.django_db
ROBOT = SystemActor("kiểm thử")


@pytest.fixture
def told() -> Scene:
    """Communes month by month, the province year by year."""
    found = scene()
    one, two, _three = found.old
    tell([(found.people, unit, f"2024-{month:02}", month) for unit in (one, two) for month in (3, 11, 12)])
    tell([(found.people, found.province, "2022", 90), (found.people, found.first, "R2026-10", 4)])
    tell([(found.stations, found.province, "2025", 7)], illustrative=True)
    tell([(found.opened, found.province, "2025", date(2025, 3, 1)), (found.head, one, "2024", 1)])
    return found


def test_says_where_in_which_periods_and_how_often(told: Scene) -> None:
    found = known(["dan-so", "khong-co"])
    assert list(found) == ["dan-so"]
    people = found["dan-so"]
    assert people.levels == (Level.PROVINCE, Level.COMMUNE)
    assert people.kinds == (PeriodKind.MONTH, PeriodKind.YEAR)
    assert (people.first, people.last, people.count) == (date(2022, 12, 31), date(2026, 10, 14), 8)
    assert not people.only_illustrative


def test_demonstrations_are_told_apart(told: Scene) -> None:
    stations = known()["tram"]
    assert stations.only_illustrative
    assert stations.has_figures
    assert not stations.published.has_figures


def test_targets_and_other_kinds_of_figures_do_not_count(told: Scene) -> None:
    tell([(told.covered, told.province, "2025", (1, 2))], is_target=True)
    assert not known(["phu-song"])["phu-song"].has_figures


def test_the_newest_period_is_made_where_the_indicator_adds_up_over_time(told: Scene) -> None:
    def newest(kind: PeriodKind | None, level: Level | None = None) -> str | None:
        found = newest_period("dan-so", kind, level)
        return found.code if found else None

    assert newest(PeriodKind.MONTH) == "2024-12"
    assert newest(PeriodKind.YEAR) == "2024"
    assert newest(None, Level.COMMUNE) == "R2026-10"
    assert newest(PeriodKind.DAY) is None
    assert newest_period("khong-co", PeriodKind.YEAR) is None


def test_reporting_periods_speak_where_the_indicator_is_closed_on_a_day(told: Scene) -> None:
    assert newest_period("dan-so", PeriodKind.YEAR) != newest_period("dan-so", None)
    closed = indicator("ky-bao-cao", "Hồ sơ", Kind.COUNT, Adding.SUM, over_time=OverTime.SUM, cut_off=True)
    tell([(closed, told.first, "R2026-10", 4), (closed, told.first, "2026-11", 4)])
    newest = [newest_period("ky-bao-cao", kind) for kind in (PeriodKind.MONTH, PeriodKind.QUARTER)]
    assert [one and one.code for one in newest] == ["2026-10", "2026-Q4"]


def test_what_does_not_add_up_stands_where_and_when_it_was_told(told: Scene) -> None:
    tell([(told.score, told.first, "2026-Q2", 5), (told.score, told.province, "2024", 6)])
    newest = newest_period("diem", PeriodKind.YEAR)
    assert newest
    assert newest.code == "2024"
    assert newest_period("diem", PeriodKind.QUARTER, Level.PROVINCE) is None


def test_a_derived_one_knows_its_inputs(told: Scene) -> None:
    derived("tram-tren-dan", "Trạm trên vạn dân", "#{tram} / #{dan-so} * 10000", frequency="year")
    found = known(["tram-tren-dan"])["tram-tren-dan"]
    assert set(found.inputs) == {"tram", "dan-so"}
    assert found.levels == (Level.PROVINCE, Level.COMMUNE)
    assert found.has_figures
    assert not found.published.has_figures
    newest = found.newest(PeriodKind.YEAR)
    assert newest
    assert newest.code == "2024"


def test_finds_what_has_figures_whatever_the_tones(told: Scene) -> None:
    derived("nhan-doi", "Dân số gấp đôi", "#{dan-so} * 2", frequency="year")
    derived("chua-co", "Dân số trên hạng", "#{dan-so} / #{hang}", frequency="year")
    assert [row.code for row in findable("dan so", ANONYMOUS)] == ["dan-so", "nhan-doi"]
    assert [row.code for row in findable("dan so", ANONYMOUS, most=1)] == ["dan-so"]
    assert findable("tram", ANONYMOUS) == []
    assert [row.code for row in findable("tram", ANONYMOUS, illustrative=True)] == ["tram"]
    assert "ngay-mo" not in [row.code for row in findable("", ANONYMOUS)]


def test_figures_of_persons_are_found_by_who_may_read_them(told: Scene) -> None:
    derived("ho-so-doi", "Hồ sơ gấp đôi", "#{ho-so-can-bo} * 2", frequency="year")
    assert told.head.personal_data == PersonalData.BASIC
    assert findable("ho so", ANONYMOUS) == []
    assert [row.code for row in findable("ho so", ROBOT)] == ["ho-so-can-bo", "ho-so-doi"]


@pytest.mark.parametrize("many", [False, True])
def test_the_number_of_statements_does_not_grow(
    told: Scene, django_assert_max_num_queries: DjangoAssertNumQueries, *, many: bool
) -> None:
    if many:
        tell([(told.covered, told.province, f"20{year}", (1, 2)) for year in range(10, 26)])
    for number in range(3 if many else 1):
        derived(f"cach-{number}", "Cách tính", f"#{{dan-so}} * {number}", frequency="year")
    with django_assert_max_num_queries(6):
        assert known()
    with django_assert_max_num_queries(8):
        assert findable("", ROBOT)


def test_the_publication_knows_the_same_without_looking_at_figures(
    told: Scene, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    tell([(told.covered, told.first, "2026-09", (1, 2)), (told.rank, told.province, "2021..2025", 3)])
    facts = known()
    publishing.rebuild()
    assert reading.snapshot()
    published = known()
    numbers = {code for code, one in facts.items() if one.indicator.kind != Kind.DATE}
    assert {code: _said(published[code]) for code in numbers} == {
        code: _said(facts[code]) for code in numbers
    }
    with django_assert_max_num_queries(1):
        assert known(["dan-so", "phu-song"])
    tell([(told.score, told.first, "2026-09", 5)])
    assert known(["diem"])["diem"].has_figures


def _said(one: Known) -> set[object]:
    return set(one.tellings)
