"""Rows a second of the API's way in for many figures, beside INSERT … SELECT of the same rows.

    DATABASE_URL=postgresql://… python -m benchmarks.bulk [--rows 10000] [--rounds 5]

In a database of its own, made and removed. Both are measured to the end of their transaction, references
checked; one after the other, several rounds, the medians compared.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks import scratch

COMMUNES, INDICATORS, FIRST_YEAR = 65, 10, 2025


def world() -> Any:
    from tinhso.base.ids import new_id
    from tinhso.indicators.definitions import laying as definitions
    from tinhso.indicators.models import Indicator, Kind
    from tinhso.people.models import Agency, Role
    from tinhso.people.principals import Principal
    from tinhso.places.models import Level, Place

    def place(level: Level, code: str, parent: Place | None) -> Place:
        path = f"{parent.path}/{code}" if parent else code
        return Place.objects.create(level=level, code=code, name=code, slug=code, path=path, parent=parent)

    province = place(Level.PROVINCE, "20", place(Level.COUNTRY, "VN", None))
    for number in range(COMMUNES):
        place(Level.COMMUNE, f"{10000 + number}", province)
    for number in range(INDICATORS):
        Indicator.objects.create(code=f"b-{number}", name=f"b-{number}", kind=Kind.COUNT, decimals=0)
    definitions.begin(Indicator.objects.all())
    agency = Agency.objects.create(code="bench", name="bench", kind="department")
    return Principal(
        account_id=new_id(), name="bench", agencies={Role.STANDING_OFFICE: frozenset({agency.pk})}
    )


def _rows(count: int, year: int) -> bytes:
    """`count` rows: months of `year` and before, every indicator at every commune."""
    cells = COMMUNES * INDICATORS
    rows = [
        {
            "indicator": f"b-{n % INDICATORS}",
            "place": f"{10000 + n // INDICATORS % COMMUNES}",
            "period": f"{year - n // cells // 12}-{n // cells % 12 + 1:02}",
            "value": str(n),
        }
        for n in range(count)
    ]
    return json.dumps(rows).encode()


@dataclass(frozen=True)
class Cost:
    """Seconds to the end, and seconds that processors worked: here and in the database's process.

    What works at the same time counts twice among the second; other work on the machine stretches the first.
    """

    passed: float
    worked: float


def _timed(run: Callable[[], None], database: Callable[[], float]) -> Cost:
    begun, here, there = time.perf_counter(), time.process_time(), database()
    run()
    return Cost(time.perf_counter() - begun, time.process_time() - here + database() - there)


def _worked(process: int) -> float:
    """Seconds that a process of this machine worked; 0 where it is none of this machine."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _middle(costs: list[Cost]) -> Cost:
    return Cost(
        statistics.median(cost.passed for cost in costs), statistics.median(cost.worked for cost in costs)
    )


def _measure(rows: int, rounds: int) -> tuple[Cost, Cost]:
    from django.db import connection, transaction
    from django.test import RequestFactory

    from tinhso.indicators.bulk import api as api_bulk
    from tinhso.indicators.models import Observation

    by, factory = world(), RequestFactory()
    columns = [str(field.column) for field in Observation._meta.concrete_fields if field.name != "id"]
    names = ", ".join(f'"{name}"' for name in columns)
    through_api: list[Cost] = []
    inside: list[Cost] = []
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        database = partial(_worked, cursor.fetchone()[0])
    for turn in range(rounds):
        body = _rows(rows, FIRST_YEAR - 3 * turn)
        request = factory.post("/api/v1/observations", body, content_type="application/json")
        request.principal = by  # type: ignore[attr-defined]  # what the middleware gives

        answers: list[bytes] = []

        def send(request: Any = request, answers: list[bytes] = answers) -> None:
            answers.append(api_bulk.write_observations(request).content)

        api_bulk.HOURLY = 10**9  # type: ignore[misc]  # the limit is not what is measured
        through_api.append(_timed(send, database))
        if json.loads(answers[0])["created"] != rows:
            raise SystemExit(f"not all went in: {answers[0][:300]!r}")
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE IF EXISTS same")
            cursor.execute(
                f"CREATE TEMP TABLE same AS SELECT uuidv7() AS id, {names} FROM indicators_observation"
                " WHERE batch_id = (SELECT id FROM indicators_batch ORDER BY recorded_at DESC LIMIT 1)"
            )

        def insert() -> None:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(
                    f"INSERT INTO indicators_observation (id, {names}) SELECT id, {names} FROM same"
                )

        inside.append(_timed(insert, database))
    return _middle(through_api), _middle(inside)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.bulk")
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=5)
    told = parser.parse_args()
    with scratch.database():
        sent, inserted = _measure(told.rows, told.rounds)
    for name, cost in (("API's bulk path", sent), ("INSERT … SELECT", inserted)):
        rate = f"{told.rows / cost.passed:>9,.0f} rows/s ({cost.passed * 1000:.0f} ms)"
        print(f"{name}   {rate}, processors worked {cost.worked * 1000:.0f} ms")
    print(f"ratio             {inserted.passed / sent.passed:.2f} × (aim 0.4)")
    print(f"of work           {inserted.worked / sent.worked:.2f} ×")


if __name__ == "__main__":
    main()
