"""The API of minutes, conclusions and notices; ballots stand in `api_ballots`."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Query, Router
from ninja.responses import Status
from pydantic import Field

from tinhso.base.errors import NotFound
from tinhso.base.web import envelope
from tinhso.conclusions import agenda, policies
from tinhso.conclusions.actions import drafting, giving, issuing, minutes
from tinhso.conclusions.api_ballots import router as ballots
from tinhso.conclusions.core.states import Step
from tinhso.conclusions.errors import step_closed
from tinhso.conclusions.models import Conclusion, ConclusionState
from tinhso.conclusions.outputs import (
    ConclusionNoticeOut,
    ConclusionNoticePage,
    ConclusionOut,
    ConclusionPage,
    MinuteOut,
    MinutePage,
)
from tinhso.conclusions.queries import conclusions as concluded
from tinhso.conclusions.queries import minutes as said
from tinhso.conclusions.schemas import ConclusionDraft, EntryDraft, NoticeDraft, StepTaken, Text
from tinhso.meetings.models import Meeting
from tinhso.people.principals import Principal, principal_of

router = Router(tags=["conclusions"])
router.add_router("", ballots)

Limit = Annotated[int, Query(ge=1, le=envelope.MOST)]
Code = Annotated[str, Query(max_length=120)]
OfMeeting = Annotated[str, Field(min_length=1, max_length=120)]


class EntryIn(EntryDraft):
    """An entry of the minutes of a meeting."""

    meeting: OfMeeting


class CorrectionIn(EntryDraft):
    """What stands instead, and why."""

    reason: Text = Field(min_length=1, max_length=2000)


class ConclusionIn(ConclusionDraft):
    """A conclusion of a meeting."""

    meeting: OfMeeting


class ConclusionChangeIn(ConclusionDraft):
    """A conclusion as it should read; `version` is the one it was read in."""

    version: int | None = None


class NoticeIn(NoticeDraft):
    """The notice of a meeting's agreed conclusions."""

    meeting: OfMeeting


def _reader(request: HttpRequest) -> Principal:
    by = principal_of(request)
    policies.require_read(by)
    return by


def _writer(request: HttpRequest, code: str) -> tuple[Principal, Meeting]:
    """Who writes and the meeting: whether somebody may is told before whether it exists."""
    by = principal_of(request)
    policies.require_use(by)
    if not policies.may_write_somewhere(by):
        policies.refuse_writing(by)
    return by, agenda.meeting(code)


@router.get("/minutes", response=MinutePage, url_name="minutes", summary="Minutes of a meeting (biên bản)")
def minutes_of(
    request: HttpRequest, meeting: Code = "", limit: Limit = envelope.USUAL, cursor: str | None = None
) -> MinutePage:
    """What stands in the minutes, in the order it was said: of one meeting, or of all that one may read."""
    by = _reader(request)
    rows = said.entries().filter(said.STANDING)
    if meeting:
        found = agenda.meeting(meeting)
        policies.require_meeting(by, found)
        rows = rows.filter(meeting=found)
    else:
        rows = rows.filter(policies.of_committees(by, "meeting__committee"))
    page = envelope.page(rows, request, limit, cursor)
    return MinutePage(items=[MinuteOut.of(row) for row in page.items], next=page.next, total=page.total)


@router.post(
    "/minutes", response={201: MinuteOut}, url_name="minutes", summary="Write an entry of the minutes"
)
def write_minutes(request: HttpRequest, payload: EntryIn) -> Status[MinuteOut]:
    """By chair, secretary and standing office once the meeting was opened. `key` makes sending again safe."""
    by, meeting = _writer(request, payload.meeting)
    draft = EntryDraft.model_validate(payload.model_dump(exclude={"meeting"}))
    return Status(201, MinuteOut.of(minutes.write(by, meeting, draft)))


@router.get("/minutes/{entry}", response=MinuteOut, url_name="minute", summary="One entry of the minutes")
def minute(request: HttpRequest, entry: UUID) -> MinuteOut:
    """The entry as it was written, corrected or not."""
    by, found = _reader(request), said.entry(entry)
    policies.require_meeting(by, found.meeting)
    return MinuteOut.of(found)


@router.post(
    "/minutes/{entry}/corrections",
    response={201: MinuteOut},
    url_name="minute_corrections",
    summary="Correct an entry",
)
def correct_minute(request: HttpRequest, entry: UUID, payload: CorrectionIn) -> Status[MinuteOut]:
    """A new entry that stands instead; 409 with the newer words when somebody corrected it meanwhile."""
    by = principal_of(request)
    policies.require_use(by)
    draft = EntryDraft.model_validate(payload.model_dump(exclude={"reason"}))
    return Status(201, MinuteOut.of(minutes.correct(by, entry, draft, reason=payload.reason)))


@router.get("/conclusions", response=ConclusionPage, url_name="conclusions", summary="Conclusions (kết luận)")
def conclusions(
    request: HttpRequest,
    meeting: Code = "",
    committee: Code = "",
    lead: Code = "",
    state: ConclusionState | None = None,
    late: bool | None = None,
    limit: Limit = envelope.USUAL,
    cursor: str | None = None,
) -> ConclusionPage:
    """Those of one's committees, and issued ones about one's agencies, the newest meeting first."""
    by = _reader(request)
    asked = {"meeting__code": meeting, "committee__code": committee, "lead__code": lead, "state": state}
    rows = policies.visible(by, concluded.conclusions())
    rows = rows.filter(**{name: value for name, value in asked.items() if value})
    if late is not None:
        rows = rows.filter(concluded.late()) if late else rows.exclude(concluded.late())
    page = envelope.page(
        rows.order_by("-meeting__starts_at", "meeting__code", "number"), request, limit, cursor
    )
    items = [ConclusionOut.of(row) for row in page.items]
    return ConclusionPage(items=items, next=page.next, total=page.total)


@router.post(
    "/conclusions", response={201: ConclusionOut}, url_name="conclusions", summary="Draft a conclusion"
)
def draft_conclusion(request: HttpRequest, payload: ConclusionIn) -> Status[ConclusionOut]:
    """Owner and term may be missing until it becomes a task. A term in words gives its last day."""
    by, meeting = _writer(request, payload.meeting)
    draft = ConclusionDraft.model_validate(payload.model_dump(exclude={"meeting"}))
    found = drafting.draft(by, meeting, draft)
    return Status(201, ConclusionOut.of(concluded.conclusion(found.pk)))


def _seen(by: Principal, conclusion: UUID) -> Conclusion:
    """The conclusion as somebody may see it. Raises NotFound, also for what may not be seen."""
    found = policies.visible(by, concluded.conclusions()).filter(pk=conclusion).first()
    if found is None:
        raise NotFound(_("Không có kết luận này."), field="conclusion")
    return found


@router.get(
    "/conclusions/{conclusion}", response=ConclusionOut, url_name="conclusion", summary="One conclusion"
)
def conclusion(request: HttpRequest, conclusion: UUID) -> ConclusionOut:
    """With its document, its task and how that stands."""
    return ConclusionOut.of(_seen(_reader(request), conclusion))


@router.put(
    "/conclusions/{conclusion}", response=ConclusionOut, url_name="conclusion", summary="Change a conclusion"
)
def change_conclusion(request: HttpRequest, conclusion: UUID, payload: ConclusionChangeIn) -> ConclusionOut:
    """A draft whole; of an issued one who does it and by when. 409 when it changed since `version`."""
    by = principal_of(request)
    policies.require_use(by)
    draft = ConclusionDraft.model_validate(payload.model_dump(exclude={"version"}))
    drafting.edit(by, conclusion, draft, version=payload.version)
    return ConclusionOut.of(concluded.conclusion(conclusion))


@router.post(
    "/conclusions/{conclusion}/steps",
    response=ConclusionOut,
    url_name="conclusion_steps",
    summary="Agree, return, drop, or give as a task",
)
def step(request: HttpRequest, conclusion: UUID, payload: StepTaken) -> ConclusionOut:
    """`issue` goes by `/conclusion-notices`, `carry` by itself. Giving tasks needs the scope `plan` too."""
    by = principal_of(request)
    policies.require_use(by)
    found = concluded.conclusion(conclusion)
    if payload.step is Step.AGREE:
        drafting.agree(by, found.meeting, [conclusion], note=payload.reason)
    elif payload.step is Step.RETURN:
        drafting.send_back(by, conclusion, reason=payload.reason)
    elif payload.step is Step.DROP:
        drafting.drop(by, conclusion, reason=payload.reason)
    elif payload.step is Step.GIVE:
        giving.give(by, conclusion)
    else:
        policies.require_write(by, found.committee)
        raise step_closed(found.state_word)
    return ConclusionOut.of(concluded.conclusion(conclusion))


@router.get(
    "/conclusion-notices",
    response=ConclusionNoticePage,
    url_name="conclusion_notices",
    summary="Notices of conclusions (thông báo kết luận)",
)
def conclusion_notices(
    request: HttpRequest, meeting: Code = "", limit: Limit = envelope.USUAL, cursor: str | None = None
) -> ConclusionNoticePage:
    """Each with its document, and the plan of its tasks once one was given. The documents are public."""
    _reader(request)
    rows = concluded.notices()
    if meeting:
        rows = rows.filter(meeting__code=meeting)
    page = envelope.page(rows, request, limit, cursor)
    return ConclusionNoticePage(
        items=[ConclusionNoticeOut.of(row) for row in page.items], next=page.next, total=page.total
    )


@router.post(
    "/conclusion-notices",
    response={201: ConclusionNoticeOut},
    url_name="conclusion_notices",
    summary="Issue the notice of a meeting",
)
def issue_notice(request: HttpRequest, payload: NoticeIn) -> Status[ConclusionNoticeOut]:
    """Numbers, registers and draws the document of what was agreed to; signing lines by the regulation."""
    by, meeting = _writer(request, payload.meeting)
    draft = NoticeDraft.model_validate(payload.model_dump(exclude={"meeting"}))
    return Status(201, ConclusionNoticeOut.of(issuing.issue(by, meeting, draft)))
