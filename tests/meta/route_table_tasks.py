"""Who may what inside a task, in hand-overs and in patterns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from tests.meta.expectations import ANYBODY, CONFIRMERS, REPORTERS, SIGNED_IN, STANDING, Line, only
from tests.meta.route_words import READERS, the_plan, the_task
from tests.meta.world import World
from tinhso.people.models import Role

SPEAKERS = REPORTERS | CONFIRMERS | only(Role.LEADER)
"""Those who work on the task or steer."""
AUTHOR = only(Role.REPORTING_OFFICER)
ONCE = "what is taken away is gone for the next who asks"
_GONE: Final = "00000000-0000-7000-8000-000000000000"
INSIDE = "papers of a task are for those who work on it, leaders and auditors"


def _of_task(name: str, row: str) -> Any:
    def args(world: World) -> Mapping[str, Any]:
        return {"code": world.task.code, name: getattr(world, row).pk}

    return args


def _one(name: str, row: str) -> Any:
    return lambda world: {name: getattr(world, row).pk}


def _pattern(world: World) -> Mapping[str, Any]:
    return {"code": world.pattern.code}


def _agency(world: World) -> Mapping[str, Any]:
    return {"code": world.other_agency.code}


_RULE: Final = {"code": "bao-cao-moi", "title": "Báo cáo", "every": "month", "starts_on": "2026-01-01"}

PAGES: Final = {
    "steering:names": Line(get=SIGNED_IN),
    "steering:split_task": Line(get=CONFIRMERS, post=CONFIRMERS, args=the_task),
    "steering:answer_part": Line(get=STANDING, post=STANDING, args=_of_task("link", "joint_link")),
    "steering:add_need": Line(
        post=STANDING, args=the_task, body=lambda world: {"needs": world.needed_task.code}
    ),
    "steering:remove_need": Line(post=STANDING, args=_of_task("edge", "need")),
    "steering:add_deliverable": Line(
        post=CONFIRMERS, args=the_task, body=lambda _: {"deliverable_title": "Phụ lục"}
    ),
    "steering:deliverable": Line(
        get=ANYBODY,
        post=REPORTERS,
        args=_of_task("key", "deliverable"),
        body=lambda _: {"deliver": "1", "delivery_note": "Đã đăng"},
    ),
    "steering:attach": Line(post=SPEAKERS, args=the_task),
    "steering:task_file": Line(
        get=READERS,
        args=lambda world: {"code": world.task.code, "file": world.task_file.file_id},
        hides=INSIDE,
    ),
    "steering:detach": Line(
        post=SPEAKERS, args=lambda world: {"code": world.task.code, "link": _GONE}, finds_nothing=ONCE
    ),
    "steering:comment": Line(post=SPEAKERS, args=the_task, body=lambda _: {"comment": "Đã nhận"}),
    "steering:one_comment": Line(
        get=SPEAKERS,
        post=AUTHOR,
        args=_of_task("comment", "comment"),
        body=lambda _: {"comment": "Đã gửi lại"},
    ),
    "steering:watch": Line(post=READERS, args=the_task, body=lambda _: {"follow": "1"}),
    "steering:patterns": Line(get=ANYBODY),
    "steering:pattern": Line(get=ANYBODY, args=_pattern),
    "steering:edit_pattern": Line(get=STANDING, post=STANDING, args=_pattern),
    "steering:stop_pattern": Line(post=STANDING, args=_pattern),
    "steering:new_pattern": Line(get=STANDING, post=STANDING, args=the_plan),
    "steering:handovers": Line(get=STANDING),
    "steering:handover": Line(get=STANDING, post=STANDING, args=_agency),
    "steering:handover_done": Line(get=STANDING, args=_one("key", "handover")),
    "steering:undo_handover": Line(
        post=STANDING, args=_one("key", "handover"), body=lambda _: {"undone_note": "Nhầm"}
    ),
}

API: Final = {
    "api:task_inside": Line(get=ANYBODY, args=the_task),
    "api:task_parts": Line(
        post=CONFIRMERS,
        args=the_task,
        body=lambda world: {"parts": [{"lead": world.other_agency.code}]},
        scope="plan",
    ),
    "api:task_joint": Line(
        put=STANDING,
        args=lambda world: {"code": world.task.code, "agency": world.other_agency.code},
        body=lambda _: {"part": "done"},
        scope="report",
    ),
    "api:task_needs": Line(
        post=STANDING,
        args=lambda world: {"code": world.needed_task.code},
        body=lambda _: {"needs": "khong-co"},
        scope="plan",
    ),
    "api:task_need": Line(
        delete=STANDING,
        args=lambda world: {"code": world.task.code, "needs": "khong-co"},
        scope="plan",
        finds_nothing=ONCE,
    ),
    "api:task_deliverables": Line(
        post=CONFIRMERS, args=the_task, body=lambda _: {"title": "Phụ lục"}, scope="plan"
    ),
    "api:task_deliverable": Line(
        put=CONFIRMERS,
        args=_one("key", "deliverable"),
        body=lambda _: {"title": "Danh mục", "required": False},
        scope="plan",
    ),
    "api:task_delivery": Line(
        post=REPORTERS, args=_one("key", "deliverable"), body=lambda _: {"note": "Có"}, scope="report"
    ),
    "api:task_judgement": Line(
        post=STANDING, args=_one("key", "deliverable"), body=lambda _: {"accepted": True}, scope="confirm"
    ),
    "api:task_files": Line(
        post=SPEAKERS,
        args=the_task,
        body=lambda world: {"file": str(world.task_file.file_id)},
        scope="report",
    ),
    "api:task_file": Line(
        delete=SPEAKERS,
        args=lambda world: {"code": world.task.code, "file": _GONE},
        scope="report",
        finds_nothing=ONCE,
    ),
    "api:task_comments": Line(post=SPEAKERS, args=the_task, body=lambda _: {"text": "Có"}, scope="report"),
    "api:task_comment": Line(
        put=AUTHOR, delete=AUTHOR, args=_one("key", "comment"), body=lambda _: {"text": "Có"}, scope="report"
    ),
    "api:task_watch": Line(put=READERS, delete=READERS, args=the_task, scope="report"),
    "api:handover_list": Line(get=STANDING, args=_agency),
    "api:try_handover": Line(
        post=STANDING, args=_agency, body=lambda _: {"dated": "2026-07-01"}, scope="plan"
    ),
    "api:hand_over": Line(post=STANDING, args=_agency, body=lambda _: {"dated": "2026-07-01"}, scope="plan"),
    "api:undo_handover": Line(
        post=STANDING, args=_one("key", "handover"), body=lambda _: {"note": "Nhầm"}, scope="plan"
    ),
    "api:recurrence_list": Line(get=SIGNED_IN),
    "api:recurrence": Line(get=ANYBODY, put=STANDING, args=_pattern, body=lambda _: _RULE, scope="plan"),
    "api:add_recurrence": Line(post=STANDING, args=the_plan, body=lambda _: _RULE, scope="plan"),
    "api:stop_recurrence": Line(
        post=STANDING, args=_pattern, body=lambda _: {"ends_on": "2026-12-31"}, scope="plan"
    ),
}

TASKS: Final = {**PAGES, **API}
