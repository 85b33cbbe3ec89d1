"""The list of all tasks and that of the API with 100,000 open tasks: server's part, by middle and p95.

    DATABASE_URL=postgresql://… python -m benchmarks.tasks [--tasks 100000] [--rounds 40]

In a database of its own, made from the migrations and dropped afterwards.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from benchmarks import scratch

_BARE = """
SELECT t.id FROM steering_task t JOIN steering_plan p ON p.id = t.plan_id
WHERE t.plan_id = ANY(%s) AND t.deadline < %s AND t.state IN ('not_started', 'in_progress')
ORDER BY t.deadline, t.code LIMIT 50
"""


def _fill(count: int) -> None:
    """200 plans of the home province, 300 agencies, tasks spread over both; a third of them late."""
    from tinhso.base import clock
    from tinhso.base.actions import acting
    from tinhso.base.audit.context import SystemActor
    from tinhso.steering.models import Task, TaskEvent, TaskState
    from tinhso.steering.tests import factories as make

    today = clock.today()
    with acting(SystemActor("bench"), "bench"):
        span = {"starts_on": today - timedelta(days=300), "ends_on": today + timedelta(days=300)}
        plans = [make.plan(f"{n}-kh-bench", order=n, **span) for n in range(200)]
        agencies = [make.agency(f"bench-{n:03}") for n in range(300)]
        states = (TaskState.IN_PROGRESS, TaskState.NOT_STARTED, TaskState.IN_PROGRESS, TaskState.PAUSED)
        words = ("báo cáo", "danh mục dữ liệu", "tập huấn", "kết nối", "rà soát", "dịch vụ công", "chữ ký số")
        for start in range(0, count, 5000):
            tasks = [
                Task(
                    plan=plans[n % 200],
                    code=f"bench-{n:06}",
                    title=f"Nhiệm vụ {n} về {words[n % 7]} của đơn vị {n % 300}",
                    lead=agencies[(n // 7) % 300],
                    state=states[n % 4],
                    deadline=today + timedelta(days=n % 270 - 90),
                    order=n // 200,
                )
                for n in range(start, min(start + 5000, count))
            ]
            Task.objects.bulk_create(tasks)
            TaskEvent.objects.bulk_create(
                [TaskEvent(task=task, dated=today - timedelta(days=100), state=task.state) for task in tasks]
            )


def _timed(rounds: int, do: Callable[[], Any]) -> list[float]:
    do()
    costs = []
    for _round in range(rounds):
        begun = time.perf_counter()
        do()
        costs.append((time.perf_counter() - begun) * 1000)
    return sorted(costs)


def _say(name: str, costs: list[float], bare: float) -> None:
    middle, high = statistics.median(costs), costs[max(0, round(len(costs) * 0.95) - 1)]
    print(f"{name:<44} p50 {middle:>6.0f} ms  p95 {high:>6.0f} ms  / bare {middle / bare:>5.1f}")


def _measure(rounds: int) -> None:
    from django.db import connection
    from django.test import Client, override_settings

    from tinhso.base import clock
    from tinhso.people.models import Agency, Role
    from tinhso.people.principals import Principal
    from tinhso.steering.queries.monthly import agency_panel
    from tinhso.steering.queries.plans import plans_of_home
    from tinhso.steering.queries.work import work_as

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        plans = [plan.pk for plan in plans_of_home()]

        def bare() -> None:
            cursor.execute(_BARE, [plans, clock.today()])
            cursor.fetchall()

        bare_costs = _timed(rounds, bare)
    unit = statistics.median(bare_costs)
    _say("bare statement: 50 late by deadline", bare_costs, unit)
    agency = Agency.objects.get(code="bench-007")
    officer = Principal(agencies={Role.REPORTING_OFFICER: frozenset({agency.pk})})
    with override_settings(ALLOWED_HOSTS=["*"]):
        client = Client()

        def page(address: str) -> Callable[[], None]:
            def ask() -> None:
                answer = client.get(address)
                if answer.status_code != 200:
                    raise SystemExit(f"{address} answered {answer.status_code}")

            return ask

        for name, address in (
            ("/tasks/", "/tasks/"),
            ("/tasks/ page 50", "/tasks/?page=50"),
            ("/tasks/ of one agency", "/tasks/?lead=bench-007"),
            ("/tasks/ late only", "/tasks/?late=1"),
            ("/tasks/ a word", "/tasks/?q=tap+huan"),
            ("/tasks/ by one label", "/tasks/?label=under_way_late"),
            ("/tasks/ by deadline", "/tasks/?sort=deadline"),
            ("/tasks/ late, by deadline, as JSON", "/tasks/?late=1&sort=deadline&format=json"),
            ("API /tasks", "/api/v1/tasks"),
            ("API /tasks of one agency", "/api/v1/tasks?lead=bench-007"),
            (
                "API /tasks in progress, due by today",
                f"/api/v1/tasks?state=in_progress&due_by={clock.today()}",
            ),
            ("API /tasks a word", "/api/v1/tasks?q=tap+huan"),
        ):
            _say(name, _timed(rounds, page(address)), unit)
    _say("what an officer has to do", _timed(rounds, lambda: work_as(officer)), unit)
    _say("panel of an agency", _timed(rounds, lambda: agency_panel(agency)), unit)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.tasks")
    parser.add_argument("--tasks", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=40)
    told = parser.parse_args()
    with scratch.database():
        _fill(told.tasks)
        _measure(told.rounds)


if __name__ == "__main__":
    main()
