"""The warehouse over 50 million observations, beside hand-written queries over the same rows.

    DATABASE_URL=postgresql://… PYTHONPATH=src python -m benchmarks.warehouse
      [--indicators 100] [--communes 11000] [--months 60] [--fill 76] [--rounds 5] [--no-postgresql]

In a database and a folder of its own, made and removed. The rows are generated inside DuckDB and written by the
warehouse's own writer: years that are over as volumes, the months of this year one by one. On 01/11/2026, after
the last of them, 30 % of the communes come under another province and 5 % are split by known shares.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

from benchmarks import scratch

LAST: Final = date(2026, 10, 1)
REFORM: Final = date(2026, 11, 1)
PROVINCES: Final = 63
AFTER: Final = date(2026, 11, 15)
BEFORE: Final = date(2026, 10, 31)


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _month_before(month: date, steps: int) -> date:
    whole = month.year * 12 + month.month - 1 - steps
    return date(whole // 12, whole % 12 + 1, 1)


# -- the world ------------------------------------------------------------------------------------------------


def _world(indicators: int, communes: int) -> None:
    """Places before and after the reform, their lineage, indicators with definitions, and all their keys."""
    from tinhso.indicators.definitions import laying as definitions
    from tinhso.indicators.models import Adding, Indicator, Kind
    from tinhso.places.models import Lineage, Place
    from tinhso.warehouse.models import IndicatorKey, PlaceKey

    country = _place("VN", "country", None)
    country.save()
    provinces = [_place(f"{number + 1:02}", "province", country) for number in range(PROVINCES)]
    Place.objects.bulk_create(provinces)
    old, new, edges = [], [], []
    for number in range(communes):
        home = number * PROVINCES // communes
        fate = number % 20
        moved, split = fate < 6, fate == 6
        unit = _place(f"{10000 + number}", "commune", provinces[home])
        old.append(unit)
        if moved or split:
            unit.valid_to = REFORM - timedelta(days=1)
            shares = (
                (("0.60000000", home), ("0.40000000", home + 1)) if split else (("1.00000000", home + 1),)
            )
            for part, (share, where) in enumerate(shares):
                heir = _place(f"{40000 + 2 * number + part}", "commune", provinces[where % PROVINCES], REFORM)
                new.append(heir)
                basis = "population" if split else "whole"
                edges.append(Lineage(predecessor=unit, successor=heir, share=share, basis=basis, on=REFORM))
    Place.objects.bulk_create([*old, *new], batch_size=2000)
    Lineage.objects.bulk_create(edges, batch_size=2000)
    PlaceKey.objects.bulk_create([PlaceKey(number=n, place=unit) for n, unit in enumerate(old, start=1)])
    rows = [
        Indicator(
            code=f"bench-{number:03}", name=f"bench {number}", frequency="month",
            kind=Kind.RATIO if number % 4 == 0 else Kind.COUNT,
            adding=Adding.RATIO_OF_SUMS if number % 4 == 0 else Adding.SUM,
            over_time="ratio_of_sums" if number % 4 == 0 else "sum",
        )
        for number in range(1, indicators + 1)
    ]  # fmt: skip
    for row in rows:
        row.save()
    definitions.begin(rows)
    IndicatorKey.objects.bulk_create(
        [IndicatorKey(number=n, indicator=row) for n, row in enumerate(rows, start=1)]
    )
    _sequences()


def _place(code: str, level: str, parent: Any, since: date | None = None) -> Any:
    from tinhso.places.models import Place

    path = f"{parent.path}/{code}" if parent else code
    return Place(
        code=code,
        level=level,
        name=code,
        slug=code,
        path=path,
        parent=parent,
        valid_from=since,
        sort_key=code,
    )


def _sequences() -> None:
    """Numbers go on after those given by hand."""
    from django.db import connection

    with connection.cursor() as cursor:
        for table in ("warehouse_placekey", "warehouse_indicatorkey"):
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'number'), max(number)) FROM {table}"
            )


# -- the rows -------------------------------------------------------------------------------------------------

_ROWS: Final = """
INSERT INTO fresh SELECT i.range, p.range, 1, false, DATE '{month}', last_day(DATE '{month}'),
  CASE WHEN i.range % 4 <> 0 THEN (hash(i.range, p.range, {number}, 7) % 100000)::BIGINT ELSE {nothing} END,
  CASE WHEN i.range % 4 = 0 THEN (hash(i.range, p.range, {number}, 8) % 500)::BIGINT ELSE {nothing} END,
  CASE WHEN i.range % 4 = 0 THEN (500 + hash(i.range, p.range, {number}, 9) % 500)::BIGINT ELSE {nothing} END,
  1, 0
FROM range(1, {indicators} + 1) i CROSS JOIN range(1, {communes} + 1) p
WHERE hash(i.range * 1000003 + p.range * 7 + {number} * 1009) % 100 < {fill}
"""


def _fill(asked: argparse.Namespace) -> int:
    """Write all files as a rebuild would, and put them in force."""
    from tinhso.base import clock
    from tinhso.base.ids import new_id
    from tinhso.warehouse.models import Partition, Standing
    from tinhso.warehouse.storage import keys, layout, manifest, staging, writing

    months = [_month_before(LAST, steps) for steps in range(asked.months)][::-1]
    units: dict[object, list[date]] = {}
    for month in months:
        units.setdefault(month.year if month.year < LAST.year else month, []).append(month)
    files, served = {}, {}
    at = clock.now()
    keys.allot()
    named = keys.indicators()
    for unit in units.values():
        with staging.opened() as con:
            staging.fetch_levels(con)
            for month in unit:
                con.execute(
                    _ROWS.format(
                        month=month, number=month.year * 12 + month.month, nothing=staging.NOTHING,
                        indicators=asked.indicators, communes=asked.communes, fill=asked.fill,
                    )
                )  # fmt: skip
            scale, _misfits = writing.scales(con, {}, dict.fromkeys(named, (None, 0)))
            writing.settle_scales(con, scale, {})
            written = writing.write(con, unit, 1)
        files[written.file.name] = written.file
        for month in unit:
            served[month] = manifest.Month(
                written.file.name, 1, written.rows.get(month, 0), at, written.told.get(month, ())
            )
        _say(
            f"{unit[0]:%Y-%m} … {unit[-1]:%Y-%m}: {written.file.rows:,} rows, {written.file.size / 1e6:.0f} MB"
        )
    known = {number: manifest.Known(key, 0) for number, (key, _decimals) in named.items()}
    standing = Standing.objects.create(token=new_id(), version=1, published_at=at)
    manifest.settle(layout.figures())
    manifest.replace(manifest.Manifest(1, standing.token, new_id(), at, known, files, served))
    Partition.objects.bulk_create(
        Partition(
            month=month, wanted=1, published=1, published_at=at, file=one.file, rows=one.rows,
            checksum=files[one.file].sha256, size=files[one.file].size,
        )
        for month, one in served.items()
    )  # fmt: skip
    return sum(one.rows for one in served.values())


# -- what is asked --------------------------------------------------------------------------------------------


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
                _say(f"PostgreSQL: file {number + 1} of {len(files)}")
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


# -- refreshing -----------------------------------------------------------------------------------------------


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


# -- memory ---------------------------------------------------------------------------------------------------


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
    first = _month_before(LAST, asked.months - 1)
    for boundaries in (BEFORE, AFTER):
        _ask(_everything(_codes(asked.indicators), boundaries, first))()
    for number in range(1, 6):
        _ask(_chart(f"bench-{number:03}", "01", first))()
    assert ask
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print((most - before) / 1e6)


# -- the table ------------------------------------------------------------------------------------------------


def _median(run: Callable[[], object], rounds: int) -> float:
    run()
    taken = []
    for _round in range(rounds):
        begun = time.perf_counter()
        run()
        taken.append(time.perf_counter() - begun)
    return sorted(taken)[len(taken) // 2]


def _rows(asked: argparse.Namespace) -> Iterator[tuple[str, str, str]]:
    from tinhso.warehouse.storage import manifest, writing

    first = _month_before(LAST, asked.months - 1)
    found = manifest.read()
    assert found is not None
    files = [str(writing.path_of(name)) for name in sorted(found.files)]
    codes = _codes(asked.indicators)
    hand = _median(_hand(files), asked.rounds)
    plain = _median(_ask(_everything(codes, BEFORE, first)), asked.rounds)
    other = _median(_ask(_everything(codes, AFTER, first)), asked.rounds)
    again = _median(_hand(files), asked.rounds)
    hand = (hand + again) / 2
    yield "hand-written DuckDB, indicator × province × quarter", f"{hand * 1000:.0f} ms", ""
    yield "the same through the door", f"{plain * 1000:.0f} ms", ""
    yield "door / hand-written", f"{plain / hand:.2f} ×", "1.3"
    yield "with the boundaries of another date", f"{other * 1000:.0f} ms", ""
    yield "other date / plain", f"{other / plain:.2f} ×", "3"
    for name, within in (("one province", "01"), ("the country", "VN")):
        chart = _median(_ask(_chart(_code(asked), within, first)), asked.rounds * 3)
        yield f"one indicator by month, {name}", f"{chart * 1000:.1f} ms", "15 ms"
    if not asked.no_postgresql:
        told = _median(_postgresql(files), 3)
        yield "hand-written PostgreSQL", f"{told * 1000:.0f} ms", ""
        yield "door / PostgreSQL", f"{plain / told:.3f} ×", "0.13"
    for count in (1, min(10_000, asked.communes)):
        changed = _changed(_code(asked), count)
        seconds = [changed() for _round in range(3)]
        yield (
            f"one month published anew after {count:,} figures",
            f"{sorted(seconds)[1] * 1000:.0f} ms",
            "1 s",
        )
    yield "memory beside the web process, most", f"{_memory(asked):.0f} MB", "400 MB"


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
            _world(asked.indicators, asked.communes)
            _say(f"{_fill(asked):,} rows")
            print(f"{'':58} {'':>10}  aim")
            for what, figure, aim in _rows(asked):
                print(f"{what:58} {figure:>10}  {aim}", flush=True)


if __name__ == "__main__":
    main()
