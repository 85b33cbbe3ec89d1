"""Who is let in where: one line for every address of the product. A new address needs a new line.

`pytest tests/meta/test_routes.py` names the addresses without a line, the lines without an address, and every
caller who was let in or kept out against the table.
"""

from __future__ import annotations

from typing import Final

from tests.meta.expectations import (
    ADMINISTRATORS,
    ANYBODY,
    CONFIRMERS,
    NOBODY,
    REPORTERS,
    SIGNED_IN,
    STANDING,
    WATCHERS,
    Line,
)
from tests.meta.route_table_api import API
from tests.meta.route_table_conclusions import CONCLUSIONS
from tests.meta.route_table_consultation import CONSULTATION
from tests.meta.route_table_exploration import EXPLORATION
from tests.meta.route_table_figures import INDICATORS, INDICES
from tests.meta.route_table_gates import GATES
from tests.meta.route_table_meetings import MEETINGS
from tests.meta.route_table_notify import NOTIFY
from tests.meta.route_table_numbers import NUMBERS
from tests.meta.route_table_opendata import OPEN_DATA
from tests.meta.route_table_reading import READING
from tests.meta.route_table_reports import PERIODIC
from tests.meta.route_table_tasks import TASKS
from tests.meta.route_table_urging import URGING
from tests.meta.route_table_warehouse import WAREHOUSE
from tests.meta.route_words import (
    LEADERS_OWN,
    READERS,
    UNCONFIRMED,
    WALLED,
    an_account,
    the_goal,
    the_plan,
    the_report,
    the_statement,
    the_target,
    the_task,
)
from tinhso.people.models import Role

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
    "people:demo_configuration": Line(get=ANYBODY, finds_nothing=WALLED),
    "people:demo_keys": Line(get=ANYBODY, finds_nothing=WALLED),
    "people:demo_authorize": Line(get=ANYBODY, post=ANYBODY, finds_nothing=WALLED),
    "people:demo_token": Line(
        post=ANYBODY,
        finds_nothing=WALLED,
        without_form_token="a program asks, with a code and its proof; no session is read",
    ),
}

MANAGING: Final = {
    "people:agencies": Line(get=ANYBODY),
    "people:agency": Line(get=ANYBODY, args=lambda world: {"code": world.agency.code}),
    "people:keys": Line(get=SIGNED_IN, post=SIGNED_IN),
    "people:revoke_key": Line(post=LEADERS_OWN, args=lambda world: {"key": world.key_leader.pk}),
    "people:delegate": Line(
        get=LEADERS_OWN, post=LEADERS_OWN, args=lambda world: {"post": world.post_leader.pk}
    ),
    "people:audit": Line(get=WATCHERS),
    "people:audit_verify": Line(post=WATCHERS),
    "people:accounts": Line(get=ADMINISTRATORS),
    "people:new_account": Line(get=ADMINISTRATORS, post=ADMINISTRATORS),
    "people:import": Line(get=ADMINISTRATORS, post=ADMINISTRATORS),
    "people:import_apply": Line(post=ADMINISTRATORS),
    "people:import_template": Line(get=ADMINISTRATORS),
    "people:managed_account": Line(get=ADMINISTRATORS, args=an_account),
    "people:contact": Line(post=ADMINISTRATORS, args=an_account),
    "people:close_account": Line(post=ADMINISTRATORS, args=an_account),
    "people:reopen_account": Line(post=ADMINISTRATORS, args=an_account),
    "people:reset_account": Line(post=ADMINISTRATORS, args=an_account),
    "people:hand_over": Line(
        get=ADMINISTRATORS, post=ADMINISTRATORS, args=lambda world: {"post": world.post_leader.pk}
    ),
    "people:revoke_delegation": Line(
        post=LEADERS_OWN, args=lambda world: {"delegation": world.delegation.pk}
    ),
}

STEERING: Final = {
    "steering:plans": Line(get=ANYBODY),
    "steering:plan": Line(get=ANYBODY, args=the_plan),
    "plans/<str:slug>/": Line(get=ANYBODY, args=the_plan),
    "steering:new_plan": Line(get=STANDING, post=STANDING),
    "steering:edit_plan": Line(get=STANDING, post=STANDING, args=the_plan),
    "steering:next_plan": Line(get=STANDING, post=STANDING, args=the_plan),
    "steering:workbook": Line(get=STANDING, post=STANDING, args=the_plan),
    "steering:template": Line(get=ANYBODY, args=the_plan),
    "steering:arrange": Line(get=STANDING, post=STANDING, args=the_plan),
    "steering:new_goal": Line(get=STANDING, post=STANDING, args=the_plan),
    "steering:edit_goal": Line(get=STANDING, post=STANDING, args=the_goal),
    "steering:new_target": Line(get=STANDING, post=STANDING, args=the_plan),
    "steering:new_task": Line(get=STANDING, post=STANDING, args=the_plan),
    "steering:targets": Line(get=ANYBODY),
    "steering:target": Line(get=ANYBODY, args=the_target),
    "targets/<str:code>/": Line(get=ANYBODY, args=the_target),
    "steering:edit_target": Line(get=STANDING, post=STANDING, args=the_target),
    "steering:retire_target": Line(post=STANDING, args=the_target, body=lambda _: {"reason": "Hết việc"}),
    "steering:restore_target": Line(post=STANDING, args=the_target),
    "steering:state_target": Line(get=STANDING, post=STANDING, args=the_target),
    "steering:withdraw": Line(get=STANDING, post=STANDING, args=the_statement),
    "steering:report_target": Line(get=REPORTERS, post=REPORTERS, args=the_target),
    "steering:tasks": Line(get=ANYBODY),
    "steering:task": Line(get=ANYBODY, args=the_task),
    "tasks/<str:code>/": Line(get=ANYBODY, args=the_task),
    "steering:edit_task": Line(get=STANDING, post=STANDING, args=the_task),
    "steering:change_task": Line(get=STANDING, post=STANDING, args=the_task),
    "steering:retire_task": Line(post=STANDING, args=the_task, body=lambda _: {"reason": "Hết việc"}),
    "steering:restore_task": Line(post=STANDING, args=the_task),
    "steering:report_task": Line(get=REPORTERS, post=REPORTERS, args=the_task),
    "steering:ask": Line(
        post=REPORTERS, args=the_task, body=lambda _: {"kind": "return", "grounds": "Không đúng việc"}
    ),
    "steering:decide_request": Line(
        post=STANDING,
        args=lambda world: {"code": world.task.code, "asked": world.request.pk},
        body=lambda _: {"refuse": "1", "note": "Không đủ lý do"},
    ),
}

REPORTS: Final = {
    "steering:report": Line(get=READERS, args=the_report, hides=UNCONFIRMED),
    "steering:decide_report": Line(
        post=CONFIRMERS,
        args=the_report,
        body=lambda _: {"reason": "Thiếu minh chứng"},
        hides=UNCONFIRMED,
    ),
    "steering:mend": Line(
        get=REPORTERS,
        post=REPORTERS,
        args=lambda world: {"report_id": world.returned.pk},
        hides=UNCONFIRMED,
    ),
    "steering:evidence": Line(
        get=READERS,
        args=lambda world: {"report_id": world.report.pk, "file": world.evidence.pk},
        hides=UNCONFIRMED,
    ),
    "steering:my_work": Line(get=SIGNED_IN),
    "steering:monthly": Line(get=ANYBODY),
}


DESK: Final = {
    "desk:home": Line(get=ANYBODY),
    "desk:search": Line(get=ANYBODY, query=lambda _: {"q": "ho so"}),
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
    **TASKS,
    **API,
    **CONSULTATION,
    **EXPLORATION,
    **MEETINGS,
    **CONCLUSIONS,
    **NOTIFY,
    **NUMBERS,
    **WAREHOUSE,
    **OPEN_DATA,
    **PERIODIC,
    **URGING,
    **READING,
    **GATES,
}
