"""Who drafts, who is asked, who reads; what the public may."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from tests.meta.expectations import ANYBODY, SIGNED_IN, Line, only
from tests.meta.world import World
from tinhso.people.models import Role

_DRAFTERS: Final = only(Role.STANDING_OFFICE, Role.REPORTING_OFFICER, Role.HEAD_OF_AGENCY)
_ASKED: Final = only(Role.LEADER, Role.STANDING_OFFICE, Role.REPORTING_OFFICER, Role.HEAD_OF_AGENCY)
_SENDERS: Final = only(Role.LEADER, Role.STANDING_OFFICE, Role.HEAD_OF_AGENCY)
_READERS: Final = _ASKED | only(Role.AUDITOR)
_HIDDEN: Final = "what may not be read is not admitted to exist"


def _own(world: World) -> Mapping[str, Any]:
    return {"code": world.draft.code}


def _asked(world: World) -> Mapping[str, Any]:
    return {"code": world.asked_draft.code}


def _version(world: World) -> Mapping[str, Any]:
    return {**_own(world), "number": 2}


def _new(world: World) -> Mapping[str, Any]:
    return {"title": "Kế hoạch mới", "kind": "KH", "agency": world.agency.code}


def _answer(_world: World) -> Mapping[str, Any]:
    return {"comments": [1], "kind": "accepted"}


def _finish(world: World) -> Mapping[str, Any]:
    return {"version": 1, "issuer": world.agency.code, "date": "2030-01-02", "suffix": "KH-SKHCN"}


def _read(**more: Any) -> Line:
    return Line(get=_READERS, args=_own, hides=_HIDDEN, **more)


CONSULTATION: Final = {
    "consultation:index": Line(get=SIGNED_IN),
    "consultation:create": Line(get=_DRAFTERS, post=_DRAFTERS, body=_new),
    "consultation:public_index": Line(get=ANYBODY),
    "consultation:public": Line(
        get=ANYBODY, post=ANYBODY, args=_own, body=lambda _: {"text": "Ý kiến của dân"}
    ),
    "consultation:draft": _read(),
    "consultation:edit": Line(get=_DRAFTERS, post=_DRAFTERS, args=_own, body=_new, hides=_HIDDEN),
    "consultation:withdraw": Line(post=_DRAFTERS, args=_own, hides=_HIDDEN),
    "consultation:versions": Line(
        get=_READERS, post=_DRAFTERS, args=_own, body=lambda _: {"text": ""}, hides=_HIDDEN
    ),
    "consultation:version": Line(get=_READERS, args=_version, hides=_HIDDEN),
    "consultation:arrange": Line(post=_DRAFTERS, args=_version, hides=_HIDDEN),
    "consultation:connect": Line(post=_DRAFTERS, args=_version, hides=_HIDDEN),
    "consultation:compare": _read(),
    "consultation:file": Line(
        get=_READERS,
        args=lambda world: {**_own(world), "file_id": world.file.pk},
        hides=_HIDDEN,
        finds_nothing="the draft was typed, it has no file; read in test_consultation_pages",
    ),
    "consultation:open": Line(get=_DRAFTERS, post=_DRAFTERS, args=_own, hides=_HIDDEN),
    "consultation:progress": _read(),
    "consultation:act": Line(post=_DRAFTERS, args=_own, hides=_HIDDEN),
    "consultation:decide_late": Line(
        post=_DRAFTERS,
        args=lambda world: {**_own(world), "invitee_id": world.asked_late.pk},
        hides=_HIDDEN,
    ),
    "consultation:opinion": Line(get=_ASKED, args=_asked, hides=_HIDDEN),
    "consultation:write": Line(post=_ASKED, args=_asked, body=lambda _: {"text": "Ý"}, hides=_HIDDEN),
    "consultation:send": Line(post=_SENDERS, args=_asked, body=lambda _: {"do": "agree"}, hides=_HIDDEN),
    "consultation:answers": _read(),
    "consultation:give": Line(post=_DRAFTERS, args=_own, hides=_HIDDEN),
    "consultation:synthesis": _read(),
    "consultation:moderation": Line(get=_DRAFTERS, args=_own, hides=_HIDDEN),
    "consultation:moderate": Line(
        post=_DRAFTERS,
        args=lambda world: {**_own(world), "submission_id": world.submission.pk},
        hides=_HIDDEN,
    ),
    "consultation:finish": Line(get=_DRAFTERS, post=_DRAFTERS, args=_own, hides=_HIDDEN),
    "api:draft_list": Line(get=SIGNED_IN, post=_DRAFTERS, body=_new, scope="drafts"),
    "api:draft": _read(),
    "api:draft_versions": Line(
        get=_READERS,
        post=_DRAFTERS,
        args=_own,
        body=lambda _: {"text": "Điều 1. Một\nĐiều 2. Hai"},
        scope="drafts",
        hides=_HIDDEN,
    ),
    "api:draft_comparison": _read(query=lambda _: {"old": 1, "new": 2}),
    "api:draft_open": Line(
        post=_DRAFTERS, args=_own, body=lambda _: {"deadline": "2030-01-02"}, scope="drafts", hides=_HIDDEN
    ),
    "api:draft_progress": _read(),
    "api:draft_close": Line(
        post=_DRAFTERS, args=_own, body=lambda _: {"why": "Đủ"}, scope="drafts", hides=_HIDDEN
    ),
    "api:draft_extend": Line(
        post=_DRAFTERS,
        args=_own,
        body=lambda _: {"until": "2030-01-02", "why": "Thêm"},
        scope="drafts",
        hides=_HIDDEN,
    ),
    "api:draft_comments": Line(
        get=_READERS, post=_ASKED, args=_asked, body=lambda _: {"text": "Ý"}, scope="drafts", hides=_HIDDEN
    ),
    "api:draft_opinion": Line(
        post=_SENDERS, args=_asked, body=lambda _: {"agrees": True}, scope="drafts", hides=_HIDDEN
    ),
    "api:draft_answers": Line(post=_DRAFTERS, args=_own, body=_answer, scope="drafts", hides=_HIDDEN),
    "api:draft_finish": Line(post=_DRAFTERS, args=_own, body=_finish, scope="drafts", hides=_HIDDEN),
}
