"""Who is let in where: one line for every address of the product. A new address needs a new line.

`pytest tests/meta/test_routes.py` names the addresses without a line, the lines without an address, and every
caller who was let in or kept out against the table.
"""

from __future__ import annotations

from typing import Final

from tests.meta.expectations import ANYBODY, NOBODY, REPORTERS, SIGNED_IN, Line, only
from tinhso.people.models import Role

_EDITORS = only(Role.STANDING_OFFICE, Role.ADMINISTRATOR)

PUBLIC_PAGES: Final = {
    "web:theme": Line(get=ANYBODY),
    "api_reference": Line(get=ANYBODY),
    "set_language": Line(
        get=ANYBODY,  # leads back and changes nothing
        post=ANYBODY,
        body=lambda _: {"language": "en"},
        without_form_token="a preference kept in a cookie; public pages need no cookie for it",
    ),
    "places:index": Line(get=ANYBODY),
    "places:detail": Line(get=ANYBODY, args=lambda world: {"code": world.place.code}),
}

DOCUMENTS: Final = {
    "documents:index": Line(get=ANYBODY),
    "documents:detail": Line(get=ANYBODY, args=lambda world: {"slug": world.document.slug}),
    "documents:create": Line(get=_EDITORS, post=_EDITORS),
    "documents:edit": Line(get=_EDITORS, post=_EDITORS, args=lambda world: {"slug": world.document.slug}),
    "documents:relate": Line(post=_EDITORS, args=lambda world: {"slug": world.document.slug}),
    "documents:unrelate": Line(
        post=_EDITORS, args=lambda world: {"slug": world.document.slug, "relation": world.relation.pk}
    ),
    "documents:file": Line(
        get=ANYBODY, args=lambda world: {"slug": world.document.slug, "file": world.file.pk}
    ),
    "documents:attach": Line(post=_EDITORS, args=lambda world: {"slug": world.document.slug}),
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
    "people:act_in": Line(
        post=SIGNED_IN,
        args=lambda world: {"post": world.post_leader.pk},
        finds_nothing="nobody acts in a post that is not theirs",
    ),
}

STEERING: Final = {
    "steering:plan": Line(get=ANYBODY, args=lambda world: {"slug": world.plan.full_slug}),
    "plans/<str:slug>/": Line(get=ANYBODY, args=lambda world: {"slug": world.plan.full_slug}),
}

INDICATORS: Final = {}

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
    "api:figures": Line(get=ANYBODY),
    "api:indicators": Line(get=ANYBODY),
    "api:indicator": Line(get=ANYBODY, args=lambda world: {"code": world.indicator.code}),
    "api:agencies": Line(get=ANYBODY),
    "api:agency": Line(get=ANYBODY, args=lambda world: {"code": world.agency.code}),
    "api:openapi-json": Line(get=ANYBODY),
    "api:api-root": Line(get=ANYBODY),
    "api:health": Line(get=ANYBODY),
    "api:documents": Line(get=ANYBODY),
    "api:document": Line(get=ANYBODY, args=lambda world: {"slug": world.document.slug}),
    "api:places": Line(get=ANYBODY),
    "api:place": Line(get=ANYBODY, args=lambda world: {"code": world.place.code}),
    "api:working_days": Line(get=ANYBODY, query=lambda _: {"from": "2026-01-01", "to": "2026-01-31"}),
    "api:due": Line(get=ANYBODY, query=lambda _: {"start": "2026-01-02", "days": "5"}),
}

ROUTES: Final[dict[str, Line]] = {**PUBLIC_PAGES, **DOCUMENTS, **PEOPLE, **INDICATORS, **STEERING, **API}
