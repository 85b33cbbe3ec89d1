"""What rules for figures cost: while typing, when sending, in batches that no rule looks at, over history.

    DATABASE_URL=postgresql://… python -m benchmarks.checks [--rounds 5]

In a database of its own, made and removed: 65 communes × 10 indicators with 24 months behind them; every
indicator has a jump rule, pairs of them a limit, one a sum over places, one a formula.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from benchmarks import scratch
from benchmarks.bulk import COMMUNES, INDICATORS, world

BEHIND = 24


def _timed(run: Callable[[], Any]) -> float:
    begun = time.perf_counter()
    run()
    return (time.perf_counter() - begun) * 1000


def _rules(by: Any) -> None:
    from tinhso.indicators.checks import actions
    from tinhso.indicators.checks.items import CheckItem
    from tinhso.indicators.models import Indicator

    Indicator.objects.update(adding="sum")

    def put(code: str, severity: str, **rule: Any) -> None:
        told = {"code": code, "name": {"vi": code}, "severity": severity, "rule": rule}
        actions.put_check(by, CheckItem.model_validate(told))

    for number in range(INDICATORS):
        put(f"jump-{number}", "explain", kind="jump", indicator=f"b-{number}")
    for number in range(0, INDICATORS, 2):
        put(f"below-{number}", "warn", kind="below", lesser=f"b-{number}", greater=f"b-{number + 1}")
    put("children", "warn", kind="children", indicator="b-0")
    put("formula", "warn", kind="formula", formula="#{b-0} <= #{b-1} + #{b-2}.periodOffset(-1) * 10")


def _past(by: Any, first: Any) -> None:
    from tinhso.indicators.bulk import writing as bulk
    from tinhso.indicators.bulk.writing import RowDraft

    for back in range(1, BEHIND + 1):
        rows = [
            RowDraft(
                indicator=f"b-{number}",
                place=f"{10000 + place}",
                period=first.shift(-back).code,
                value=Decimal(600 + 50 * number + (place * 7 + back * 13) % 40),
            )
            for place in range(COMMUNES)
            for number in range(INDICATORS)
        ]
        bulk.write(by, rows, submit=False)


def _typed(at: int, turn: int) -> str:
    """A value as it is usual there; one in twenty is ten times as much."""
    usual = 600 + 50 * (at % INDICATORS) + (at + turn) % 40
    return str(usual * 10 if at % 20 == 7 else usual)


def _measure(rounds: int) -> dict[str, list[float]]:
    from django.db import connection, transaction

    from tinhso.base.calendar.periods import Period
    from tinhso.indicators.bulk import writing as bulk
    from tinhso.indicators.bulk.writing import RowDraft
    from tinhso.indicators.checks import reviews
    from tinhso.indicators.entry import drafts as entry_drafts
    from tinhso.indicators.entry import grid as entry

    by, period = world(), Period.parse("2025-12")
    entry._home = lambda: "20"  # what the home pack says elsewhere
    _past(by, period)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    codes = [f"b-{number}" for number in range(INDICATORS)]
    found: dict[str, list[float]] = {}

    def note(what: str, run: Callable[[], Any]) -> None:
        found.setdefault(what, []).append(_timed(run))

    def grid() -> Any:
        return entry.build(by, entry.chosen(codes), period)

    def opened() -> None:
        entry_drafts.review(grid())

    def batch() -> None:
        rows = [
            RowDraft(indicator="b-0", place=f"{10000 + place}", period="2019-01", value=Decimal(place))
            for place in range(COMMUNES)
        ]
        bulk.write(by, rows, submit=True)

    for ruled in (False, True):
        if ruled:
            _rules(by)
        name = "with rules" if ruled else "without"
        for turn in range(rounds):
            with transaction.atomic():
                block = {name: _typed(at, turn) for at, name in enumerate(grid().cells)}
                note(f"empty grid opens, {name}", opened)
                note(f"block of 650 kept, {name}", lambda block=block: entry_drafts.save(by, grid(), block))
                note(f"grid of 650 drafts opens, {name}", opened)
                note(f"650 sent, {name}", lambda: entry_drafts.send(by, grid(), reason="đo"))
                note(f"65 rows of one indicator, {name}", batch)
                transaction.set_rollback(True)
    note("review of 15,600 figures by 17 rules", lambda: reviews.run(by, reviews.ask(by)))
    return found


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.checks")
    parser.add_argument("--rounds", type=int, default=5)
    told = parser.parse_args()
    with scratch.database():
        found = _measure(told.rounds)
    for what, times in found.items():
        print(f"{what:<50} {statistics.median(times):>8.0f} ms  ({min(times):.0f}–{max(times):.0f})")


if __name__ == "__main__":
    main()
