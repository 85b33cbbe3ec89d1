"""Reads over conclusions: of a meeting, of an agency, and those that are not settled."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from tinhso.base import clock
from tinhso.base.errors import NotFound
from tinhso.committees import queries as committees
from tinhso.committees.models import Committee
from tinhso.committees.roles import MemberRole
from tinhso.conclusions.core.states import UNSETTLED
from tinhso.conclusions.models import (
    CarryChoice,
    CarryRule,
    Conclusion,
    ConclusionEvent,
    ConclusionNotice,
    ConclusionState,
    Step,
)
from tinhso.meetings.models import Meeting
from tinhso.meetings.states import MeetingState
from tinhso.steering.models import TaskState

ENDED: Final = (TaskState.DONE, TaskState.DROPPED)
UNDONE: Final = Q(state=ConclusionState.TASK) & ~Q(task__state__in=ENDED) & Q(task__retired_on=None)
"""Given as a task that is not finished."""
DONE: Final = Q(state=ConclusionState.TASK, task__state=TaskState.DONE)
OPEN: Final = Q(state__in=[state.value for state in UNSETTLED])
"""Neither given as a task nor dropped."""


def late(on: date | None = None) -> Q:
    """Due before that day, and neither dropped nor done."""
    day = on or clock.today()
    return (OPEN & Q(deadline__lt=day)) | (UNDONE & Q(task__deadline__lt=day))


def conclusions() -> QuerySet[Conclusion]:
    """Every conclusion with what its line tells, in three queries."""
    rows = Conclusion.objects.select_related(
        "committee", "meeting__committee", "item", "lead", "notice__document", "task", "target", "indicator"
    )
    return rows.prefetch_related("joint").order_by("-meeting__starts_at", "meeting", "number")


def conclusion(conclusion_id: UUID) -> Conclusion:
    """The conclusion. Raises NotFound."""
    found = conclusions().filter(pk=conclusion_id).first()
    if found is None:
        raise NotFound(_("Không có kết luận này."), field="conclusion")
    return found


def for_update(conclusion_id: UUID) -> Conclusion:
    """The row, locked. Raises NotFound."""
    rows = Conclusion.objects.select_for_update(of=("self",)).select_related(
        "committee", "meeting__committee", "lead", "notice__document", "target__plan", "item"
    )
    found = rows.filter(pk=conclusion_id).first()
    if found is None:
        raise NotFound(_("Không có kết luận này."), field="conclusion")
    return found


def of_meeting(meeting: Meeting) -> QuerySet[Conclusion]:
    """What a meeting concluded, in order."""
    return conclusions().filter(meeting=meeting).order_by("number")


def ids_of(meeting: Meeting, states: Iterable[str]) -> list[UUID]:
    """Ids of a meeting's conclusions in any of `states`, in order."""
    rows = Conclusion.objects.filter(meeting=meeting, state__in=list(states)).order_by("number")
    return list(rows.values_list("pk", flat=True))


def carry_choice(committee: Committee) -> CarryChoice:
    """What a committee wants back on its agenda."""
    rule = CarryRule.objects.filter(committee=committee).first() or CarryRule()
    return CarryChoice(rule.choice)


def unresolved(committee: Committee, on: date | None = None) -> QuerySet[Conclusion]:
    """Those that return to the next agenda: of meetings held, not settled, or as the committee chose."""
    choice = carry_choice(committee)
    wanted = OPEN
    if choice == CarryChoice.OPEN:
        wanted |= UNDONE
    elif choice == CarryChoice.LATE:
        wanted |= UNDONE & Q(task__deadline__lt=on or clock.today())
    held = Q(meeting__state__in=(MeetingState.HELD, MeetingState.CLOSED))
    return conclusions().filter(wanted & held, committee=committee).order_by("meeting__starts_at", "number")


def events(found: Conclusion) -> QuerySet[ConclusionEvent]:
    """What became of a conclusion, the oldest first."""
    return found.events.select_related("to_meeting", "to_item")


def carried_to(meeting: Meeting) -> QuerySet[Conclusion]:
    """The conclusions that returned to a meeting's agenda."""
    back = ConclusionEvent.objects.filter(step=Step.CARRY, to_meeting=meeting).values("conclusion")
    return conclusions().filter(pk__in=back)


def notices() -> QuerySet[ConclusionNotice]:
    """Every notice with its document and meeting, the newest first."""
    rows = ConclusionNotice.objects.select_related("document__issuer", "meeting__committee", "plan")
    return rows.order_by("-issued_on", "-id")


def notice_for_update(notice_id: UUID) -> ConclusionNotice:
    """The row, locked."""
    rows = ConclusionNotice.objects.select_for_update(of=("self",))
    return rows.select_related("document", "meeting__committee__place", "plan").get(pk=notice_id)


def to_agree(person: UUID | None) -> QuerySet[Conclusion]:
    """The first draft of each meeting somebody chaired, or whose chair has left: one line a meeting.

    What the chair of the time can no longer agree to waits for who chairs or deputises today.
    """
    drafts = Conclusion.objects.filter(state=ConclusionState.DRAFT)
    earlier = drafts.filter(meeting=OuterRef("meeting"), number__lt=OuterRef("number"))
    heads = committees.committees_of(person, MemberRole.CHAIR, MemberRole.STANDING_DEPUTY)
    left = ~Q(meeting__chair__in=committees.seated())
    mine = Q(meeting__chair_id=person, meeting__chair__isnull=False)
    own = drafts.filter(mine | Q(left, meeting__committee__in=heads), ~Exists(earlier))
    return own.select_related("meeting").order_by("meeting__starts_at", "pk")
