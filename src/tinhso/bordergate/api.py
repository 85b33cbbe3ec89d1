"""The API of this room: board, places and proofs for everybody; declaring, steering, barrier by duty."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest
from ninja import Router

from tinhso.bordergate import api_events, policies
from tinhso.bordergate.actions import admitting, declaring, leaving, noticing
from tinhso.bordergate.api_schemas import (
    DeclarationIn,
    GateDecisionIn,
    GateDeclarationOut,
    GateDeferIn,
    GateReasonIn,
    GateStreamIn,
    LineProofOut,
)
from tinhso.bordergate.core.streams import Stream
from tinhso.bordergate.models import Gate, LinePlace, Run
from tinhso.bordergate.outputs import GateBoardOut, LinePlaceOut
from tinhso.bordergate.queries import companies, gates, lines
from tinhso.bordergate.queries.board import board
from tinhso.bordergate.schemas import Capacity, Content, Stop
from tinhso.people.principals import principal_of

router = Router(tags=["gates"])
router.add_router("", api_events.router)


@router.get("/gates", response=GateBoardOut, url_name="gate_board", summary="All gates now", auth=None)
def show_board(request: HttpRequest, run: str = "") -> GateBoardOut:
    """The board of the real days, or of a simulation by its name (`run`). No names, phones or plates."""
    return GateBoardOut.of(board(gates.run_of(run)))


@router.get(
    "/gates/places/{code}",
    response=LinePlaceOut,
    url_name="gate_place",
    summary="A place in the line",
    auth=None,
)
def show_place(request: HttpRequest, code: str, run: str = "") -> LinePlaceOut:
    """Where it stands: accepted, called, why it stood aside. For everybody."""
    return LinePlaceOut.of(lines.place_of(code, gates.run_of(run)))


@router.get(
    "/gates/places/{code}/proof",
    response=LineProofOut,
    url_name="gate_proof",
    summary="Prove a place",
    auth=None,
)
def show_proof(request: HttpRequest, code: str, run: str = "") -> LineProofOut:
    """Row, hashes beside it and root of the published day of its call: what `verify_day.py` takes."""
    day, row, steps, root = lines.proof(lines.place_of(code, gates.run_of(run)))
    return LineProofOut(day=day, row=row, steps=[list(step) for step in steps], root=root)


@router.post(
    "/gates/declarations", response={201: GateDeclarationOut}, url_name="gate_declarations", summary="Declare"
)
def draft_declaration(request: HttpRequest, payload: DeclarationIn) -> tuple[int, GateDeclarationOut]:
    """A draft (khai báo): it holds no place. For the company's people."""
    by = principal_of(request)
    company = companies.company_for(by, payload.company)
    gate, direction = gates.gate_of(payload.gate), gates.direction_of(payload.direction)
    row = declaring.draft(by, company, gates.live_run(), gate, direction, payload.content)
    return 201, GateDeclarationOut.of(row)


@router.put(
    "/gates/declarations/{key}",
    response=GateDeclarationOut,
    url_name="gate_declaration",
    summary="Write it anew",
)
def revise_declaration(request: HttpRequest, key: UUID, payload: Content) -> GateDeclarationOut:
    """The draft's content. 409 once it was submitted."""
    return GateDeclarationOut.of(declaring.revise(principal_of(request), key, payload))


@router.post(
    "/gates/declarations/{key}/submit",
    response={201: LinePlaceOut},
    url_name="gate_submit",
    summary="Take a place",
)
def submit_declaration(request: HttpRequest, key: UUID) -> tuple[int, LinePlaceOut]:
    """Its place in the line. 409 `ACTIVE_PLACE_EXISTS` with the place there is."""
    place = declaring.submit(principal_of(request), key)
    return 201, LinePlaceOut.of(place)


def _place(request: HttpRequest, code: str) -> LinePlace:
    policies.require_signed_in(principal_of(request))
    return lines.place_of(code, gates.live_run())


@router.post("/gates/places/{code}/defer", response=LinePlaceOut, url_name="gate_defer", summary="Go later")
def defer_place(request: HttpRequest, code: str, payload: GateDeferIn) -> LinePlaceOut:
    """Hours from the rule's list, once in so many days. 409 `DEFERRAL_LIMIT`."""
    return LinePlaceOut.of(leaving.defer(principal_of(request), _place(request, code), payload.hours))


@router.post(
    "/gates/places/{code}/cancel", response=LinePlaceOut, url_name="gate_cancel", summary="Give it up"
)
def cancel_place(request: HttpRequest, code: str, payload: GateReasonIn) -> LinePlaceOut:
    """The place ends; the vehicle may take another."""
    return LinePlaceOut.of(leaving.cancel(principal_of(request), _place(request, code), payload.why))


@router.post("/gates/places/{code}/hold", response=LinePlaceOut, url_name="gate_hold", summary="Freeze it")
def hold_place(request: HttpRequest, code: str, payload: GateReasonIn) -> LinePlaceOut:
    """Not called and not lost. For those on duty."""
    return LinePlaceOut.of(leaving.hold(principal_of(request), _place(request, code), payload.why))


@router.post(
    "/gates/places/{code}/release", response=LinePlaceOut, url_name="gate_release", summary="End a hold"
)
def release_place(request: HttpRequest, code: str, payload: GateReasonIn) -> LinePlaceOut:
    """A call already made is renewed at once."""
    return LinePlaceOut.of(leaving.release(principal_of(request), _place(request, code), payload.why))


@router.post(
    "/gates/places/{code}/stream", response=LinePlaceOut, url_name="gate_stream", summary="Change stream"
)
def change_stream(request: HttpRequest, code: str, payload: GateStreamIn) -> LinePlaceOut:
    """The moment of acceptance stays."""
    by, place = principal_of(request), _place(request, code)
    return LinePlaceOut.of(leaving.reclassify(by, place, Stream(payload.stream), payload.why))


@router.post(
    "/gates/places/{code}/decide", response=LinePlaceOut, url_name="gate_decide", summary="Call by decision"
)
def call_by_decision(request: HttpRequest, code: str, payload: GateDecisionIn) -> LinePlaceOut:
    """Out of its turn, with number and reason, counted on the board. For the gate's management."""
    by, place = principal_of(request), _place(request, code)
    return LinePlaceOut.of(leaving.decide(by, place, payload.reference, payload.why))


@router.post("/gates/places/{code}/admit", response=LinePlaceOut, url_name="gate_admit", summary="Let it in")
def admit_place(request: HttpRequest, code: str) -> LinePlaceOut:
    """A called vehicle at the barrier. 409 `NOT_CALLED`, `HELD`."""
    return LinePlaceOut.of(admitting.admit(principal_of(request), _place(request, code)))


def _lane(request: HttpRequest, gate: str) -> tuple[Run, Gate]:
    by = principal_of(request)
    policies.require_signed_in(by)
    row = gates.gate_of(gate)
    policies.require_duty(by, policies.STEERING, row)
    return gates.live_run(), row


@router.post(
    "/gates/{gate}/{direction}/capacity",
    response={201: GateBoardOut},
    url_name="gate_capacity",
    summary="Announce",
)
def announce_capacity(
    request: HttpRequest, gate: str, direction: str, payload: Capacity
) -> tuple[int, GateBoardOut]:
    """Vehicles an hour from a moment on, with their source; never for the past."""
    run, row = _lane(request, gate)
    noticing.announce_capacity(principal_of(request), run, row, gates.direction_of(direction), payload)
    return 201, GateBoardOut.of(board(run))


@router.post(
    "/gates/{gate}/{direction}/close", response={201: GateBoardOut}, url_name="gate_close", summary="Close"
)
def close_gate(request: HttpRequest, gate: str, direction: str, payload: Stop) -> tuple[int, GateBoardOut]:
    """Calls already made are renewed first at the opening; no no-show is counted."""
    run, row = _lane(request, gate)
    noticing.close(principal_of(request), run, row, gates.direction_of(direction), payload)
    return 201, GateBoardOut.of(board(run))


@router.post(
    "/gates/{gate}/{direction}/open", response={201: GateBoardOut}, url_name="gate_open", summary="Open again"
)
def reopen_gate(request: HttpRequest, gate: str, direction: str, payload: Stop) -> tuple[int, GateBoardOut]:
    """From a moment on."""
    run, row = _lane(request, gate)
    noticing.reopen(principal_of(request), run, row, gates.direction_of(direction), payload)
    return 201, GateBoardOut.of(board(run))
