"""Many figures at once: counts that add up, keys, runs repeated, the trail, and what is in force."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from tinhso.base.audit import chain
from tinhso.base.calendar.periods import Period
from tinhso.base.errors import Conflict, Invalid, NotAllowed, Problem
from tinhso.base.events.models import OutboxEvent
from tinhso.indicators import actions, current, locks, queries
from tinhso.indicators.bulk import writing as bulk
from tinhso.indicators.bulk.writing import BulkResult, RowDraft
from tinhso.indicators.models import CurrentFigure, Observation, State
from tinhso.indicators.tests.conftest import World


def row(world: World, **more: Any) -> RowDraft:
    """A count that can stand."""
    told: dict[str, Any] = {
        "indicator": world.teams.code,
        "place": "06184",
        "agency": world.agency.code,
        "period": "2026-Q3",
        "value": Decimal(7),
    }
    return RowDraft.model_validate(told | more)


def statuses(result: BulkResult) -> list[str]:
    return [one.status for one in result.rows]


def test_good_rows_go_in_bad_ones_are_listed_and_the_counts_add_up(world: World) -> None:
    rows: list[RowDraft | Problem] = [
        row(world),
        row(world, place="99999"),
        row(world, indicator="khong-co"),
        row(world, value=Decimal(-1), place="20"),
        Problem("invalid", "không đọc được", "value"),
        row(world, place="20", value=Decimal(8)),
        row(world),
        row(world, place="178"),
    ]
    result = bulk.write(world.office, rows, submit=False)
    assert statuses(result) == ["created", *["refused"] * 4, "created", "refused", "refused"]
    assert [one.code for one in result.rows if one.status == "refused"] == [
        *("not_found", "not_found", "negative", "invalid", "duplicate_row", "not_valid_then")
    ]
    assert "Đông Kinh" in result.rows[7].hint, "the unit that was one then is named"
    counts = [result.count(status) for status in ("created", "unchanged", "superseded", "refused")]
    assert counts == [2, 0, 0, 6]
    assert sum(counts) == len(rows)
    assert Observation.objects.count() == 2
    assert {row.observation_id for row in CurrentFigure.objects.all()} == {
        one.figure for one in result.rows if one.figure
    }
    assert current.amiss()[0] == 0


def test_every_bad_place_is_told_with_the_unit_of_its_day_and_the_turn(
    world: World, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    periods = [f"{year}-{month:02}" for year in (2025, 2026) for month in range(1, 13)]
    late = [row(world, place="178", period=period) for period in periods[6:22]]
    early = [row(world, place="06184", period=f"{year}") for year in range(1990, 2025)]
    with django_assert_max_num_queries(22):
        result = bulk.write(world.office, [*late, *early], submit=False)
    assert result.count("refused") == len(late) + len(early) > 50
    assert {one.code for one in result.rows} == {"not_valid_then"}
    assert all("Phường Đông Kinh (06184) (thay đổi từ 01/07/2025)" in one.hint for one in result.rows[:16])
    assert all("Thành phố cũ (178) (thay đổi từ 01/07/2025)" in one.hint for one in result.rows[16:])


def test_unknown_codes_are_told_with_near_ones(world: World) -> None:
    wrong = [{"agency": "so-khcnn"}, {"document": "247-kh-ubn"}, {"indicator": "to-cns"}, {"place": "6184"}]
    told = bulk.write(world.office, [row(world, **one) for one in wrong], submit=False).rows
    near = ("so-khcn", "247-kh-ubnd", world.teams.code, "Phường Đông Kinh (06184)")
    assert [one.hint for one in told] == list(near)


def test_running_again_changes_nothing_and_a_change_needs_its_reason(world: World) -> None:
    rows = [row(world), row(world, place="20", value=Decimal("12"))]
    first = bulk.write(world.office, rows, submit=False)
    again = bulk.write(world.office, rows, submit=False)
    assert statuses(again) == ["unchanged", "unchanged"]
    assert [one.figure for one in again.rows] == [one.figure for one in first.rows]
    changed = [row(world, value=Decimal(9)), row(world, place="20", value=Decimal(13), reason="đếm lại")]
    third = bulk.write(world.office, changed, submit=False)
    assert statuses(third) == ["refused", "superseded"]
    assert third.rows[0].code == "reason_needed"
    newest = Observation.objects.get(pk=str(third.rows[1].figure))
    assert (newest.reason, newest.supersedes_id) == ("đếm lại", first.rows[1].figure)
    assert set(CurrentFigure.objects.values_list("observation__value", flat=True)) == {7, 13}


def test_a_key_gets_the_same_answer_and_another_body_is_refused(world: World) -> None:
    rows = [row(world), row(world, place="99999")]
    first = bulk.write(world.officer, rows, submit=True, key="dong-bo-1")
    again = bulk.write(world.officer, rows, submit=True, key="dong-bo-1")
    assert again.repeated
    assert (again.batch, again.rows) == (first.batch, first.rows)
    assert Observation.objects.count() == 1
    with pytest.raises(Conflict, match="Khoá này"):
        bulk.write(world.officer, [row(world, value=Decimal(8))], submit=True, key="dong-bo-1")
    other = bulk.write(world.office, rows, submit=True, key="dong-bo-1")
    assert statuses(other) == ["unchanged", "refused"], "a key is its owner's"


def test_officers_write_for_their_agency_and_confirm_nothing(world: World) -> None:
    result = bulk.write(world.officer, [row(world, agency=""), row(world, agency="so-noi-vu")], submit=True)
    assert statuses(result) == ["created", "refused"]
    assert Observation.objects.get().agency == world.agency, "the only one there is"
    assert not CurrentFigure.objects.exists()
    with pytest.raises(NotAllowed):
        bulk.write(world.officer, [row(world)], submit=False)
    with pytest.raises(Invalid):
        bulk.write(world.officer, [row(world)] * (bulk.MOST + 1), submit=True)


def test_what_was_returned_comes_again_changed_or_with_a_reason(world: World) -> None:
    sent = bulk.write(world.officer, [row(world)], submit=True).rows[0].figure
    assert sent
    actions.return_(world.office, sent, "Thiếu hai tổ.")
    same = bulk.write(world.officer, [row(world)], submit=True).rows[0]
    assert (same.status, same.code) == ("refused", "returned")
    assert "Thiếu hai tổ." in same.message
    mended = bulk.write(world.officer, [row(world, value=Decimal(9))], submit=True).rows[0]
    assert mended.status == "superseded"


def test_statements_do_not_grow_with_rows(world: World) -> None:
    few = [row(world, place="20", period="2024-01")]
    many = [row(world, place="20", period=f"2023-{month:02}") for month in range(1, 13)]
    costs = []
    for rows in (few, many):
        with CaptureQueriesContext(connection) as told:
            bulk.write(world.office, rows, submit=False)
        costs.append(len(told))
    assert costs[0] == costs[1]


def test_the_trail_proves_the_rows_of_a_batch(world: World) -> None:
    rows = [row(world), row(world, place="20", text="8 tổ", note="ghi chú", value=Decimal("8"))]
    ratio = row(
        world, indicator="dvctt", value=None, numerator=Decimal("3.5"), denominator=Decimal(40), place="20"
    )
    written = bulk.write(world.office, [*rows, ratio], submit=False)
    check = chain.verify()
    assert (check.broken, check.facts) == (None, 4)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE indicators_observation DISABLE TRIGGER USER")
        cursor.execute("UPDATE indicators_observation SET value = 99 WHERE id = %s", [written.rows[0].figure])
        cursor.execute("ALTER TABLE indicators_observation ENABLE TRIGGER USER")
    broken = chain.verify().broken
    assert broken is not None
    assert "altered" in broken.found


def test_one_event_a_batch_and_the_writer_is_told(world: World) -> None:
    result = bulk.write(world.office, [row(world), row(world, place="20")], submit=False)
    event = OutboxEvent.objects.get()
    assert (event.name, event.payload["indicators"]) == (
        "indicators.batch_confirmed",
        [str(world.teams.pk)],
    )
    figure = Observation.objects.get(pk=str(result.rows[0].figure))
    assert queries.who_said([figure])[figure.pk] == world.office.actor_label


def test_a_locked_period_refuses_and_says_who_may_reopen(world: World) -> None:
    locks.lock(world.office, [world.teams.code], Period.parse("2026-Q3"), "Đã chốt báo cáo quý")
    refused = bulk.write(world.office, [row(world), row(world, period="2026-Q2")], submit=False)
    assert statuses(refused) == ["refused", "created"]
    assert refused.rows[0].code == "period_locked"
    assert "thường trực" in refused.rows[0].hint
    draft = world.draft(indicator=world.teams.code, numerator=None, denominator=None, value=Decimal(1))
    with pytest.raises(Conflict, match="đã khoá"):
        actions.record_observation(world.officer, draft)
    with pytest.raises(NotAllowed):
        locks.reopen(world.officer, [world.teams.code], Period.parse("2026-Q3"), "sửa")
    with pytest.raises(Invalid):
        locks.reopen(world.office, [world.teams.code], Period.parse("2026-Q3"), " ")
    assert locks.reopen(world.office, [world.teams.code], Period.parse("2026-Q3"), "Bổ sung xã") == 1
    assert statuses(bulk.write(world.office, [row(world)], submit=False)) == ["created"]


def test_a_submitted_row_confirmed_later_stands(world: World) -> None:
    sent = bulk.write(world.officer, [row(world)], submit=True).rows[0].figure
    assert sent
    confirmed = bulk.write(world.office, [row(world)], submit=False).rows[0]
    assert confirmed.status == "superseded"
    assert Observation.objects.get(pk=str(confirmed.figure)).state == State.CONFIRMED
    assert chain.verify().broken is None
