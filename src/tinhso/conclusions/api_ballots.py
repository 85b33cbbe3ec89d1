"""The API of ballots and decisions."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Query, Router
from ninja.responses import Status
from pydantic import Field

from tinhso.base import clock
from tinhso.base.errors import Invalid, NotFound
from tinhso.base.web import envelope
from tinhso.committees import queries as committees
from tinhso.conclusions import agenda, policies
from tinhso.conclusions.actions import ballots as actions
from tinhso.conclusions.actions import counting, voting
from tinhso.conclusions.models import Ballot, BallotState
from tinhso.conclusions.outputs_ballots import (
    BallotDecisionOut,
    BallotOut,
    BallotPage,
    BallotSentOut,
    DecisionPage,
    VoterList,
    VoterOut,
)
from tinhso.conclusions.queries import ballots as queries
from tinhso.conclusions.schemas import BallotDraft, DecisionDraft, Paper, Text, Typed
from tinhso.people.principals import Principal, principal_of

router = Router(tags=["ballots"])

Limit = Annotated[int, Query(ge=1, le=envelope.MOST)]
Code = Annotated[str, Query(max_length=120)]


class ExtensionIn(Typed):
    """Until when, and why. A moment without a zone is the country's."""

    closes_at: dt.datetime
    reason: Text = Field(min_length=1, max_length=2000)


def _reader(request: HttpRequest) -> Principal:
    by = principal_of(request)
    policies.require_read(by)
    return by


def _seen(request: HttpRequest, code: str) -> Ballot:
    by = _reader(request)
    found = queries.visible(by).filter(code=code).first()
    if found is None:
        raise NotFound(_("Không có phiếu ý kiến “%(code)s”.") % {"code": code}, field="ballot")
    return found


def _told(ballot: Ballot) -> BallotOut:
    rows = queries.counted(queries.ballots().filter(pk=ballot.pk)).prefetch_related("closings")
    return BallotOut.counted(rows.get())


@router.get("/ballots", response=BallotPage, url_name="ballots", summary="Ballots (phiếu ý kiến)")
def ballots(
    request: HttpRequest,
    committee: Code = "",
    meeting: Code = "",
    state: BallotState | None = None,
    limit: Limit = envelope.USUAL,
    cursor: str | None = None,
) -> BallotPage:
    """Those of one's committees and those one votes in, the newest first; papers once they were counted."""
    asked = {"committee__code": committee, "meeting__code": meeting, "state": state}
    rows = queries.visible(_reader(request))
    rows = rows.filter(**{name: value for name, value in asked.items() if value})
    page = envelope.page(queries.counted(rows).prefetch_related("closings"), request, limit, cursor)
    items = [BallotOut.counted(row) for row in page.items]
    return BallotPage(items=items, next=page.next, total=page.total)


@router.post("/ballots", response={201: BallotOut}, url_name="ballots", summary="Open a ballot")
def open_ballot(request: HttpRequest, payload: BallotDraft) -> Status[BallotOut]:
    """At a meeting, or in writing to a committee without one; roll, term and majority by the regulation."""
    by = principal_of(request)
    policies.require_use(by)
    if not policies.may_write_somewhere(by):
        policies.refuse_writing(by)
    meeting = agenda.meeting(payload.meeting) if payload.meeting else None
    if meeting is None and not payload.committee:
        raise Invalid(_("Chọn ban chỉ đạo lấy ý kiến."), code="missing", field="committee")
    committee = meeting.committee if meeting else committees.find(payload.committee)
    return Status(201, _told(actions.open_ballot(by, payload, committee=committee, meeting=meeting)))


@router.get("/ballots/{code}", response=BallotOut, url_name="ballot", summary="One ballot")
def ballot(request: HttpRequest, code: str) -> BallotOut:
    """The question, its term and rule, how many papers are back, and the last count."""
    return _told(_seen(request, code))


@router.get("/ballots/{code}/votes", response=VoterList, url_name="ballot_votes", summary="Who has voted")
def votes(request: HttpRequest, code: str) -> VoterList:
    """The roll. What was voted only of open ballots, once counted; of secret ones never."""
    found = _seen(request, code)
    shown = not found.secret and not found.is_open
    rows = queries.voters(found)
    papers = {paper.voter_id: paper for paper in queries.papers(found)} if shown else {}
    return VoterList(items=[VoterOut.of(row, papers.get(row.pk)) for row in rows], total=len(rows))


@router.post(
    "/ballots/{code}/votes", response={201: BallotSentOut}, url_name="ballot_votes", summary="Send a paper in"
)
def vote(request: HttpRequest, code: str, payload: Paper) -> Status[BallotSentOut]:
    """By those on the roll while it is open; the last counts. A secret one changes by its `receipt`."""
    sent = voting.vote(principal_of(request), code, payload)
    return Status(201, BallotSentOut(ballot=code, changed=sent.changed, receipt=sent.receipt or None))


@router.post("/ballots/{code}/close", response=BallotOut, url_name="ballot_close", summary="Count a ballot")
def close(request: HttpRequest, code: str) -> BallotOut:
    """When every paper is back or the term is over; at a meeting whenever its secretary says so."""
    by = principal_of(request)
    policies.require_use(by)
    return _told(counting.close(by, code).ballot)


@router.post(
    "/ballots/{code}/extension", response=BallotOut, url_name="ballot_extension", summary="Give more time"
)
def extend(request: HttpRequest, code: str, payload: ExtensionIn) -> BallotOut:
    """To an open ballot, or one counted without enough papers, which opens again."""
    by = principal_of(request)
    policies.require_use(by)
    until = payload.closes_at
    aware = until if until.tzinfo else until.replace(tzinfo=clock.TZ)
    return _told(actions.extend(by, code, aware, reason=payload.reason))


@router.post(
    "/ballots/{code}/decision",
    response={201: BallotDecisionOut},
    url_name="ballot_decision",
    summary="Record the decision",
)
def decide(request: HttpRequest, code: str, payload: DecisionDraft) -> Status[BallotDecisionOut]:
    """From the count; a tie is decided by the chair, with `choice` and `reason`."""
    by = principal_of(request)
    policies.require_use(by)
    return Status(201, BallotDecisionOut.of(counting.decide(by, code, payload)))


@router.get("/decisions", response=DecisionPage, url_name="decisions", summary="Decisions (quyết nghị)")
def decisions(
    request: HttpRequest,
    committee: Code = "",
    meeting: Code = "",
    limit: Limit = envelope.USUAL,
    cursor: str | None = None,
) -> DecisionPage:
    """Those of one's committees, the newest first."""
    by = _reader(request)
    asked = {"committee__code": committee, "meeting__code": meeting}
    rows = queries.decisions().filter(policies.of_committees(by))
    rows = rows.filter(**{name: value for name, value in asked.items() if value})
    page = envelope.page(rows, request, limit, cursor)
    return DecisionPage(
        items=[BallotDecisionOut.of(row) for row in page.items], next=page.next, total=page.total
    )
