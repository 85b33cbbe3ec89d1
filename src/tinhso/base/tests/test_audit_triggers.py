"""What the database itself guarantees: facts stand, changeable rows leave their history."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, models, transaction
from django.db.models.functions import Concat
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from tinhso.base import clock
from tinhso.base.actions import acting
from tinhso.base.audit.context import SystemActor, request_scope
from tinhso.base.audit.models import AuditEntry, DailySeal, History, Tracked
from tinhso.base.calendar.models import CalendarCorrection
from tinhso.base.files.models import StoredFile

pytestmark = pytest.mark.django_db

SOMEBODY = SystemActor("Nguyễn Văn A", actor_id=UUID(int=7))

TRACKED = sorted(model._meta.db_table for model in apps.get_models() if issubclass(model, Tracked))


def _fact(**given_values: Any) -> StoredFile:
    values = {"digest": "0" * 64, "size": 0, "media_type": "text/plain", "name": "a.txt"} | given_values
    return StoredFile.objects.create(**values)


def _row(day: int = 1, **given_values: Any) -> CalendarCorrection:
    values: dict[str, Any] = {"date": date(2026, 1, day), "kind": "day_off", "reason": "Lễ", "active": False}
    return CalendarCorrection.objects.create(**values | given_values)


def _history(row: models.Model) -> list[History]:
    return list(History.objects.filter(row_id=str(row.pk)).order_by("id"))


def _says(row: dict[str, Any] | None) -> object:
    return row["reason"] if row else None


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE base_storedfile SET size = 1",
        "UPDATE base_storedfile SET illustrative = true",
        "DELETE FROM base_storedfile",
        "TRUNCATE base_storedfile CASCADE",
        "UPDATE base_auditentry SET verb = 'other'",
        "DELETE FROM base_auditentry",
        "TRUNCATE base_auditentry CASCADE",
        "UPDATE base_history SET actor_label = 'other'",
        "DELETE FROM base_history",
        "TRUNCATE base_history",
        "UPDATE base_dailyseal SET root = ''",
        "DELETE FROM base_dailyseal",
        "TRUNCATE base_dailyseal",
    ],
)
def test_facts_refuse_to_be_changed_or_removed(statement: str) -> None:
    with acting(SOMEBODY, "test") as act:
        act.record("test", facts=[_fact()])
        _row()
    DailySeal.objects.create(day=clock.today(), at=clock.now(), heads={}, root="0" * 64)
    with (
        pytest.raises(DatabaseError, match="append_only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert (StoredFile.objects.count(), AuditEntry.objects.count(), DailySeal.objects.count()) == (1, 1, 1)


@pytest.mark.parametrize("table", TRACKED)
def test_a_changeable_table_is_never_emptied_without_a_trace(table: str) -> None:
    with (
        pytest.raises(DatabaseError, match=r"no_history|append_only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"TRUNCATE {connection.ops.quote_name(table)} CASCADE")


def test_the_orm_is_refused_too() -> None:
    fact = _fact()
    with pytest.raises(DatabaseError, match="append_only"), transaction.atomic():
        fact.size = 3
        fact.save()
    with pytest.raises(DatabaseError, match="append_only"), transaction.atomic():
        StoredFile.objects.update(size=models.F("size") + 1)
    with pytest.raises(DatabaseError, match="append_only"), transaction.atomic():
        fact.delete()


def test_only_illustrative_facts_go_and_only_while_the_demo_is_cleared() -> None:
    _fact(illustrative=True)
    with pytest.raises(DatabaseError, match="append_only"), transaction.atomic():
        StoredFile.objects.all().delete()
    _fact(illustrative=False)
    with (
        pytest.raises(DatabaseError, match="append_only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT set_config('tinhso.clearing_demo', 'on', true)")
        cursor.execute("DELETE FROM base_storedfile")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('tinhso.clearing_demo', 'on', true)")
        cursor.execute("DELETE FROM base_storedfile WHERE illustrative")
        assert cursor.rowcount == 1


def test_a_fact_carries_who_why_when_and_which_request() -> None:
    request = uuid4()
    with (
        clock.standing_at(date(2026, 5, 1)),
        request_scope(request),
        acting(SOMEBODY, "test", reason="vì sao"),
    ):
        fact = _fact()
        moment = clock.now()
    fact.refresh_from_db()
    assert (fact.actor, fact.reason, fact.request) == (SOMEBODY.actor_id, "vì sao", request)
    assert fact.recorded_at == moment


def test_history_of_insert_update_and_delete() -> None:
    request = uuid4()
    with request_scope(request):
        with acting(SOMEBODY, "test", reason="tạo"):
            row = _row()
        with acting(SystemActor("another"), "test", reason="sửa"):
            row.reason = "Hội"
            row.save()
        key = row.pk
        with acting(SOMEBODY, "test", reason="xoá"):
            row.delete()
    row.pk = key
    first, second, third = _history(row)
    assert [(h.operation, h.actor_label, h.reason) for h in (first, second, third)] == [
        ("I", "Nguyễn Văn A", "tạo"),
        ("U", "another", "sửa"),
        ("D", "Nguyễn Văn A", "xoá"),
    ]
    assert {h.request for h in (first, second, third)} == {request}
    assert (first.actor, second.actor) == (SOMEBODY.actor_id, None)
    assert first.old is None
    assert third.new is None
    assert (_says(first.new), _says(second.old), _says(second.new)) == ("Lễ", "Lễ", "Hội")
    assert third.old == second.new


def test_history_of_what_the_orm_never_sees() -> None:
    rows = CalendarCorrection.objects.bulk_create(
        CalendarCorrection(date=date(2026, 1, day), kind="day_off", reason="Lễ", active=False)
        for day in (1, 2, 3)
    )
    with acting(SOMEBODY, "test"):
        CalendarCorrection.objects.update(reason=Concat(models.F("reason"), models.Value(" bù")))
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM base_calendarcorrection WHERE id = %s", [rows[0].pk])
    assert [h.operation for h in _history(rows[0])] == ["I", "U", "D"]
    assert [h.operation for h in _history(rows[2])] == ["I", "U"]
    assert _says(_history(rows[2])[1].new) == "Lễ bù"
    assert _history(rows[0])[2].actor_label == "", "outside an action nobody is named"


def test_a_change_that_changes_nothing_leaves_no_history() -> None:
    row = _row()
    CalendarCorrection.objects.update(reason="Lễ")
    assert [h.operation for h in _history(row)] == ["I"]


def test_an_action_inside_an_action_gives_the_actor_back() -> None:
    with acting(SOMEBODY, "outer", reason="ngoài"):
        with acting(SystemActor("inner"), "inner"):
            inner = _row(1)
        with pytest.raises(RuntimeError), acting(SystemActor("undone"), "undone"):
            raise RuntimeError
        outer = _row(2)
    after = _row(3)
    assert [_history(row)[0].actor_label for row in (inner, outer, after)] == ["inner", "Nguyễn Văn A", ""]


def test_history_stands_at_the_moment_a_set_clock_shows() -> None:
    with clock.standing_at(date(2024, 10, 31)), acting(SOMEBODY, "test"):
        row = _row()
        moment: datetime = clock.now()
    assert _history(row)[0].at == moment


@hypothesis_settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    steps=st.lists(
        st.tuples(
            st.sampled_from(["insert", "update", "delete", "undone"]),
            st.integers(0, 2),
            st.text("ăâ'\"\\%", max_size=4),
        ),
        max_size=12,
    )
)
def test_the_history_alone_rebuilds_the_table(steps: list[tuple[str, int, str]]) -> None:
    CalendarCorrection.objects.all().delete()
    start = max(History.objects.values_list("pk", flat=True), default=0)
    keys = [UUID(int=number + 1) for number in range(3)]
    for kind, number, text in steps:
        try:
            with transaction.atomic():
                rows = CalendarCorrection.objects.filter(pk=keys[number])
                if kind == "insert" and not rows.exists():
                    _row(number + 1, id=keys[number], reason=text)
                elif kind == "delete":
                    rows.delete()
                else:
                    rows.update(reason=text)
                if kind == "undone":
                    raise InterruptedError
        except InterruptedError:
            continue
    rebuilt: dict[str, Any] = {}
    for change in History.objects.filter(pk__gt=start, row_id__in=map(str, keys)).order_by("id"):
        assert change.old == rebuilt.get(change.row_id), "every change starts where the one before ended"
        rebuilt[change.row_id] = change.new
    stored = {str(row.pk): row.reason for row in CalendarCorrection.objects.all()}
    assert {key: row["reason"] for key, row in rebuilt.items() if row} == stored
