"""Derived values of many communes and months, beside reading and calculating nothing.

    DATABASE_URL=postgresql://… python -m benchmarks.derived [--communes 65] [--months 12] [--rounds 7]

In a database of its own, made and removed. The ratio is that of a derived answer to the plain ones of its two
inputs; and the reader is put beside the one statement that says the same.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from datetime import date
from typing import Any

from benchmarks import scratch


def _world(communes: int, months: int) -> Any:
    from tinhso.base.calendar.periods import Period
    from tinhso.indicators.current import rebuild_current
    from tinhso.indicators.definitions import laying as definitions
    from tinhso.indicators.models import Adding, Indicator, Kind, Observation
    from tinhso.places.models import Level, Place

    def place(level: Level, code: str, parent: Place | None) -> Place:
        path = f"{parent.path}/{code}" if parent else code
        return Place.objects.create(level=level, code=code, name=code, slug=code, path=path, parent=parent)

    province = place(Level.PROVINCE, "20", place(Level.COUNTRY, "VN", None))
    units = [place(Level.COMMUNE, f"{10000 + number}", province) for number in range(communes)]
    told = [
        Indicator(
            code=code, name=code, kind=Kind.COUNT, adding=Adding.SUM, frequency="month", over_time="sum"
        )
        for code in ("above", "below")
    ]
    share = Indicator(
        code="share", name="share", kind=Kind.PERCENT, frequency="month", formula="#{above} / #{below} * 100"
    )
    for row in (*told, share):
        row.save()
    definitions.begin([*told, share])
    last = Period.parse("2026-10")
    periods = [last.shift(-step) for step in range(months)]
    Observation.objects.bulk_create(
        (
            Observation(
                indicator=row, place=unit, kind=row.kind, period=when.code, period_start=when.start,
                period_end=when.end, dated=when.end, value=n + 1, state="confirmed", pack="bench",
            )
            for n, unit in enumerate(units)
            for when in periods
            for row in told
        ),
        batch_size=5_000,
    )  # fmt: skip
    rebuild_current()
    return province, units, periods, told, share


def _median(run: Callable[[], object], rounds: int) -> float:
    taken = []
    for _round in range(rounds):
        begun = time.perf_counter()
        run()
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken)


def _measure(communes: int, months: int, rounds: int) -> None:
    from tinhso.indicators.derivation.answers import Question
    from tinhso.indicators.derivation.statement import values
    from tinhso.places.models import Level

    province, units, periods, told, share = _world(communes, months)
    count = communes * months

    def ask(indicator: Any) -> int:
        asked = Question(indicator, date(2026, 11, 21), province, level=Level.COMMUNE)
        return len(asked.answer())

    keys = [unit.pk for unit in units]
    if ask(share) != count or len(values("share", keys, periods)) != count:
        raise SystemExit("not all values were answered")
    derived = _median(lambda: ask(share), rounds)
    plain = _median(lambda: [ask(row) for row in told], rounds)
    here = _median(lambda: values("share", keys, periods, worth_it=10**9), rounds)
    inside = _median(lambda: values("share", keys, periods, worth_it=1), rounds)
    print(f"{count:,} values of {communes} communes over {months} months, medians of {rounds}")
    print(f"derived answer under boundaries   {derived * 1000:>8.0f} ms")
    print(f"plain answers of both inputs      {plain * 1000:>8.0f} ms, ratio {derived / plain:.2f}")
    print(f"reader and formula in Python      {here * 1000:>8.0f} ms")
    print(f"one statement                     {inside * 1000:>8.0f} ms, ratio {inside / here:.2f}")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.derived")
    parser.add_argument("--communes", type=int, default=65)
    parser.add_argument("--months", type=int, default=12)
    parser.add_argument("--rounds", type=int, default=7)
    told = parser.parse_args()
    with scratch.database():
        _measure(told.communes, told.months, told.rounds)


if __name__ == "__main__":
    main()
