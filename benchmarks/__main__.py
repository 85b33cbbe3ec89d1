"""`./run bench`: build the dataset once, serve it, measure, compare with the last time."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import django

from benchmarks import load, processes
from tinhso.cli import deployment

PORT = 8765
BASELINE = "/api/v1/calendar/working-days?from=2026-01-01&to=2026-01-31"


@dataclass(frozen=True)
class Measure:
    """One row of the table: what, figure, unit, the aim, whether less is better."""

    name: str
    figure: float
    unit: str
    aim: float | None = None
    less: bool = True

    @property
    def reached(self) -> str:
        """Whether the aim is reached, as a word."""
        if self.aim is None:
            return ""
        return "yes" if (self.figure <= self.aim) == self.less or self.figure == self.aim else "NO"


def _build(data: Path) -> dict[str, int]:
    stamp = data / "dataset.json"
    if stamp.exists():
        told: dict[str, int] = json.loads(stamp.read_text())
        return told
    shutil.rmtree(data, ignore_errors=True)
    place = deployment.named(str(data))
    deployment.settle(place)
    with deployment.database(place):
        django.setup()
        from django.core.management import call_command

        from benchmarks import dataset
        from tinhso.indicators.actions import rebuild_current
        from tinhso.steering import state

        call_command("migrate", verbosity=0)
        counts = dataset.build(_progress)
        begun = time.perf_counter()
        rebuild_current()
        state.rebuild_all()
        counts["rebuild_seconds"] = int(time.perf_counter() - begun)
    stamp.write_text(json.dumps(counts))
    return counts


def _progress(what: str, done: int, of: int) -> None:
    sys.stderr.write(f"\r{what}: {done}/{of} ")
    sys.stderr.flush()


def _measure(requests: int, year: int) -> list[Measure]:
    plan = f"/plans/langson-{year}-1-kh-bench/"
    past = [f"{plan}?as_of={year + n // 12}-{n % 12 + 1:02}-20" for n in range(6, 54)]
    for path in (BASELINE, "/", plan, past[0]):
        load.run(PORT, [path], requests=16)
    plain = load.run(PORT, [BASELINE], requests=requests)
    leaders = load.run(PORT, ["/"], requests=requests, headers={"Cache-Control": "no-cache"})
    one = load.run(PORT, [plan], requests=requests)
    gone = load.run(PORT, past, requests=len(past), clients=1)
    etag = load.etag(PORT, "/")
    same = load.run(PORT, ["/"], requests=requests * 4, headers={"If-None-Match": etag})
    for name, result in (("leaders", leaders), ("plan", one), ("past", gone)):
        if set(result.statuses) != {200}:
            raise SystemExit(f"{name} answered {result.statuses}")
    if set(same.statuses) != {304}:
        raise SystemExit(f"the unchanged leaders' screen answered {same.statuses}")
    lone = load.run(PORT, ["/", plan], requests=requests // 2, clients=1)
    return [
        Measure("leaders' screen and plan page, p95, one reader", lone.quantile(0.95), "ms", 100),
        Measure("leaders' screen computed, 4 readers", leaders.rate, "pages/s", 40, less=False),
        Measure("plan page computed, 4 readers", one.rate, "pages/s", 40, less=False),
        Measure(
            f"unchanged leaders' screen (304: {same.statuses.get(304, 0)})",
            same.rate,
            "pages/s",
            200,
            less=False,
        ),
        Measure("plan page as of a past day, slowest", gone.quantile(1), "ms", 500),
        Measure("leaders' screen / smallest API answer", leaders.quantile(0.5) / plain.quantile(0.5), "×"),
        Measure("plan page / smallest API answer", one.quantile(0.5) / plain.quantile(0.5), "×"),
    ]


def _table(measures: list[Measure], last: dict[str, float]) -> None:
    print(f"{'':58} {'now':>10} {'last':>10} {'ratio':>6}  {'aim':>6} reached")
    for row in measures:
        before = last.get(row.name)
        ratio = f"{row.figure / before:.2f}" if before else ""
        aim = f"{row.aim:g}" if row.aim is not None else ""
        now = f"{row.figure:>8.1f} {row.unit:<8}"
        print(f"{row.name[:57]:58} {now} {before or 0:>6.1f} {ratio:>6} {aim:>6} {row.reached}")


def main() -> None:
    """Measure and print; keep the result beside the data."""
    parser = argparse.ArgumentParser(prog="./run bench")
    parser.add_argument("--data", default=str(processes.ROOT / "var" / "bench"))
    parser.add_argument("--requests", type=int, default=200)
    parser.add_argument("--fresh", action="store_true", help="build the dataset anew")
    asked = parser.parse_args()
    data = Path(asked.data).absolute()
    if asked.fresh:
        shutil.rmtree(data, ignore_errors=True)
    counts = _build(data)
    print(" · ".join(f"{count:,} {what}" for what, count in counts.items()))
    os.environ.pop("DATABASE_URL", None)
    kept = data / "last.json"
    last = json.loads(kept.read_text()) if kept.exists() else {}
    with ExitStack() as stack:
        pid = stack.enter_context(processes.served(data, PORT))
        year = int(counts.get("first_year", 0)) or time.localtime().tm_year - 5
        measures = _measure(asked.requests, year)
        measures.append(Measure("memory of the whole process tree", processes.memory(pid), "MB", 600))
    _table(measures, last)
    kept.write_text(json.dumps({row.name: row.figure for row in measures}))


if __name__ == "__main__":
    main()
