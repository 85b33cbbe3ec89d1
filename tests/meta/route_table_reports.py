"""Who is let in at periodic reports: templates, reports, parts of agencies, briefing packs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from tests.meta.expectations import ANYBODY, SIGNED_IN, STANDING, Line, only
from tests.meta.world import World
from tinhso.people.models import Role

MEMBERS: Final = SIGNED_IN - {Role.PUBLIC}
"""Everybody with a post in the agency that the report asks; leaders and auditors besides."""
WRITERS: Final = only(Role.LEADER, Role.STANDING_OFFICE, Role.REPORTING_OFFICER, Role.HEAD_OF_AGENCY)
"""Posts that may speak for their agency; all accounts of the world sit in one."""
BRIEFED: Final = only(Role.LEADER, Role.STANDING_OFFICE, Role.AUDITOR)
HIDDEN: Final = "a report on its way is not admitted to exist to who has no part in it"


def _template(world: World) -> Mapping[str, Any]:
    return {"code": world.report_template.code}


def _report(world: World) -> Mapping[str, Any]:
    return {"key": world.periodic.pk}


def _file(kind: str) -> Any:
    return lambda world: {**_report(world), "kind": kind}


def _part(world: World) -> Mapping[str, Any]:
    return {**_report(world), "part": world.periodic_part.pk}


def _draft(_world: World) -> Mapping[str, Any]:
    return {"kind": "quarter", "name": "Báo cáo", "title": "Kết quả {ky}", "body": "Đến {ky den}."}


def _signed(_world: World) -> Mapping[str, Any]:
    return {"date": "2026-11-21", "signer": "Nguyễn Văn A"}


PAGES: Final = {
    "reports:index": Line(get=ANYBODY),
    "reports:new": Line(
        get=STANDING, post=STANDING, body=lambda _: {"template": "bao-cao-thu", "period": "2026-Q2"}
    ),
    "reports:templates": Line(get=ANYBODY),
    "reports:new_template": Line(get=STANDING, post=STANDING, body=_draft),
    "reports:template": Line(get=ANYBODY, post=STANDING, args=_template, body=_draft),
    "reports:briefing": Line(get=BRIEFED, args=lambda world: {"code": world.meeting.code}),
    "reports:briefing_file": Line(
        get=BRIEFED, args=lambda world: {"code": world.meeting.code, "kind": "docx"}
    ),
    "reports:report": Line(get=MEMBERS, args=_report, hides=HIDDEN),
    "reports:preview": Line(get=MEMBERS, args=_report, hides=HIDDEN),
    "reports:file": Line(get=MEMBERS, args=_file("docx"), hides=HIDDEN),
    "reports:write": Line(
        post=STANDING, args=_report, body=lambda _: {"do": "edit", "block": "0", "text": "Khác"}, hides=HIDDEN
    ),
    "reports:freeze": Line(
        get=STANDING, post=STANDING, args=_report, body=lambda _: {"knowingly": "1"}, hides=HIDDEN
    ),
    "reports:issue": Line(get=STANDING, post=STANDING, args=_report, body=_signed, hides=HIDDEN),
    "reports:move": Line(
        post=STANDING, args=_report, body=lambda _: {"do": "withdraw", "reason": "sai"}, hides=HIDDEN
    ),
    "reports:contribution": Line(
        get=MEMBERS,
        post=WRITERS,
        args=_part,
        body=lambda _: {"do": "send", "text": "Không phát sinh"},
        hides=HIDDEN,
    ),
}

API_OF_REPORTS: Final = {
    "api:report_templates": Line(get=ANYBODY),
    "api:check_template": Line(post=STANDING, body=lambda _: {"body": "Đến {ky den}."}, scope="papers"),
    "api:report_template": Line(get=ANYBODY, put=STANDING, args=_template, body=_draft, scope="papers"),
    "api:periodic_reports": Line(
        get=ANYBODY,
        post=STANDING,
        body=lambda _: {"template": "bao-cao-thu", "period": "2026-Q2"},
        scope="papers",
    ),
    "api:periodic_report": Line(
        get=MEMBERS,
        patch=STANDING,
        args=_report,
        body=lambda _: {"title": "Khác"},
        scope="papers",
        hides=HIDDEN,
    ),
    "api:periodic_blocks": Line(
        post=STANDING, args=_report, body=lambda _: {"block": 0, "text": "Khác"}, scope="papers"
    ),
    "api:freeze_periodic": Line(
        post=STANDING, args=_report, body=lambda _: {"knowingly": True}, scope="papers"
    ),
    "api:issue_periodic": Line(post=STANDING, args=_report, body=_signed, scope="papers"),
    "api:move_periodic": Line(
        post=STANDING, args=_report, body=lambda _: {"to": "withdraw", "reason": "sai"}, scope="papers"
    ),
    "api:periodic_file": Line(get=MEMBERS, args=_file("xlsx"), hides=HIDDEN),
    "api:periodic_parts": Line(get=MEMBERS, args=_report, hides=HIDDEN),
    "api:periodic_part": Line(
        put=WRITERS, args=_part, body=lambda _: {"text": "Không phát sinh"}, scope="drafts", hides=HIDDEN
    ),
    "api:accept_part": Line(post=STANDING, args=_part, scope="papers", hides=HIDDEN),
    "api:return_part": Line(
        post=STANDING, args=_part, body=lambda _: {"reason": "bổ sung"}, scope="papers", hides=HIDDEN
    ),
}
PERIODIC: Final = {**PAGES, **API_OF_REPORTS}
