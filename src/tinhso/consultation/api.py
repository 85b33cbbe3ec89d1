"""The API of drafts: reading them, commenting for those asked, answering and issuing for drafters."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Query, Router, Status

from tinhso.base.errors import Conflict, NotAllowed, NotFound
from tinhso.base.web import envelope
from tinhso.consultation import clauses as stored
from tinhso.consultation import policies
from tinhso.consultation.actions import answering, common, drafting, finishing, late, opinions, rounds
from tinhso.consultation.api_schemas import (
    Asking,
    ClauseChange,
    DraftCommentOut,
    DraftCommentPage,
    DraftComparison,
    DraftDone,
    DraftNoteOut,
    DraftOut,
    DraftPage,
    DraftProgress,
    DraftVersionList,
    DraftVersionOut,
    InviteeOut,
    NewVersionText,
    SentOpinion,
    WrittenComment,
)
from tinhso.consultation.core import differences
from tinhso.consultation.models import Draft, DraftState, Invitee, Round
from tinhso.consultation.queries import comments, drafts
from tinhso.consultation.schemas import Finish, NewAnswer, NewDraft, NewRound, Opinion
from tinhso.people import policies as people
from tinhso.people.capabilities import Capability
from tinhso.people.principals import Principal, principal_of

router = Router(tags=["drafts"])

Limit = Annotated[int, Query(ge=1, le=envelope.MOST)]
Words = Annotated[str, Query(max_length=200)]


def _draft(request: HttpRequest, code: str) -> tuple[Principal, Draft]:
    by = principal_of(request)
    return by, drafts.readable_by_code(by, code)


def _round(draft: Draft) -> Round:
    of = drafts.latest_round(draft)
    if of is None:
        raise NotFound(_("Dự thảo chưa được lấy ý kiến."), field="code")
    of.draft = draft
    return of


def _asked(request: HttpRequest, code: str) -> tuple[Principal, Invitee]:
    by = principal_of(request)
    people.require_may(by, Capability.COMMENT)
    found = drafts.invitee(by, _round(drafts.readable_by_code(by, code)))
    if found is None:
        raise NotAllowed(_("Cơ quan của bạn không có trong danh sách được hỏi."))
    return by, found


def _drafter(request: HttpRequest, code: str) -> tuple[Principal, Draft]:
    by = principal_of(request)
    people.require_may(by, Capability.CONSULT)
    draft = drafts.readable_by_code(by, code)
    policies.require_draft(by, draft.agency_id)
    return by, draft


def _done(code: str) -> DraftDone:
    row = drafts.by_code(code)
    told = [str(problem.message) for problem in common.owed(row)] if row.state != "preparing" else []
    document = row.document.slug if row.document else None
    return DraftDone(code=code, state=DraftState(row.state), owed=told, document=document)


@router.get("/drafts", response=DraftPage, summary="Drafts under consultation (dự thảo lấy ý kiến)")
def draft_list(
    request: HttpRequest,
    q: Words = "",
    state: DraftState | None = None,
    asked: Annotated[bool, Query(description="Only those on which one is asked to comment")] = False,
    limit: Limit = envelope.USUAL,
    cursor: str | None = None,
) -> DraftPage:
    """Those that the caller may read: of the own agency, those it was asked on; leaders and auditors all."""
    by = principal_of(request)
    rows = drafts.searched(drafts.to_comment(by) if asked else drafts.readable(by), q)
    if state:
        rows = rows.filter(state=state)
    page = envelope.page(drafts.with_progress(rows), request, limit, cursor)
    return DraftPage(items=[DraftOut.of(row) for row in page.items], next=page.next, total=page.total)


@router.post("/drafts", response={201: DraftOut}, url_name="draft_list", summary="Lay a draft down")
def draft_create(request: HttpRequest, payload: NewDraft) -> Status[DraftOut]:
    """Without text yet: send a version next. For drafters (`drafts.consult`)."""
    made = drafting.lay_down(principal_of(request), payload)
    return Status(201, DraftOut.of(made))


@router.get("/drafts/{code}", response=DraftOut, summary="One draft")
def draft(request: HttpRequest, code: str) -> DraftOut:
    """Its state and how far its latest round is."""
    _by, found = _draft(request, code)
    return DraftOut.of(drafts.with_progress(drafts.drafts()).get(pk=found.pk))


@router.get("/drafts/{code}/versions", response=DraftVersionList, summary="Its versions with their clauses")
def draft_versions(request: HttpRequest, code: str) -> DraftVersionList:
    """The newest first."""
    _by, found = _draft(request, code)
    items = [DraftVersionOut.of(row, drafts.clauses(row)) for row in drafts.versions(found)]
    return DraftVersionList(items=items, total=len(items))


@router.post(
    "/drafts/{code}/versions",
    response={201: DraftVersionOut},
    url_name="draft_versions",
    summary="Send a version as text",
)
def draft_version_create(request: HttpRequest, code: str, payload: NewVersionText) -> Status[DraftVersionOut]:
    """Numbered clauses are read; a text without them is cut into paragraphs. Files are sent on the page."""
    by, _found = _drafter(request, code)
    made = drafting.add_version(by, code, text=payload.text, note=payload.note)
    return Status(201, DraftVersionOut.of(made, drafts.clauses(made)))


@router.get("/drafts/{code}/comparison", response=DraftComparison, summary="Two versions, clause by clause")
def draft_comparison(
    request: HttpRequest,
    code: str,
    old: Annotated[int, Query(ge=1)],
    new: Annotated[int, Query(ge=1)],
) -> DraftComparison:
    """Same, changed, moved, added, deleted; every clause of both once."""
    _by, found = _draft(request, code)
    sides = [stored.sides(drafts.clauses(drafts.version(found, number))) for number in (old, new)]
    items = [ClauseChange.of(row) for row in differences.clauses(*sides)]
    return DraftComparison(items=items, total=len(items))


@router.post("/drafts/{code}/rounds", response={201: DraftProgress}, summary="Open a round")
def draft_open(request: HttpRequest, code: str, payload: NewRound) -> Status[DraftProgress]:
    """Asks agencies, members of the committee and, if wanted, the public, until the deadline."""
    by, found = _drafter(request, code)
    rounds.open_round(by, code, payload)
    return Status(201, _progress(found))


def _progress(found: Draft) -> DraftProgress:
    of = _round(found)
    told = drafts.progress(of)
    return DraftProgress(
        round=of.number,
        opened_at=of.opened_at,
        deadline=of.deadline,
        open=of.is_open,
        asked=told.asked,
        answered=told.answered,
        agreed=told.agreed,
        invitees=[InviteeOut.of(row) for row in drafts.invitees(of)],
    )


@router.get("/drafts/{code}/progress", response=DraftProgress, summary="Who answered in the latest round")
def draft_progress(request: HttpRequest, code: str) -> DraftProgress:
    """Counts, and everybody asked with their state."""
    _by, found = _draft(request, code)
    return _progress(found)


@router.post("/drafts/{code}/close", response=DraftDone, summary="End the open round")
def draft_close(request: HttpRequest, code: str, payload: Asking) -> DraftDone:
    """What is still being written stays with its authors."""
    by, _found = _drafter(request, code)
    rounds.close(by, code, reason=payload.why)
    return _done(code)


@router.post("/drafts/{code}/extend", response=DraftProgress, summary="Give more time")
def draft_extend(request: HttpRequest, code: str, payload: Asking) -> DraftProgress:
    """`until` and `why`; a round that is over is open again."""
    by, found = _drafter(request, code)
    if payload.until is None:
        raise Conflict(_("Chưa nhập ngày."), field="until")
    rounds.extend(by, code, payload.until, payload.why)
    return _progress(found)


@router.get("/drafts/{code}/comments", response=DraftCommentPage, summary="Comments with their answers")
def draft_comments(
    request: HttpRequest,
    code: str,
    agency: Words = "",
    unanswered: bool = False,
    limit: Limit = envelope.USUAL,
    cursor: str | None = None,
) -> DraftCommentPage:
    """By number; `agency` is a code."""
    _by, found = _draft(request, code)
    rows = comments.comments(found)
    if agency:
        rows = rows.filter(agency__code=agency)
    if unanswered:
        rows = rows.filter(answers__isnull=True)
    page = envelope.page(rows, request, limit, cursor)
    items = [DraftCommentOut.of(row) for row in page.items]
    return DraftCommentPage(items=items, next=page.next, total=page.total)


@router.post(
    "/drafts/{code}/comments",
    response={201: DraftNoteOut},
    url_name="draft_comments",
    summary="Write a comment for one's agency",
)
def draft_comment_write(request: HttpRequest, code: str, payload: WrittenComment) -> Status[DraftNoteOut]:
    """Kept, not sent: it goes out with the official answer (`opinion`). Kept after the deadline as well."""
    by, row = _asked(request, code)
    made = opinions.write(by, row, payload)
    return Status(201, DraftNoteOut.of(made))


@router.post("/drafts/{code}/opinion", response=InviteeOut, summary="Send the official answer")
def draft_opinion(request: HttpRequest, code: str, payload: SentOpinion) -> InviteeOut:
    """All that was written, or `agrees`. After the deadline: 409, and `late_why` sends it as a late one."""
    by, row = _asked(request, code)
    plain = Opinion(agrees=payload.agrees, letter=payload.letter)
    sent = (
        late.send_late(by, row, plain, payload.late_why)
        if payload.late_why
        else opinions.send(by, row, plain)
    )
    return InviteeOut.of(sent)


@router.post("/drafts/{code}/answers", response=DraftDone, summary="Answer comments, several at once")
def draft_answers(request: HttpRequest, code: str, payload: NewAnswer) -> DraftDone:
    """By the numbers of the comments; everything but `accepted` needs its reason."""
    by, _found = _drafter(request, code)
    answering.answer(by, code, payload)
    return _done(code)


@router.post("/drafts/{code}/finish", response=DraftDone, summary="Issue the draft as a document")
def draft_finish(request: HttpRequest, code: str, payload: Finish) -> DraftDone:
    """Refused (409) while a comment has no answer; `problems` name each."""
    by, _found = _drafter(request, code)
    finishing.finalise(by, code, payload)
    return _done(code)
