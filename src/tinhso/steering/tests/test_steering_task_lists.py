"""The list of all tasks, asked in the database, says what the rows one by one say."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from tinhso.base import clock
from tinhso.base.text import fold
from tinhso.steering.labels import Label
from tinhso.steering.models import Plan, TaskEvent, TaskRequest, TaskState
from tinhso.steering.queries import boards
from tinhso.steering.queries.doings import task_states_of
from tinhso.steering.queries.shapes import TaskRow
from tinhso.steering.queries.standing_tasks import Moment
from tinhso.steering.queries.task_lists import TaskList
from tinhso.steering.tests import factories as make

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with clock.standing_at(TODAY):
        yield


_days = some.integers(-40, 40).map(lambda n: TODAY + timedelta(days=n))
_event = some.tuples(some.sampled_from(list(TaskState)), _days, some.none() | _days, some.booleans())
_task = some.fixed_dictionaries(
    {
        "state": some.sampled_from(list(TaskState)),
        "deadline": some.none() | _days,
        "retired_on": some.none() | _days,
        "events": some.lists(_event, max_size=3),
        "asked": some.sampled_from(["", "extension", "return", "both"]),
        "illustrative": some.booleans(),
    }
)


def _lay(plan: Plan, told: dict[str, object]) -> None:
    state = told["state"]
    done = TODAY - timedelta(days=3) if state == TaskState.DONE else None
    task = make.task(
        plan,
        state=state,
        done_on=done,
        deadline=told["deadline"],
        retired_on=told["retired_on"],
        illustrative=told["illustrative"],
    )
    for event_state, dated, deadline, marked in told["events"]:  # type: ignore[attr-defined]  # a list of tuples
        ended = dated if event_state == TaskState.DONE else None
        TaskEvent.objects.create(
            task=task,
            state=event_state,
            dated=dated,
            deadline=deadline,
            done_on=ended,
            illustrative=marked or task.illustrative,
        )
    kinds = {"both": ("extension", "return"), "": ()}.get(str(told["asked"]), (str(told["asked"]),))
    assert task.lead is not None
    for kind in kinds:
        TaskRequest.objects.create(
            task=task, kind=kind, agency=task.lead, grounds="x", asked_at=clock.now(), illustrative=False
        )


def _same(found: list[TaskRow], wanted: list[TaskRow]) -> None:
    assert [row.task.code for row in found] == [row.task.code for row in wanted]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    tasks=some.lists(_task, min_size=1, max_size=6),
    as_of=some.none() | _days,
    late_known=some.booleans(),
    shown=some.booleans(),
)
def test_labels_lateness_and_order_are_those_of_the_rows(
    tasks: list[dict[str, object]], as_of: date | None, late_known: bool, shown: bool
) -> None:
    plans = [make.plan(), make.plan()]
    for number, told in enumerate(tasks):
        _lay(plans[number % 2], told)
    known = None if late_known else datetime(2026, 11, 19, 12, tzinfo=clock.TZ)
    rows = task_states_of([plan.pk for plan in plans], as_of, known, with_illustrative=shown)
    ordered = list(Plan.objects.filter(pk__in=[plan.pk for plan in plans]).order_by("order", "pk"))
    found = TaskList.of(ordered, Moment(as_of, known, shown))
    _same(found[0:50], rows)
    assert len(found) == len(rows)
    _same(found.narrowed(late=True)[0:50], [row for row in rows if boards.is_overdue(row)])
    for label in Label:
        _same(found.narrowed(label=label)[0:50], [row for row in rows if row.label == label])
    for descending in (False, True):
        looked = sorted(rows, key=boards.task_look, reverse=descending)
        _same(found.ordered("label", descending=descending)[0:50], looked)
        dated = sorted((r for r in rows if r.deadline), key=lambda r: str(r.deadline), reverse=descending)
        undated = [row for row in rows if not row.deadline]
        _same(found.ordered("deadline", descending=descending)[0:50], [*dated, *undated])
        named = sorted(rows, key=lambda r: str(r.task.lead or ""), reverse=descending)
        _same(list(found.ordered("lead", descending=descending)), named)


def test_pages_cross_plans_without_gap_or_overlap() -> None:
    plans = [make.plan(order=number) for number in range(4)]
    made = [make.task(plans[number % 4], order=number).code for number in range(23)]
    found = TaskList.of(plans, Moment(with_illustrative=True))
    told = [row.task.code for start in range(0, 25, 5) for row in found[start : start + 5]]
    assert sorted(told) == sorted(made) and told == [row.task.code for row in found]


def test_words_ignore_tones_and_follow_a_changed_title() -> None:
    plan = make.plan()
    task = make.task(plan, title="Nâng cấp phòng họp trực tuyến")
    assert task.search_key.startswith(fold(task.title))
    found = TaskList.of([plan], Moment())
    assert len(found.narrowed(words="truc PHONG")) == 1 and len(found.narrowed(words="vang")) == 0
    task.title = "Bản đồ số"
    task.save(update_fields=["title"])
    assert len(TaskList.of([plan], Moment()).narrowed(words="ban do")) == 1


def test_the_list_asks_few_queries_whatever_its_size(client: Client) -> None:
    plan = make.plan()
    for _number in range(60):
        make.task(plan, deadline=TODAY)

    def asked(address: str) -> int:
        with CaptureQueriesContext(connection) as seen:
            assert client.get(address).status_code == 200
        return len(seen)

    few = [asked(f"/tasks/?{query}") for query in ("", "late=1", "q=nv", "sort=-deadline", "page=2")]
    for _number in range(120):
        make.task(plan, deadline=TODAY)
    assert [asked(f"/tasks/?{q}") for q in ("", "late=1", "q=nv", "sort=-deadline", "page=2")] == few
    assert max(few) <= 12


def test_the_csv_holds_every_task_that_the_filter_finds(client: Client) -> None:
    plan = make.plan()
    for number in range(60):
        make.task(plan, title=f"Việc {'lớn' if number % 2 else 'nhỏ'} {number}")
    answer = client.get("/tasks/?q=nho&format=csv")
    text = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]  # a stream
    assert text.count("Việc nhỏ") == 30 and "Việc lớn" not in text
    told = client.get("/tasks/?q=nho&format=json&limit=7&page=2").json()
    assert told["total"] == 30 and len(told["items"]) == 7
