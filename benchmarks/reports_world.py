"""What the benchmark of reports measures: 40 targets, 120 tasks, a text that asks for all of it."""

from __future__ import annotations

import time
from datetime import date, timedelta

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from tinhso.base import clock
from tinhso.base.calendar.periods import Period
from tinhso.reports import printing
from tinhso.reports.figures.composing import Composition, compose
from tinhso.reports.figures.moments import Setting
from tinhso.reports.figures.paper import paper_of
from tinhso.reports.schemas import FormDraft
from tinhso.reports.spans import Span
from tinhso.steering.models import Plan
from tinhso.steering.tests import factories

TARGETS, TASKS, SERIES, AGENCIES, MONTHS, ROUNDS = 40, 120, 10, 12, 3, 3
LIMITS = {"docx": 3.0, "pdf": 5.0, "xlsx": 3.0}
END = date(2026, 9, 30)


def build() -> tuple[str, Setting]:
    """The rows, and the text that asks for all of them: 15 charts, every table, sixty figures in words."""
    plan = factories.plan(stage=Plan.Stage.IN_FORCE)
    agencies = [factories.agency(short_name=f"Sở {number}") for number in range(AGENCIES)]
    pillars = [factories.pillar(name=f"Trụ cột {number}") for number in range(5)]
    month = Period.parse("2026-09")
    targets = []
    for number in range(TARGETS):
        made = factories.target(plan, lead=agencies[number % AGENCIES], pillar=pillars[number % 5])
        assert made.indicator is not None
        for back in range(MONTHS):
            value = str(40 + (number * 7 + back * 3) % 60)
            factories.figure(made.indicator, made.place, month.shift(-back).code, value)
        targets.append(made)
    for number in range(TASKS):
        due = END + timedelta(days=number - 60)
        factories.task(plan, lead=agencies[number % AGENCIES], deadline=due, state="in_progress")
    slug = plan.full_slug
    lines = ["# I. KẾT QUẢ", f"Đạt {{so-chi-tieu {slug} dat-vuot}}/{{so-chi-tieu {slug} tong}} chỉ tiêu."]
    lines += [f"- {{chi-tieu {one.code} ten}}: {{chi-tieu {one.code} cap}}." for one in targets]
    lines += [
        f"@bang chi-tieu {slug}",
        f"@bang nhiem-vu {slug}",
        f"@bang don-vi {slug}",
        f"@bang tru-cot {slug}",
    ]
    lines += [f"@bieu-do chi-tieu {slug} tru-cot={one.code}" for one in pillars[:3]]
    lines += [f"@bieu-do don-vi {slug}", f"@bieu-do tru-cot {slug}"]
    lines += [f"@bieu-do chi-so {one.indicator.code} so-ky=12" for one in targets[:SERIES] if one.indicator]
    lines += ["@bang so-sanh", "@phu-luc huong=ngang: Nhiệm vụ", f"@bang nhiem-vu {slug}"]
    span = Span.parse("2026-Q3")
    return "\n".join(lines), Setting(span, END, clock.now(), "20", "langson")


Spent = dict[str, tuple[float, float]]
"""Seconds by the clock, and of the processor."""


def _since(begun: tuple[float, float]) -> tuple[float, float]:
    return time.perf_counter() - begun[0], time.process_time() - begun[1]


def timed(body: str, setting: Setting) -> tuple[Composition, Spent, int]:
    """What composing and each file took, figures included; the best of some rounds."""
    best: Spent = {}
    for _round in range(ROUNDS):
        begun = time.perf_counter(), time.process_time()
        with CaptureQueriesContext(connection) as asked:
            found = compose("Kết quả {ky}", body, setting)
        figures = _since(begun)
        spent = {"figures": figures}
        paper = paper_of(found, FormDraft(), None, setting.known_at)
        for kind in ("docx", "pdf", "xlsx"):
            begun = time.perf_counter(), time.process_time()
            printing.file_of(paper, kind)
            clocked, worked = _since(begun)
            spent[kind] = figures[0] + clocked, figures[1] + worked
        best = {
            name: (min(told[0], best.get(name, told)[0]), min(told[1], best.get(name, told)[1]))
            for name, told in spent.items()
        }
    return found, best, len(asked)


def measure() -> None:
    """Print the table."""
    with transaction.atomic():
        body, setting = build()
        found, best, statements = timed(body, setting)
        charts = sum(block.kind == "chart" for block in found.blocks)
        transaction.set_rollback(True)
    print(f"{TARGETS} targets, {TASKS} tasks, {charts} charts, {len(found.answers)} figures")
    print(f"{statements} statements")
    for name, (clocked, worked) in best.items():
        limit = LIMITS.get(name)
        print(
            f"{name:8} {clocked:6.2f} s, processor {worked:5.2f} s" + (f" (limit {limit} s)" if limit else "")
        )
