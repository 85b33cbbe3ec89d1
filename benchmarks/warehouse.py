"""The warehouse over 50 million observations, beside hand-written queries over the same rows.

    DATABASE_URL=postgresql://… PYTHONPATH=src python -m benchmarks.warehouse
      [--indicators 100] [--communes 11000] [--months 60] [--fill 76] [--rounds 5] [--no-postgresql]

In a database and a folder of its own, made and removed. The rows are generated inside DuckDB and written by
the warehouse's own writer: years that are over as volumes, the months of this year one by one. On 01/11/2026,
after the last of them, 30 % of the communes come under another province, 5 % are split by known shares.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from benchmarks import scratch
from benchmarks.warehouse_world import LAST, build, fill, month_before, say

AFTER: Final = date(2026, 11, 15)
BEFORE: Final = date(2026, 10, 31)


# -- what is asked -------------------------------------------------------------------------------------------


def _codes(indicators: int) -> tuple[str, ...]:
    return tuple(f"bench-{number:03}" for number in range(1, indicators + 1))


def _code(asked: argparse.Namespace) -> str:
    """One of them that is counted."""
    return f"bench-{min(37, asked.indicators // 4 * 4 - 1):03}"


def _everything(codes: tuple[str, ...], boundaries: date, first: date) -> Any:
    from tinhso.base.calendar.periods import PeriodKind
    from tinhso.places.models import Level
    from tinhso.warehouse.questions import Places, Query, Times

    return Query(
        codes, Places(boundaries, Level.PROVINCE), Times(first, date(2026, 12, 31), PeriodKind.QUARTER)
    )


def _chart(code: str, within: str, first: date) -> Any:
    from tinhso.base.calendar.periods import PeriodKind
    from tinhso.warehouse.questions import Places, Query, Times

    return Query((code,), Places(BEFORE, within=within), Times(first, date(2026, 12, 31), PeriodKind.MONTH))


def _ask(query: Any) -> Callable[[], object]:
    from tinhso.base.audit.context import SystemActor
    from tinhso.warehouse.asking import ask

    by = SystemActor("bench")
    return lambda: ask(query, by)


def _anew(run: Callable[[], object]) -> Callable[[], object]:
    """As if nobody had asked since the last publication."""
    from tinhso.warehouse.engines.duckdb import KEPT

    def fresh() -> object:
        KEPT.forget()
        return run()

    return fresh


def _hand(files: list[str]) -> Callable[[], object]:
    """Written by hand: the same files, provinces and quarters joined, one grouping."""
    import duckdb
    from django.conf import settings

    con = duckdb.connect(config={"threads": settings.WAREHOUSE_THREADS})
    con.execute("SET parquet_metadata_cache = true")
    con.register("communes", _provinces())
    con.execute("CREATE TABLE home AS SELECT place::INT AS place, province::INT AS province FROM communes")
    text = """
      SELECT indicator, province, year(last) * 4 + quarter(last) AS quarter, sum(value) AS value,
        sum(numerator) AS numerator, sum(denominator) AS denominator, count(*) AS told
      FROM read_parquet(?) JOIN home USING (place) GROUP BY ALL"""
    return lambda: con.execute(text, [files]).fetchnumpy()


def _provinces() -> dict[str, Any]:
    import numpy as np

    from tinhso.warehouse.models import PlaceKey

    rows = PlaceKey.objects.values_list("number", "place__parent__code")
    pairs = [(number, int(code)) for number, code in rows if code and code.isdigit()]
    return {"place": np.array([one for one, _ in pairs]), "province": np.array([other for _, other in pairs])}


def _postgresql(files: list[str]) -> Callable[[], object]:
    """The same rows as one narrow table of PostgreSQL's, and the same query."""
    import duckdb
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE UNLOGGED TABLE bench (indicator int, place int, last date, value bigint,"
            " numerator bigint, denominator bigint)"
        )
        with tempfile.TemporaryDirectory() as folder:
            for number, file in enumerate(files):
                out = Path(folder) / "rows.csv"
                duckdb.sql(
                    f"COPY (SELECT indicator, place, last, value, numerator, denominator"
                    f" FROM read_parquet('{file}')) TO '{out}' (HEADER false)"
                )
                with out.open("rb") as rows, cursor.copy("COPY bench FROM STDIN (FORMAT csv)") as copy:
                    while block := rows.read(1 << 20):
                        copy.write(block)
                say(f"PostgreSQL: file {number + 1} of {len(files)}")
        cursor.execute("CREATE TABLE home (place int PRIMARY KEY, province int)")
        home = _provinces()
        pairs = zip(home["place"].tolist(), home["province"].tolist(), strict=True)
        with cursor.copy("COPY home FROM STDIN") as copy:
            for row in pairs:
                copy.write_row(row)
        cursor.execute("VACUUM ANALYZE bench")
        cursor.execute("ANALYZE home")
        cursor.execute("SET work_mem = '256MB'")

    def run() -> object:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT indicator, province, date_trunc('quarter', last), sum(value), sum(numerator),"
                " sum(denominator), count(*) FROM bench JOIN home USING (place) GROUP BY 1, 2, 3"
            )
            return cursor.fetchall()

    return run


# -- refreshing ----------------------------------------------------------------------------------------------


def _changed(code: str, communes: int) -> Callable[[], float]:
    """Confirm figures of one indicator in the last month, then publish: the seconds of publishing."""
    from django.db import transaction

    from tinhso.base.calendar.periods import Period
    from tinhso.base.ids import new_id
    from tinhso.indicators.current import keep_current
    from tinhso.indicators.models import Batch, Indicator, Observation
    from tinhso.warehouse.models import PlaceKey
    from tinhso.warehouse.storage.publishing import publish
    from tinhso.warehouse.storage.waiting import What, bump

    row = Indicator.objects.get(code=code)
    places = list(PlaceKey.objects.order_by("number").values_list("place_id", flat=True)[:communes])
    period = Period.parse(f"{LAST:%Y-%m}")

    def run() -> float:
        with transaction.atomic():
            batch = Batch.objects.create(body=new_id().hex, submitted=False, count=len(places))
            figures = Observation.objects.bulk_create(
                (
                    Observation(
                        indicator=row, place_id=place, kind=row.kind, period=period.code, value=number,
                        period_start=period.start, period_end=period.end, dated=period.end,
                        state="confirmed", pack="bench", batch=batch, code=batch.body,
                    )
                    for number, place in enumerate(places)
                ),
                batch_size=5000,
            )  # fmt: skip
            keep_current(figures)
            bump({LAST: [What(batch=batch.pk)]})
        begun = time.perf_counter()
        if publish() != 1:
            raise SystemExit("Nothing was published.")
        return time.perf_counter() - begun

    return run


# -- memory --------------------------------------------------------------------------------------------------


def _memory(asked: argparse.Namespace) -> float:
    """Megabytes that a process grows by, at most, once it asks the warehouse; in a process of its own."""
    from django.conf import settings
    from django.db import connection

    told = connection.settings_dict
    address = f"postgresql://{told['USER']}:{told['PASSWORD']}@{told['HOST']}:{told['PORT']}/{told['NAME']}"
    words = ["--indicators", str(asked.indicators), "--months", str(asked.months)]
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.warehouse", "--memory", *words],
        env={**os.environ, "DATABASE_URL": address, "TINHSO_DATA": str(Path(settings.WAREHOUSE).parent)},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return float(done.stdout)


def _grown(asked: argparse.Namespace) -> None:
    import resource

    import django

    django.setup()
    from tinhso.warehouse.asking import ask  # the door's own modules are the web process's already
    from tinhso.warehouse.models import Partition

    Partition.objects.count()
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    before = pages * os.sysconf("SC_PAGE_SIZE")
    first = month_before(LAST, asked.months - 1)
    for boundaries in (BEFORE, AFTER):
        _ask(_everything(_codes(asked.indicators), boundaries, first))()
    for number in range(1, 6):
        _ask(_chart(f"bench-{number:03}", "01", first))()
    assert ask
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print((most - before) / 1e6)


# -- the table -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Took:
    """Milliseconds on the clock, and of the processor: the fairer of the two where others use it too."""

    clock: float
    processor: float

    def __str__(self) -> str:
        return f"{self.clock:.{0 if self.clock >= 100 else 1}f} ({self.processor:.0f}) ms"


def _taken(rounds: int, *runs: Callable[[], object]) -> list[Took]:
    """The medians of each, taken in turns after a first round that is not counted."""
    found: list[list[Took]] = [[] for _run in runs]
    for number in range(rounds + 1):
        for run, taken in zip(runs, found, strict=True):
            clock, processor = time.perf_counter(), time.process_time()
            run()
            took = Took((time.perf_counter() - clock) * 1000, (time.process_time() - processor) * 1000)
            taken += [took] if number else []
    return [
        Took(statistics.median(one.clock for one in taken), statistics.median(one.processor for one in taken))
        for taken in found
    ]


def _rows(asked: argparse.Namespace) -> Iterator[tuple[str, str, str]]:
    from tinhso.warehouse.storage import manifest, writing

    first = month_before(LAST, asked.months - 1)
    found = manifest.read()
    assert found is not None
    files = [str(writing.path_of(name)) for name in sorted(found.files)]
    codes = _codes(asked.indicators)
    hand, plain, other = _taken(
        asked.rounds,
        _hand(files),
        _ask(_everything(codes, BEFORE, first)),
        _ask(_everything(codes, AFTER, first)),
    )
    yield "hand-written DuckDB, indicator × province × quarter", str(hand), ""
    yield "the same through the door", str(plain), ""
    yield "door / hand-written", _ratio(plain, hand), "1.3"
    yield "with the boundaries of another date", str(other), ""
    yield "other date / plain", _ratio(other, plain), "3"
    for name, within in (("one province", "01"), ("the country", "VN")):
        chart = _ask(_chart(_code(asked), within, first))
        fresh, again = _taken(asked.rounds * 3, _anew(chart), chart)
        yield f"one indicator by month, {name}, read from the files", str(fresh), "15 ms"
        yield f"one indicator by month, {name}, asked again", str(again), "15 ms"
    if not asked.no_postgresql:
        again, told = _taken(
            max(1, asked.rounds // 2), _ask(_everything(codes, BEFORE, first)), _postgresql(files)
        )
        yield "hand-written PostgreSQL", f"{told.clock:.0f} ms", ""
        yield "door / PostgreSQL", f"{again.clock / told.clock:.3f} ×", "0.13"
    for count in (1, min(10_000, asked.communes)):
        changed = _changed(_code(asked), count)
        seconds = sorted(changed() for _round in range(3))[1]
        yield f"one month published anew after {count:,} figures", f"{seconds * 1000:.0f} ms", "1 s"
    yield "memory beside the web process, most", f"{_memory(asked):.0f} MB", "400 MB"


def _ratio(one: Took, other: Took) -> str:
    return f"{one.clock / other.clock:.2f} ({one.processor / other.processor:.2f}) ×"


def main() -> None:
    """Build, measure, print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.warehouse")
    for name, usual in (
        ("indicators", 100),
        ("communes", 11_000),
        ("months", 60),
        ("fill", 76),
        ("rounds", 5),
    ):
        parser.add_argument(f"--{name}", type=int, default=usual)
    parser.add_argument("--no-postgresql", action="store_true")
    parser.add_argument("--memory", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.memory:
        _grown(asked)
        return
    with tempfile.TemporaryDirectory(prefix="warehouse-bench-") as folder:
        os.environ["TINHSO_DATA"] = folder
        with scratch.database():
            build(asked.indicators, asked.communes)
            say(f"{fill(asked):,} rows")
            print(f"{'clock (processor)':58} {'':>20}  aim")
            for what, figure, aim in _rows(asked):
                print(f"{what:58} {figure:>20}  {aim}", flush=True)


if __name__ == "__main__":
    main()
