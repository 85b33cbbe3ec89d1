"""Who may what at the addresses of the API."""

from __future__ import annotations

from typing import Final

from tests.meta.expectations import (
    ANYBODY,
    CONFIRMERS,
    REPORTERS,
    SIGNED_IN,
    STANDING,
    WATCHERS,
    WRITERS,
    Line,
)
from tests.meta.route_words import KEPT, READERS

API: Final = {
    "api:plan_list": Line(get=ANYBODY),
    "api:plan": Line(get=ANYBODY, args=lambda world: {"slug": world.plan.full_slug}),
    "api:target_list": Line(get=ANYBODY),
    "api:target": Line(get=ANYBODY, args=lambda world: {"code": world.target.code}),
    "api:report_target": Line(
        post=REPORTERS,
        args=lambda world: {"code": world.target.code},
        body=lambda _: {"period": "2026-Q3", "value": 81},
        scope="report",
    ),
    "api:task_list": Line(get=ANYBODY),
    "api:task": Line(get=ANYBODY, args=lambda world: {"code": world.task.code}),
    "api:report_task": Line(
        post=REPORTERS,
        args=lambda world: {"code": world.task.code},
        body=lambda _: {"period": "2026-Q2", "task_state": "in_progress", "done": "Đã khảo sát"},
        scope="report",
    ),
    "api:send_file": Line(post=REPORTERS, scope="report"),
    "api:figures": Line(get=ANYBODY),
    "api:indicators": Line(get=ANYBODY),
    "api:indicator": Line(
        get=ANYBODY,
        put=STANDING,
        args=lambda world: {"code": world.indicator.code},
        body=lambda world: {"name": world.indicator.name, "kind": "percent", "unit": "%", "why": "Thử"},
        scope="plan",
    ),
    "api:observations": Line(
        get=ANYBODY,
        query=lambda world: {"indicator": world.indicator.code},
        post=WRITERS,
        body=lambda world: {"rows": [{"indicator": world.indicator.code, "place": "", "period": "2026"}]},
        scope="figures.write",
    ),
    "api:submissions": Line(get=SIGNED_IN),
    "api:decide_submissions": Line(
        post=CONFIRMERS,
        body=lambda world: {"figures": [str(world.observation.pk)], "decision": "approve"},
        scope="confirm",
    ),
    "api:indicator_targets": Line(get=ANYBODY, args=lambda world: {"code": world.indicator.code}),
    "api:completeness": Line(get=READERS, query=lambda _: {"period": "2026-10"}),
    "api:checks": Line(get=ANYBODY),
    "api:check": Line(
        get=ANYBODY,
        put=STANDING,
        args=lambda world: {"code": world.check.code},
        body=lambda world: {
            "name": {"vi": "Tỷ lệ không quá 100"},
            "severity": "warn",
            "rule": {"kind": "range", "indicator": world.indicator.code, "most": 100},
        },
        scope="plan",
    ),
    "api:check_formula": Line(
        post=ANYBODY, body=lambda _: {"expression": "a + 1"}, without_form_token=KEPT, keeps_nothing=KEPT
    ),
    "api:evaluate_formula": Line(
        post=ANYBODY, body=lambda _: {"expression": "1 + 1"}, without_form_token=KEPT, keeps_nothing=KEPT
    ),
    "api:agencies": Line(get=ANYBODY),
    "api:agency": Line(get=ANYBODY, args=lambda world: {"code": world.agency.code}),
    "api:openapi-json": Line(get=ANYBODY),
    "api:api-root": Line(get=ANYBODY),
    "api:health": Line(get=ANYBODY),
    "api:documents": Line(get=ANYBODY),
    "api:document": Line(get=ANYBODY, args=lambda world: {"slug": world.document.slug}),
    "api:places": Line(get=ANYBODY),
    "api:place": Line(get=ANYBODY, args=lambda world: {"code": world.place.code}),
    "api:audit": Line(get=WATCHERS),
    "api:working_days": Line(get=ANYBODY, query=lambda _: {"from": "2026-01-01", "to": "2026-01-31"}),
    "api:due": Line(get=ANYBODY, query=lambda _: {"start": "2026-01-02", "days": "5"}),
}
