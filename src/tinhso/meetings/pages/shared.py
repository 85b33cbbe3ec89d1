"""What the pages of this room share: the meeting behind an address, choices of forms, moments as typed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Final

from django.http import HttpRequest
from django.utils.translation import gettext as _

from tinhso.base import clock
from tinhso.base.errors import Invalid, Problem, Refusal
from tinhso.base.web import forms as typing
from tinhso.base.web.drafting import day
from tinhso.committees import queries as committees
from tinhso.meetings import policies, queries
from tinhso.meetings.models import Meeting
from tinhso.people import queries as people
from tinhso.people.principals import Principal, principal_of

_CLOCK: Final = re.compile(r"^(\d{1,2})[:hg.](\d{2})?$")
TIMES: Final = ("day", "from_time", "to_time")


def meeting_for(request: HttpRequest, code: str) -> tuple[Principal, Meeting]:
    """Who reads, and the meeting. Raises NotSignedIn, NotFound for what they may not see."""
    by = principal_of(request)
    return by, queries.seen(by, code)


def planner_for(request: HttpRequest, code: str) -> tuple[Principal, Meeting]:
    """Who plans, and the meeting. Raises NotSignedIn, NotAllowed, NotFound."""
    by, meeting = meeting_for(request, code)
    policies.require_plan(by, meeting.committee)
    return by, meeting


def leader_for(request: HttpRequest, code: str) -> tuple[Principal, Meeting]:
    """Who leads, and the meeting. Raises NotSignedIn, NotAllowed, NotFound."""
    by, meeting = meeting_for(request, code)
    policies.require_lead(by, meeting)
    return by, meeting


def status(typed: typing.Typed) -> int:
    """What a page with that form answers."""
    return typed.refusal.status if typed.refusal else 200


def agencies() -> list[tuple[str, str]]:
    """Agencies of today that may be invited here: code and name."""
    return list(people.agencies().valid_on(clock.today()).at_home().values_list("code", "name"))


def chairs(meeting: Meeting | None, committee: str = "") -> list[tuple[str, str]]:
    """Who may chair: id, name and role, of the committee on that day."""
    if meeting is None and not committee:
        return []
    of = meeting.committee if meeting else committees.find(committee)
    rows = committees.members(of, clock.local(meeting.starts_at).date() if meeting else clock.today())
    return [(str(row.person_id), f"{row.person} · {row.role_name}") for row in rows if row.votes]


def _time(sent: Mapping[str, str], name: str, problems: list[Problem]) -> time | None:
    text = sent.get(name, "").strip().replace(" ", "")
    found = _CLOCK.match(text)
    if found and int(found[1]) < 24 and int(found[2] or 0) < 60:
        return time(int(found[1]), int(found[2] or 0))
    message = _("Nhập giờ dạng 08:00.") if text else _("Chưa nhập.")
    problems.append(Problem("invalid_time", message, name))
    return None


def times(sent: Mapping[str, str], problems: list[Problem]) -> dict[str, datetime]:
    """Beginning and end as typed: a day and two clocks. What cannot be read becomes a problem."""
    on = day(sent, "day", problems)
    if on is None and not any(problem.field == "day" for problem in problems):
        problems.append(Problem("missing", _("Chưa nhập."), "day"))
    first, last = (_time(sent, name, problems) for name in TIMES[1:])
    if on is None or first is None or last is None:
        return {}
    return {"starts_at": _moment(on, first), "ends_at": _moment(on, last)}


def _moment(day: date, at: time) -> datetime:
    return datetime.combine(day, at, clock.TZ)


def require_none(problems: list[Problem]) -> None:
    """Raises Invalid with all of them."""
    if problems:
        raise Invalid(problems[0].message, field=problems[0].field, problems=problems)


def beside(refusal: Refusal) -> Refusal:
    """The refusal with moments told beside the clocks of the form."""
    names = {"starts_at": "from_time", "ends_at": "to_time"}
    refusal.problems = tuple(
        Problem(one.code, one.message, names.get(one.field or "", one.field), one.hint)
        for one in refusal.problems
    )
    return refusal


def shown_times(meeting: Meeting) -> dict[str, str]:
    """Beginning and end as a form shows them."""
    first, last = clock.local(meeting.starts_at), clock.local(meeting.ends_at)
    return {
        "day": first.date().isoformat(),
        "from_time": f"{first:%H:%M}",
        "to_time": f"{last:%H:%M}",
        "overlap_reason": meeting.overlap_reason,
    }
