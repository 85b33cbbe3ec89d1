"""A run of urging over many open tasks: the first tells everything, the second finds everything told.

    DATABASE_URL=postgresql://… python -m benchmarks.urging [--tasks 100000] [--agencies 200]

In an empty database of its own, dropped at the end.
"""

from __future__ import annotations

import argparse
import time
from datetime import date, timedelta
from typing import Any

from benchmarks import scratch

TODAY = date(2026, 11, 20)
SPAN = 400
"""Deadlines lie so many days around today, most of them past."""


def _agencies(count: int) -> list[Any]:
    """So many agencies, each with an officer and a head who sign in."""
    from tinhso.people.models import Account, Agency, Person, Position, Post, Role
    from tinhso.places.models import Place

    country = Place.objects.create(
        level="country",
        code="VN",
        type="country",
        name="Việt Nam",
        slug="vn",
        sort_key="v",
        search_key="v",
        path="VN",
    )
    place = Place.objects.create(
        level="province",
        code="20",
        type="tinh",
        name="Lạng Sơn",
        slug="lang-son",
        sort_key="l",
        search_key="l",
        path="VN/20",
        parent=country,
    )
    made = Agency.objects.bulk_create(
        Agency(
            code=f"bench.{n}",
            name=f"Đơn vị {n}",
            kind="department",
            place=place,
            pack="langson",
            sort_key=f"{n:04}",
        )
        for n in range(count)
    )
    for role in (Role.REPORTING_OFFICER, Role.HEAD_OF_AGENCY):
        people = Person.objects.bulk_create(
            Person(code=f"{role}.{n}", full_name=f"Người {n}") for n in range(count)
        )
        Account.objects.bulk_create(
            Account(username=f"{role}.{n}", person=person) for n, person in enumerate(people)
        )
        seats = Position.objects.bulk_create(
            Position(agency=agency, title=str(role), role=role) for agency in made
        )
        Post.objects.bulk_create(
            Post(person=person, position=seat) for person, seat in zip(people, seats, strict=True)
        )
    return made


def _tasks(count: int, agencies: list[Any]) -> None:
    from tinhso.steering.models import Plan, Task

    plan = Plan.objects.create(
        slug="bench",
        full_slug="langson-bench",
        pack="langson",
        place=agencies[0].place,
        kind="plan",
        title="Kế hoạch",
        short_title="Kế hoạch",
        starts_on=date(2025, 1, 1),
        ends_on=date(2027, 12, 31),
    )
    Task.objects.bulk_create(
        (
            Task(
                plan=plan,
                code=f"bench-{n}",
                title=f"Nhiệm vụ số {n} của kế hoạch chuyển đổi số",
                lead=agencies[n % len(agencies)],
                deadline=TODAY + timedelta(days=10 - n * 7919 % SPAN),
                state="in_progress",
            )
            for n in range(count)
        ),
        batch_size=5_000,
    )


def _rules() -> None:
    from tinhso.urging.models import Rule

    Rule.objects.create(
        code="nhiem-vu",
        name="Nhiệm vụ",
        before=[5, 1],
        every=5,
        head_after=5,
        deputy_after=10,
        valid_from=date(2022, 1, 1),
    )


def _measure(tasks: int, agencies: int) -> None:
    from django.db import connection
    from django.urls import reverse

    from tinhso.base import clock
    from tinhso.base.actions import acting
    from tinhso.base.audit.context import SystemActor
    from tinhso.urging.running.running import CLOCK, preview, run

    with acting(SystemActor("bench"), "bench"):
        _tasks(tasks, _agencies(agencies))
        _rules()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    reverse("urging:owing")  # a server or worker has read its addresses long before
    for name, moment, work in (
        ("looked at, nothing written", TODAY, lambda: preview(TODAY)),
        ("first run", TODAY, lambda: run(CLOCK)),
        ("again the same day", TODAY, lambda: run(CLOCK)),
        ("the next working day", TODAY + timedelta(days=3), lambda: run(CLOCK)),
    ):
        with clock.standing_at(moment):
            begun, worked = time.perf_counter(), time.process_time()
            told = work()
            cost, busy = time.perf_counter() - begun, time.process_time() - worked
        steps = told.steps if hasattr(told, "steps") else len(told.reached)
        print(
            f"{name:<28} {cost:>6.1f} s, {busy:.1f} s of its own, {steps} steps, {told.looked_at} looked at"
        )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--tasks", type=int, default=100_000)
    parser.add_argument("--agencies", type=int, default=200)
    told = parser.parse_args()
    with scratch.database():
        _measure(told.tasks, told.agencies)


if __name__ == "__main__":
    main()
