"""Who is let in where: one line for every address of the product. A new address needs a new line.

`pytest tests/meta/test_routes.py` names the addresses without a line, the lines without an address, and every
caller who was let in or kept out against the table.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from tests.meta.expectations import (
    ADMINISTRATORS,
    ANYBODY,
    CONFIRMERS,
    NOBODY,
    REPORTERS,
    SIGNED_IN,
    STANDING,
    WATCHERS,
    WRITERS,
    Line,
    only,
)
from tests.meta.world import World
from tinhso.people.models import Role


def _an_account(world: World) -> Mapping[str, Any]:
    return {"account": world.accounts[Role.AUDITOR].pk}


def _the_plan(world: World) -> Mapping[str, Any]:
    return {"slug": world.plan.full_slug}


def _the_goal(world: World) -> Mapping[str, Any]:
    return {"slug": world.plan.full_slug, "goal": world.goal.pk}


def _the_statement(world: World) -> Mapping[str, Any]:
    return {"code": world.target.code, "said": world.statement.pk}


def _the_target(world: World) -> Mapping[str, Any]:
    return {"code": world.target.code}


def _the_edition(world: World) -> Mapping[str, Any]:
    return {"code": world.edition.index.code, "edition": world.edition.code}


def _the_component(world: World) -> Mapping[str, Any]:
    return {"found": world.round.pk, "node": "dieu-hanh"}


def _the_task(world: World) -> Mapping[str, Any]:
    return {"code": world.task.code}


def _the_report(world: World) -> Mapping[str, Any]:
    return {"report_id": world.report.pk}


_READERS = REPORTERS | CONFIRMERS | only(Role.LEADER, Role.AUDITOR)
_UNCONFIRMED = "whether a report waits is told to those who work on it, to leaders and to auditors"
_WALLED = "the demo's provider of identity is walled up outside demo mode"
_KEPT = "it calculates with what is sent, and neither reads nor keeps anything"
_LEADERS_OWN = only(Role.LEADER, Role.ADMINISTRATOR)

PUBLIC_PAGES: Final = {
    "web:theme": Line(get=ANYBODY),
    "api_reference": Line(get=ANYBODY),
    "set_language": Line(
        get=ANYBODY,  # Django's own: whatever is not POST leads back and changes nothing
        post=ANYBODY,
        put=ANYBODY,
        patch=ANYBODY,
        delete=ANYBODY,
        body=lambda _: {"language": "en"},
        without_form_token="a preference kept in a cookie; public pages need no cookie for it",
    ),
    "places:index": Line(get=ANYBODY),
    "places:detail": Line(get=ANYBODY, args=lambda world: {"code": world.place.code}),
}

DOCUMENTS: Final = {
    "documents:index": Line(get=ANYBODY),
    "documents:detail": Line(get=ANYBODY, args=lambda world: {"slug": world.document.slug}),
    "documents:create": Line(get=STANDING, post=STANDING),
    "documents:edit": Line(get=STANDING, post=STANDING, args=lambda world: {"slug": world.document.slug}),
    "documents:relate": Line(post=STANDING, args=lambda world: {"slug": world.document.slug}),
    "documents:unrelate": Line(
        post=STANDING, args=lambda world: {"slug": world.document.slug, "relation": world.relation.pk}
    ),
    "documents:file": Line(
        get=ANYBODY, args=lambda world: {"slug": world.document.slug, "file": world.file.pk}
    ),
    "documents:attach": Line(post=STANDING, args=lambda world: {"slug": world.document.slug}),
}

PEOPLE: Final = {
    "people:sign_in": Line(get=ANYBODY, post=ANYBODY),
    "people:sign_out": Line(post=ANYBODY),
    "people:demo_sign_in": Line(
        post=ANYBODY,
        args=lambda world: {"account": world.accounts[Role.LEADER].pk},
        finds_nothing="the demo's door is walled up outside demo mode",
    ),
    "people:second_step": Line(get=NOBODY, post=NOBODY),  # only after a right password
    "people:new_password": Line(get=NOBODY, post=NOBODY),  # only after a one-time password
    "people:go_on": Line(post=NOBODY),  # only while signing in
    "people:enrol": Line(get=SIGNED_IN, post=SIGNED_IN),
    "people:account": Line(get=SIGNED_IN),
    "people:change_password": Line(get=SIGNED_IN, post=SIGNED_IN),
    "people:renew_codes": Line(post=SIGNED_IN),
    "people:save_filter": Line(
        post=SIGNED_IN, body=lambda _: {"path": "/targets/", "query": "status=met", "name": "Đã đạt"}
    ),
    "people:change_filter": Line(
        post=SIGNED_IN,
        args=lambda _: {"saved": "00000000-0000-7000-8000-000000000000"},
        body=lambda _: {"do": "delete"},
        finds_nothing="nobody sees or changes another's filters",
    ),
    "people:act_in": Line(
        post=SIGNED_IN,
        args=lambda world: {"post": world.post_leader.pk},
        finds_nothing="nobody acts in a post that is not theirs",
    ),
}

OUTSIDE_IDENTITY: Final = {
    "people:oidc_begin": Line(
        get=ANYBODY, args=lambda _: {"provider": "none"}, finds_nothing="no provider is configured"
    ),
    "people:oidc_return": Line(get=NOBODY, args=lambda _: {"provider": "none"}),  # only back from a provider
    "people:demo_configuration": Line(get=ANYBODY, finds_nothing=_WALLED),
    "people:demo_keys": Line(get=ANYBODY, finds_nothing=_WALLED),
    "people:demo_authorize": Line(get=ANYBODY, post=ANYBODY, finds_nothing=_WALLED),
    "people:demo_token": Line(
        post=ANYBODY,
        finds_nothing=_WALLED,
        without_form_token="a program asks, with a code and its proof; no session is read",
    ),
}

MANAGING: Final = {
    "people:agencies": Line(get=ANYBODY),
    "people:agency": Line(get=ANYBODY, args=lambda world: {"code": world.agency.code}),
    "people:keys": Line(get=SIGNED_IN, post=SIGNED_IN),
    "people:revoke_key": Line(post=_LEADERS_OWN, args=lambda world: {"key": world.key_leader.pk}),
    "people:delegate": Line(
        get=_LEADERS_OWN, post=_LEADERS_OWN, args=lambda world: {"post": world.post_leader.pk}
    ),
    "people:audit": Line(get=WATCHERS),
    "people:audit_verify": Line(post=WATCHERS),
    "people:accounts": Line(get=ADMINISTRATORS),
    "people:new_account": Line(get=ADMINISTRATORS, post=ADMINISTRATORS),
    "people:import": Line(get=ADMINISTRATORS, post=ADMINISTRATORS),
    "people:import_apply": Line(post=ADMINISTRATORS),
    "people:import_template": Line(get=ADMINISTRATORS),
    "people:managed_account": Line(get=ADMINISTRATORS, args=_an_account),
    "people:contact": Line(post=ADMINISTRATORS, args=_an_account),
    "people:close_account": Line(post=ADMINISTRATORS, args=_an_account),
    "people:reopen_account": Line(post=ADMINISTRATORS, args=_an_account),
    "people:reset_account": Line(post=ADMINISTRATORS, args=_an_account),
    "people:hand_over": Line(
        get=ADMINISTRATORS, post=ADMINISTRATORS, args=lambda world: {"post": world.post_leader.pk}
    ),
    "people:revoke_delegation": Line(
        post=_LEADERS_OWN, args=lambda world: {"delegation": world.delegation.pk}
    ),
}

STEERING: Final = {
    "steering:plans": Line(get=ANYBODY),
    "steering:plan": Line(get=ANYBODY, args=_the_plan),
    "plans/<str:slug>/": Line(get=ANYBODY, args=_the_plan),
    "steering:new_plan": Line(get=STANDING, post=STANDING),
    "steering:edit_plan": Line(get=STANDING, post=STANDING, args=_the_plan),
    "steering:next_plan": Line(get=STANDING, post=STANDING, args=_the_plan),
    "steering:workbook": Line(get=STANDING, post=STANDING, args=_the_plan),
    "steering:template": Line(get=ANYBODY, args=_the_plan),
    "steering:arrange": Line(get=STANDING, post=STANDING, args=_the_plan),
    "steering:new_goal": Line(get=STANDING, post=STANDING, args=_the_plan),
    "steering:edit_goal": Line(get=STANDING, post=STANDING, args=_the_goal),
    "steering:new_target": Line(get=STANDING, post=STANDING, args=_the_plan),
    "steering:new_task": Line(get=STANDING, post=STANDING, args=_the_plan),
    "steering:targets": Line(get=ANYBODY),
    "steering:target": Line(get=ANYBODY, args=_the_target),
    "targets/<str:code>/": Line(get=ANYBODY, args=_the_target),
    "steering:edit_target": Line(get=STANDING, post=STANDING, args=_the_target),
    "steering:retire_target": Line(post=STANDING, args=_the_target, body=lambda _: {"reason": "Hết việc"}),
    "steering:restore_target": Line(post=STANDING, args=_the_target),
    "steering:state_target": Line(get=STANDING, post=STANDING, args=_the_target),
    "steering:withdraw": Line(get=STANDING, post=STANDING, args=_the_statement),
    "steering:report_target": Line(get=REPORTERS, post=REPORTERS, args=_the_target),
    "steering:tasks": Line(get=ANYBODY),
    "steering:task": Line(get=ANYBODY, args=_the_task),
    "tasks/<str:code>/": Line(get=ANYBODY, args=_the_task),
    "steering:edit_task": Line(get=STANDING, post=STANDING, args=_the_task),
    "steering:change_task": Line(get=STANDING, post=STANDING, args=_the_task),
    "steering:retire_task": Line(post=STANDING, args=_the_task, body=lambda _: {"reason": "Hết việc"}),
    "steering:restore_task": Line(post=STANDING, args=_the_task),
    "steering:report_task": Line(get=REPORTERS, post=REPORTERS, args=_the_task),
    "steering:ask": Line(
        post=REPORTERS, args=_the_task, body=lambda _: {"kind": "return", "grounds": "Không đúng việc"}
    ),
    "steering:decide_request": Line(
        post=STANDING,
        args=lambda world: {"code": world.task.code, "asked": world.request.pk},
        body=lambda _: {"refuse": "1", "note": "Không đủ lý do"},
    ),
}

REPORTS: Final = {
    "steering:report": Line(get=_READERS, args=_the_report, hides=_UNCONFIRMED),
    "steering:decide_report": Line(
        post=CONFIRMERS,
        args=_the_report,
        body=lambda _: {"reason": "Thiếu minh chứng"},
        hides=_UNCONFIRMED,
    ),
    "steering:mend": Line(
        get=REPORTERS,
        post=REPORTERS,
        args=lambda world: {"report_id": world.returned.pk},
        hides=_UNCONFIRMED,
    ),
    "steering:evidence": Line(
        get=_READERS,
        args=lambda world: {"report_id": world.report.pk, "file": world.evidence.pk},
        hides=_UNCONFIRMED,
    ),
    "steering:my_work": Line(get=SIGNED_IN),
    "steering:monthly": Line(get=ANYBODY),
}

INDICATORS: Final = {
    "indicators:index": Line(get=ANYBODY),
    "indicators:create": Line(get=STANDING, post=STANDING),
    "indicators:define": Line(get=STANDING, post=STANDING, args=lambda world: {"code": world.indicator.code}),
    "indicators:detail": Line(get=ANYBODY, args=lambda world: {"code": world.indicator.code}),
    "checks:index": Line(get=ANYBODY),
    "checks:detail": Line(get=ANYBODY, args=lambda world: {"code": world.check.code}),
    "checks:create": Line(get=STANDING, post=STANDING, query=lambda _: {"kind": "range"}),
    "checks:edit": Line(get=STANDING, post=STANDING, args=lambda world: {"code": world.check.code}),
    "checks:retire": Line(post=STANDING, args=lambda world: {"code": world.check.code}),
    "checks:review": Line(get=WRITERS, post=STANDING),
    "checks:finding": Line(get=WRITERS, post=STANDING, args=lambda world: {"finding": world.finding.pk}),
    "checks:progress": Line(get=WRITERS, args=lambda world: {"run": world.run.pk}),
    "indicators:aim": Line(get=STANDING, post=STANDING, args=lambda world: {"code": world.indicator.code}),
    "entry:grid": Line(get=WRITERS, post=WRITERS),
    "entry:cells": Line(post=WRITERS),
    "entry:worker": Line(get=ANYBODY),
    "entry:lock": Line(post=STANDING),
    "entry:workbook": Line(get=WRITERS, post=WRITERS),
    "reporting:index": Line(get=_READERS),
    "reporting:owed": Line(get=SIGNED_IN),
    "reporting:cells": Line(get=_READERS, query=lambda world: {"indicator": world.indicator.code}),
    "reporting:agency": Line(get=_READERS, args=lambda world: {"code": world.agency.code}),
    "entry:evidence": Line(post=WRITERS),
    "entry:waiting": Line(get=CONFIRMERS, post=CONFIRMERS),
    "entry:sent": Line(get=SIGNED_IN),
    "figures:index": Line(get=ANYBODY),
    "figures:detail": Line(get=ANYBODY, args=lambda world: {"figure": world.observation.pk}),
    "figures:decide": Line(post=CONFIRMERS, args=lambda world: {"figure": world.observation.pk}),
}

INDICES: Final = {
    "indices:index": Line(get=ANYBODY),
    "indices:edition": Line(get=ANYBODY, args=_the_edition),
    "indices:what_if": Line(get=ANYBODY, args=_the_edition),
    "indices:rounds": Line(get=ANYBODY),
    "indices:new_round": Line(get=STANDING, post=STANDING),
    "indices:my_components": Line(get=SIGNED_IN),
    "indices:verifying": Line(get=SIGNED_IN),
    "indices:round": Line(get=ANYBODY, args=lambda world: {"found": world.round.pk}),
    "indices:manage_round": Line(
        get=STANDING,
        post=STANDING,
        args=lambda world: {"found": world.round.pk},
        body=lambda _: {"do": "assign", "owner": "so-khcn"},
    ),
    "indices:component": Line(
        get=_READERS,
        post=WRITERS,
        args=_the_component,
        body=lambda _: {"move": "score", "in-0": "yes", "links": "https://vi-du.gov.vn/"},
    ),
    "indices:component_points": Line(post=WRITERS, args=_the_component, body=lambda _: {"in-0": "yes"}),
    "indices:step_file": Line(
        get=_READERS, args=lambda world: {**_the_component(world), "file": world.file.pk}
    ),
    "indices:workbook": Line(get=ANYBODY, args=_the_edition),
    "indices:bring_in": Line(get=STANDING, post=STANDING, args=_the_edition),
    "indices:new_result": Line(get=STANDING, post=STANDING, args=_the_edition),
    "api:rounds": Line(get=ANYBODY, args=lambda world: {"code": world.edition.index.code}),
    "api:round_detail": Line(
        get=ANYBODY, args=lambda world: {"code": world.edition.index.code, "found": world.round.pk}
    ),
    "api:score_component": Line(
        post=WRITERS,
        args=lambda world: {"code": world.edition.index.code, **_the_component(world)},
        body=lambda _: {"inputs": {"đã làm": True}, "links": ["https://vi-du.gov.vn/"]},
        scope="figures.write",
    ),
    "api:judge_component": Line(
        post=STANDING,
        args=lambda world: {"code": world.edition.index.code, **_the_component(world)},
        body=lambda _: {"move": "accept"},
        scope="confirm",
    ),
    "api:indices": Line(get=ANYBODY),
    "api:edition": Line(get=ANYBODY, args=_the_edition),
    "api:scores": Line(get=ANYBODY, args=_the_edition),
    "api:compute_places": Line(
        post=ANYBODY,
        args=_the_edition,
        body=lambda _: {"places": [{"place": "a", "scores": {"dieu-hanh": 1}}]},
        without_form_token=_KEPT,
        keeps_nothing=_KEPT,
    ),
}

DESK: Final = {
    "desk:home": Line(get=ANYBODY),
    "desk:search": Line(get=ANYBODY, query=lambda _: {"q": "ho so"}),
}

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
    "api:completeness": Line(get=_READERS, query=lambda _: {"period": "2026-10"}),
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
        post=ANYBODY, body=lambda _: {"expression": "a + 1"}, without_form_token=_KEPT, keeps_nothing=_KEPT
    ),
    "api:evaluate_formula": Line(
        post=ANYBODY, body=lambda _: {"expression": "1 + 1"}, without_form_token=_KEPT, keeps_nothing=_KEPT
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

ROUTES: Final[dict[str, Line]] = {
    **PUBLIC_PAGES,
    **DOCUMENTS,
    **PEOPLE,
    **OUTSIDE_IDENTITY,
    **MANAGING,
    **INDICATORS,
    **INDICES,
    **DESK,
    **STEERING,
    **REPORTS,
    **API,
}
