"""Who may read and write minutes, ballots and conclusions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from tests.meta.expectations import STANDING, Line, only
from tests.meta.route_words import READERS
from tests.meta.world import World
from tinhso.people.models import Role

WITHIN: Final = only(Role.LEADER, Role.AUDITOR, Role.STANDING_OFFICE)
"""Who reads of every committee: minutes and drafts are told to nobody else but its members."""
VOTING: Final = only(Role.LEADER)
"""The only member who can sign in."""
HIDDEN: Final = "a ballot is told to those of its committee, to leaders, auditors and the standing office"


def _meeting(world: World) -> Mapping[str, Any]:
    return {"code": world.held_meeting.code}


def _ballot(world: World) -> Mapping[str, Any]:
    return {"code": world.ballot.code}


def _conclusion(world: World) -> Mapping[str, Any]:
    return {"pk": world.conclusion.pk}


def _told(world: World) -> Mapping[str, Any]:
    return {"conclusion": world.conclusion.pk}


def _entry(world: World) -> Mapping[str, Any]:
    return {"entry": world.entry.pk}


def _of_meeting(world: World) -> Mapping[str, Any]:
    return {"meeting": world.held_meeting.code, "text": "Ý kiến"}


CONCLUSIONS: Final = {
    "conclusions:list": Line(get=READERS),
    "conclusions:ballots": Line(get=READERS),
    "conclusions:ask": Line(get=STANDING, post=STANDING),
    "conclusions:ballot": Line(get=WITHIN, args=_ballot, hides=HIDDEN),
    "conclusions:vote": Line(post=VOTING, args=_ballot, body=lambda _: {"choice": "agree"}, hides=HIDDEN),
    "conclusions:ballot_act": Line(
        post=STANDING, args=_ballot, body=lambda _: {"do": "remind"}, hides=HIDDEN
    ),
    "conclusions:sheet": Line(get=WITHIN, args=_ballot, hides=HIDDEN),
    "conclusions:decisions": Line(get=READERS),
    "conclusions:decision": Line(get=WITHIN, args=lambda world: {"pk": world.decision.pk}),
    "conclusions:entry": Line(
        get=WITHIN, post=STANDING, args=lambda world: {"pk": world.entry.pk}, body=lambda _: {"text": "x"}
    ),
    "conclusions:meeting": Line(get=WITHIN, args=_meeting),
    "conclusions:entries": Line(get=WITHIN, post=STANDING, args=_meeting, body=lambda _: {"text": "x"}),
    "conclusions:minutes": Line(get=WITHIN, args=_meeting),
    "conclusions:preview": Line(get=STANDING, args=_meeting),
    "conclusions:pick": Line(post=STANDING, args=_meeting),
    "conclusions:meeting_act": Line(post=STANDING, args=_meeting, body=lambda _: {"do": "give"}),
    "conclusions:create": Line(get=STANDING, post=STANDING, args=_meeting),
    "conclusions:conclusion": Line(get=READERS, args=_conclusion),
    "conclusions:edit": Line(get=STANDING, post=STANDING, args=_conclusion),
    "conclusions:act": Line(post=STANDING, args=_conclusion, body=lambda _: {"do": "give"}),
    "api:minutes": Line(get=READERS, post=STANDING, body=_of_meeting, scope="meetings"),
    "api:minute": Line(get=WITHIN, args=_entry),
    "api:minute_corrections": Line(
        post=STANDING, args=_entry, body=lambda _: {"text": "x", "reason": "y"}, scope="meetings"
    ),
    "api:conclusions": Line(get=READERS, post=STANDING, body=_of_meeting, scope="meetings"),
    "api:conclusion": Line(
        get=READERS, put=STANDING, args=_told, body=lambda _: {"text": "Hoàn thành"}, scope="meetings"
    ),
    "api:conclusion_steps": Line(
        post=STANDING, args=_told, body=lambda _: {"step": "return", "reason": "y"}, scope="meetings"
    ),
    "api:conclusion_notices": Line(
        get=READERS, post=STANDING, body=lambda world: {"meeting": world.held_meeting.code}, scope="meetings"
    ),
    "api:ballots": Line(
        get=READERS,
        post=STANDING,
        body=lambda world: {"question": "Thông qua", "committee": world.committee.code},
        scope="meetings",
    ),
    "api:ballot": Line(get=WITHIN, args=_ballot, hides=HIDDEN),
    "api:ballot_votes": Line(
        get=WITHIN,
        post=VOTING,
        args=_ballot,
        body=lambda _: {"choice": "agree"},
        scope="meetings",
        hides=HIDDEN,
    ),
    "api:ballot_close": Line(post=STANDING, args=_ballot, scope="meetings"),
    "api:ballot_extension": Line(
        post=STANDING,
        args=_ballot,
        body=lambda _: {"closes_at": "2098-01-01T17:00:00", "reason": "y"},
        scope="meetings",
    ),
    "api:ballot_decision": Line(post=STANDING, args=_ballot, scope="meetings"),
    "api:decisions": Line(get=READERS),
}
