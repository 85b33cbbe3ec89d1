"""The API of readings: a text in, its figures, documents and contradictions out; decisions on them."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Annotated, Any, Final, cast
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Query, Router
from ninja.responses import Status
from pydantic import BaseModel, Field

from tinhso.base.errors import Invalid
from tinhso.base.web import envelope
from tinhso.base.web.api_errors import WrongType
from tinhso.base.web.drafting import drafted
from tinhso.people import policies as people
from tinhso.people.principals import Principal, principal_of
from tinhso.reading import outputs, policies, queries
from tinhso.reading.actions import deciding, taking, teaching
from tinhso.reading.models import Proposal, Reading, ReadingState
from tinhso.reading.outputs import (
    ProposalLeft,
    ProposalList,
    ProposalOut,
    ProposalsAccepted,
    ReadingBrief,
    ReadingOut,
    ReadingPage,
)
from tinhso.reading.pages.sending import PACE, require_small, upload_of
from tinhso.reading.schemas import Choice, NewReading, TaughtAgency

router = Router(tags=["readings"])

Limit = Annotated[int, Query(ge=1, le=envelope.MOST)]
_NEW: Final[dict[str, Any]] = NewReading.model_json_schema()
_BODY: Final = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {"schema": _NEW},
            "multipart/form-data": {
                "schema": {
                    **_NEW,
                    "required": ["file"],
                    "properties": {**_NEW["properties"], "file": {"type": "string", "format": "binary"}},
                }
            },
        },
    }
}


class ProposalRejected(BaseModel):
    """Why a figure is not taken."""

    reason: str = Field(default="", max_length=1000)


class ProposalThreshold(BaseModel):
    """From which score on figures are accepted, from 0 to 1."""

    threshold: Decimal = Field(gt=0, le=1)


def _reading(request: HttpRequest, key: UUID) -> tuple[Principal, Reading]:
    by = principal_of(request)
    return by, queries.one(by, key)


def _proposal(request: HttpRequest, key: UUID, position: int) -> tuple[Principal, Proposal]:
    by, reading = _reading(request, key)
    return by, queries.proposal(reading, position)


@router.get("/readings", response=ReadingPage, summary="Documents that were read (văn bản đã đọc)")
def readings(
    request: HttpRequest,
    state: ReadingState | None = None,
    limit: Limit = envelope.USUAL,
    cursor: str | None = None,
) -> ReadingPage:
    """Those of the caller's agencies, the newest first; the standing office sees all, others none."""
    by = principal_of(request)
    people.require_signed_in(by)
    rows = queries.readings(by)
    page = envelope.page(rows.filter(state=state) if state else rows, request, limit, cursor)
    return ReadingPage(items=[ReadingBrief.of(row) for row in page.items], next=page.next, total=page.total)


@router.post(
    "/readings",
    response={201: ReadingOut, 202: ReadingOut},
    url_name="readings",
    summary="Read a text or a file",
    openapi_extra=_BODY,
)
def read_text(request: HttpRequest) -> Status[ReadingOut]:
    """JSON with `text`, or multipart with `file`. The reading is kept; the same text again is the same one.

    202 with state `reading` where it takes long (pictures): ask for it again. For those who write figures;
    keys need the scope `figures.write`. Offsets are code points of the NFC text whose digest is `sha256`.
    """
    by = principal_of(request)
    policies.require_read(by)
    require_small(request)
    PACE.require(request)
    if request.content_type == "multipart/form-data":
        upload, values = upload_of(request.FILES.get("file")), cast(dict[str, Any], request.POST.dict())
        if upload is None:
            raise Invalid(_("Chọn một tệp."), code="missing", field="file")
        row = taking.take_in(by, drafted(NewReading, _told(values)), upload)
    elif request.content_type == "application/json":
        row = taking.take_in(by, _json(request))
    else:
        raise WrongType(_("Địa chỉ này nhận JSON hoặc tệp (multipart/form-data)."))
    told = outputs.reading_out(row, queries.proposals(row))
    return Status(202 if row.state == ReadingState.READING else 201, told)


def _told(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value or None for name, value in values.items() if value or name not in {"dated", "agency"}}


def _json(request: HttpRequest) -> NewReading:
    try:
        sent = json.loads(request.body)
    except ValueError as error:
        raise Invalid(_("Nội dung gửi lên không phải JSON."), code="invalid_json") from error
    if not isinstance(sent, dict):
        raise Invalid(_("Gửi một đối tượng JSON có trường “text”."), code="invalid_json")
    return drafted(NewReading, sent)


@router.post(
    "/readings/agency-names", response=TaughtAgency, summary="Say which agency a name means (tên cơ quan)"
)
def teach_agency(request: HttpRequest, payload: TaughtAgency) -> TaughtAgency:
    """This and every later text knows it; an empty `agency` forgets it. The latest word counts."""
    teaching.teach_agency(principal_of(request), payload.phrase, payload.agency)
    return payload


@router.get("/readings/{key}", response=ReadingOut, summary="One reading", url_name="reading")
def reading(request: HttpRequest, key: UUID) -> ReadingOut:
    """Its figures as they stand now, the documents it names, what does not agree."""
    _by, found = _reading(request, key)
    return outputs.reading_out(found, queries.proposals(found))


@router.get("/readings/{key}/figures", response=ProposalList, summary="Its figures and what became of them")
def proposals(request: HttpRequest, key: UUID) -> ProposalList:
    """What each is matched to, its state, the figure that was written when it was accepted."""
    _by, found = _reading(request, key)
    rows = queries.proposals(found)
    return ProposalList(items=[ProposalOut.of(row) for row in rows], total=len(rows))


@router.put(
    "/readings/{key}/figures/{position}",
    response=ProposalOut,
    summary="Say what is meant instead",
    url_name="proposal",
)
def change(request: HttpRequest, key: UUID, position: int, payload: Choice) -> ProposalOut:
    """Only what is named changes; nothing is accepted yet."""
    by, row = _proposal(request, key, position)
    return ProposalOut.of(deciding.change(by, row.pk, payload))


@router.post("/readings/{key}/figures/{position}/accept", response=ProposalOut, summary="Accept a figure")
def accept_figure(request: HttpRequest, key: UUID, position: int) -> ProposalOut:
    """It is written with its sentence as evidence: confirmed by who may confirm, else sent in."""
    by, row = _proposal(request, key, position)
    return ProposalOut.of(deciding.accept(by, row.pk))


@router.post(
    "/readings/{key}/figures/{position}/reject", response=ProposalOut, summary="Do not take a figure"
)
def reject_figure(request: HttpRequest, key: UUID, position: int, payload: ProposalRejected) -> ProposalOut:
    """It stays in the text, marked as not taken."""
    by, row = _proposal(request, key, position)
    return ProposalOut.of(deciding.reject(by, row.pk, payload.reason))


@router.post("/readings/{key}/figures/{position}/undo", response=ProposalOut, summary="Take a decision back")
def undo_figure(request: HttpRequest, key: UUID, position: int) -> ProposalOut:
    """A figure that was written is withdrawn, or returned where it still waits."""
    by, row = _proposal(request, key, position)
    return ProposalOut.of(deciding.undo(by, row.pk))


@router.post("/readings/{key}/accept", response=ProposalsAccepted, summary="Accept all that match well")
def accept_figures(request: HttpRequest, key: UUID, payload: ProposalThreshold) -> ProposalsAccepted:
    """Those in a contradiction are left, and those that cannot stand, each with the reason."""
    by, found = _reading(request, key)
    done = deciding.accept_above(by, found.pk, payload.threshold)
    return ProposalsAccepted(
        accepted=[row.position for row in done.accepted],
        left=[ProposalLeft(position=row.position, reason=why) for row, why in done.left],
    )
