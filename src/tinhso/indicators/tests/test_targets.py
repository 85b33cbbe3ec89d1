"""What is aimed at: one question, papers that differ side by side, results against aims, laying down."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from tinhso.base.audit import chain
from tinhso.base.calendar import Period
from tinhso.base.errors import Invalid, NotAllowed
from tinhso.documents.models import Document
from tinhso.indicators import actions, queries
from tinhso.indicators.models import Direction, Indicator, Kind, Observation, State
from tinhso.indicators.targets.asking import Aim, contested, targets_for
from tinhso.indicators.targets.own import AimDraft, lay_down
from tinhso.indicators.targets.panel import panel
from tinhso.indicators.targets.reached import judged
from tinhso.indicators.targets.reaching import Reached, reached, way_made
from tinhso.indicators.tests.conftest import ROBOT, World, indicator


@pytest.fixture(autouse=True)
def _own_alone(settings: Any) -> None:
    """This room's own source: what plans say is tested above."""
    settings.TINHSO_TARGETS = ["tinhso.indicators.targets.own.aims"]


@pytest.fixture
def share(world: World) -> Indicator:
    return indicator("phu-song", "Tỷ lệ phủ sóng", Kind.PERCENT, unit="%")


@pytest.fixture
def other(world: World) -> Document:
    return Document.objects.create(
        slug="12-qd", notation="12/QĐ-UBND", type="QĐ", title="QĐ", date=date(2026, 1, 5)
    )


def draft(**more: Any) -> AimDraft:
    told: dict[str, Any] = {"place": "20", "period": "2026", "value": Decimal(95), "document": "247-kh-ubnd"}
    return AimDraft(**(told | more))


def result(world: World, share: Indicator, period: str, value: str) -> Observation:
    told = world.draft(
        indicator=share.code,
        period=period,
        agency="",
        numerator=None,
        denominator=None,
        value=Decimal(value),
        document="247-kh-ubnd",
        dated=Period.parse(period).end,
        code=f"so.{period}",
    )
    return actions.record_observation(ROBOT, told, State.CONFIRMED)


def test_a_target_laid_down_is_found_with_its_paper_and_its_baseline(world: World, share: Indicator) -> None:
    row = lay_down(world.office, share, draft(base=Decimal(80), base_period="2024", locator="Mục II"))
    (aim,) = targets_for([share])
    assert (aim.value, aim.due_on, aim.period) == (Decimal(95), date(2026, 12, 31), "2026")
    assert aim.document == world.document
    assert (aim.locator, aim.href) == ("Mục II", row.get_absolute_url())
    assert aim.baseline is not None
    assert (aim.baseline.value, aim.baseline.on) == (Decimal(80), date(2024, 12, 31))
    assert row.is_target
    assert chain.verify().broken is None


def test_places_agencies_and_periods_narrow_the_question(world: World, share: Indicator) -> None:
    lay_down(world.office, share, draft())
    lay_down(world.office, share, draft(period="2026-Q3", agency="so-khcn", value=Decimal(70)))
    assert len(targets_for([share])) == 2
    assert [aim.value for aim in targets_for([share], agencies=[world.agency.pk])] == [70]
    assert [aim.value for aim in targets_for([share], periods=[Period.parse("2026-Q4")])] == [95]
    assert targets_for([share], places=["06184"]) == []
    assert targets_for([world.teams]) == []
    assert targets_for([]) == []


def test_two_papers_that_differ_are_shown_both(world: World, share: Indicator, other: Document) -> None:
    lay_down(world.office, share, draft())
    lay_down(world.office, share, draft(document="12-qd", value=Decimal(98)))
    aims = targets_for([share])
    assert {(aim.whose, aim.value) for aim in aims} == {
        (world.document.cited, Decimal(95)), (other.cited, Decimal(98))
    }  # fmt: skip
    assert len(contested(aims)) == 1
    lay_down(world.office, share, draft(document="12-qd", value=Decimal(95)))
    again = targets_for([share])
    assert [aim.value for aim in again] == [95, 95], "the same paper's new word replaces its former one"
    assert contested(again) == frozenset()


def test_results_stand_beside_the_aim(world: World, share: Indicator) -> None:
    lay_down(world.office, share, draft(base=Decimal(80), base_period="2024"))
    result(world, share, "2023", "99")
    result(world, share, "2025", "89")
    (one,) = judged(share, targets_for([share]), queries.series(share))
    assert one.result is not None
    assert one.result.period == "2025", "what was told before the baseline does not count"
    assert (one.reached, one.way) == (Reached.NOT_MET, Decimal("60.0"))


def test_a_ratio_is_aimed_at_in_what_it_is_told_in(world: World) -> None:
    lay_down(world.office, world.procedures, draft(value=Decimal("97.5")))
    (aim,) = targets_for([world.procedures])
    assert aim.value == Decimal("97.5")


def test_only_the_standing_office_lays_down_and_everything_needs_its_paper(
    world: World, share: Indicator
) -> None:
    with pytest.raises(NotAllowed):
        lay_down(world.officer, share, draft())
    for wrong, field in (
        (draft(document=""), "document"),
        (draft(base=Decimal(3)), "base"),
        (draft(base=Decimal(3), base_period="2027"), "base_period"),
        (draft(period="2026-13"), "period"),
        (draft(value=Decimal(-1)), "value"),
        (draft(base=Decimal(-1), base_period="2024"), "base"),
    ):
        with pytest.raises(Invalid) as refused:
            lay_down(world.office, share, wrong)
        assert refused.value.field == field, wrong
    assert not Observation.objects.exists(), "a target whose baseline cannot stand leaves nothing"


def test_the_page_shows_the_line_and_the_table_and_the_form_keeps_what_was_typed(
    world: World, share: Indicator, other: Document, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tinhso.people.middleware.of_session", lambda _request: world.office)
    wrong = client.post(
        f"/indicators/{share.code}/aim/", {"place": "20", "period": "2026", "value": "1.234,5x"}
    )
    assert wrong.status_code == 422
    assert "1.234,5x" in wrong.content.decode()
    assert "Nêu văn bản" in wrong.content.decode()
    unknown = client.post(
        f"/indicators/{share.code}/aim/",
        {"place": "20", "period": "2026", "value": "9", "document": "999/KH-UBND"},
    )
    assert "999/KH-UBND" in unknown.content.decode()
    assert client.get(f"/indicators/{share.code}/aim/").status_code == 200
    sent = {"place": "20", "period": "2026", "value": "95,5", "document": "247/KH-UBND"}
    sent |= {"base": "80", "base_period": "2024"}
    assert client.post(f"/indicators/{share.code}/aim/", sent).status_code == 302
    lay_down(world.office, share, draft(document="12-qd"))
    result(world, share, "2025", "89")
    page = client.get(f"/indicators/{share.code}/").content.decode()
    assert "95,5 %" in page
    assert page.count("≠") >= 2
    assert "12/QĐ-UBND" in page
    found = panel(share, queries.series(share))
    assert found is not None
    assert found.chart is not None
    assert [str(series.role) for series in found.chart.series] == ["actual", "baseline", "needed", "target"]
    told = client.get(f"/api/v1/indicators/{share.code}/targets?place=20&period=2026").json()["items"]
    assert [(one["value"], one["contested"]) for one in told] == [("95.5", True), ("95", True)]
    assert told[0]["baseline"] == {"value": "80", "on": "2024-12-31", "href": told[0]["baseline"]["href"]}
    assert told[0]["result"]["value"] == "89"


VALUES = st.decimals(min_value=-1000, max_value=1000, places=2)


@given(value=VALUES, base=VALUES, due=VALUES)
def test_the_way_is_whole_at_the_aim_and_nothing_at_the_baseline(
    value: Decimal, base: Decimal, due: Decimal
) -> None:
    direction = Direction.UP if due > base else Direction.DOWN
    if due == base:
        assert way_made(Fraction(value), base, due, direction) is None
        return
    assert way_made(Fraction(due), base, due, direction) == 1
    assert way_made(Fraction(base), base, due, direction) == 0
    made = way_made(Fraction(value), base, due, direction)
    assert made is not None
    met = reached(Fraction(value), due, direction, 2) is not Reached.NOT_MET
    assert met is (made >= 1)


def test_one_paper_told_twice_is_one_aim(world: World, share: Indicator, settings: Any) -> None:
    settings.TINHSO_TARGETS = [*settings.TINHSO_TARGETS, "tinhso.indicators.tests.test_targets.plan_of"]
    row = lay_down(world.office, share, draft())
    PLANNED[:] = [planned(row, 95)]
    assert [aim.origin for aim in targets_for([share])] == ["plan"]
    PLANNED[:] = [planned(row, 96)]
    assert [aim.origin for aim in targets_for([share])] == ["figure", "plan"]
    PLANNED.clear()


PLANNED: list[Aim] = []


def planned(row: Observation, value: int) -> Aim:
    """What a plan of the same paper says of the same cell."""
    return Aim(
        row.indicator_id,
        row.place,
        row.period_end,
        Decimal(value),
        "plan",
        "/targets/x",
        Direction.UP,
        document=row.document,
    )


def plan_of(_wanted: object) -> list[Aim]:
    """What a room above would register."""
    return PLANNED
