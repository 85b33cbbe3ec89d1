"""What was not settled returns to the next agenda by itself (chuyển phiên sau)."""

from __future__ import annotations

from itertools import groupby
from typing import Final

from django.utils.translation import gettext as _

from tinhso.base.actions import Act, acting
from tinhso.base.audit.context import SystemActor
from tinhso.committees import queries as committees
from tinhso.committees.models import Committee
from tinhso.conclusions import agenda
from tinhso.conclusions.actions.common import stream
from tinhso.conclusions.actions.drafting import advance
from tinhso.conclusions.core.states import Step
from tinhso.conclusions.events import ConclusionChanged
from tinhso.conclusions.models import Conclusion, ConclusionEvent, ConclusionState
from tinhso.conclusions.queries import conclusions as queries
from tinhso.meetings.models import AgendaItem, Meeting

ROBOT: Final = SystemActor("conclusions")


def carry(committee: Committee) -> list[AgendaItem]:
    """Put what a committee has not settled on its next agenda: one item a meeting it came from.

    Safe to repeat: what stands there already is left alone. The answer are the items of the next meeting.
    """
    with acting(ROBOT, "conclusion.carry") as act:
        committees.for_update(committee.pk)
        coming = agenda.next_meeting(committee)
        if coming is None:
            return []
        waiting = [
            conclusion
            for conclusion in queries.unresolved(committee)
            if conclusion.meeting.starts_at < coming.starts_at
        ]
        found = []
        for origin, conclusions in groupby(waiting, key=lambda one: one.meeting):
            found.append(_returned(act, coming, origin, list(conclusions)))
        return found


def _returned(act: Act, coming: Meeting, origin: Meeting, conclusions: list[Conclusion]) -> AgendaItem:
    item = agenda.put(
        act,
        coming,
        title=_("Việc thực hiện kết luận %(meeting)s") % {"meeting": _inside(origin.title)},
        origin=origin.title,
        href=agenda.conclusions_of(origin),
    )
    known = set(
        ConclusionEvent.objects.filter(to_meeting=coming, conclusion__in=conclusions).values_list(
            "conclusion", flat=True
        )
    )
    for row in conclusions:
        if row.pk not in known:
            _carried(act, queries.for_update(row.pk), coming, item)
        elif row.state == ConclusionState.ISSUED:
            _waits(act, queries.for_update(row.pk), coming)
    return item


def _inside(title: str) -> str:
    return title[:1].lower() + title[1:] if title[1:2].islower() else title


def _waits(act: Act, conclusion: Conclusion, coming: Meeting) -> None:
    """Issued since it stands on that agenda: it waits there like those that were issued before."""
    advance(conclusion, Step.CARRY)
    conclusion.save()
    _told(act, conclusion, coming, [])


def _carried(act: Act, conclusion: Conclusion, coming: Meeting, item: AgendaItem) -> None:
    advance(conclusion, Step.CARRY, conclusion.state_reason)
    conclusion.save()
    event = ConclusionEvent.objects.create(
        conclusion=conclusion,
        step=Step.CARRY,
        state=conclusion.state,
        to_meeting=coming,
        to_item=item,
        illustrative=conclusion.illustrative,
    )
    _told(act, conclusion, coming, [event])


def _told(act: Act, conclusion: Conclusion, coming: Meeting, facts: list[ConclusionEvent]) -> None:
    act.record(stream(conclusion.meeting), subject=conclusion, data={"to": coming.code}, facts=facts)
    act.emit(
        ConclusionChanged(conclusion=conclusion.pk, committee=conclusion.committee_id, state=conclusion.state)
    )
