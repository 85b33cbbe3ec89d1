"""The API of checkpoint events: devices send by their signatures, agencies write their own tracks."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Router, Status
from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field

from tinhso.base import clock
from tinhso.base.errors import NotFound
from tinhso.bordergate import policies
from tinhso.bordergate.actions import receiving, tracking
from tinhso.bordergate.core.ingest_types import Item, Receipt
from tinhso.bordergate.core.tracks import Track
from tinhso.bordergate.core.visit_states import VisitView
from tinhso.bordergate.models import LinePlace
from tinhso.bordergate.queries import gates, lines, visits
from tinhso.bordergate.schemas import Finding
from tinhso.people.principals import principal_of

router = Router(tags=["gates"])
_MIXED = 207
_ANSWERS = (200, 202, 401, 403, 404, 409, 422, _MIXED)


def _this_century(moment: dt.datetime) -> dt.datetime:
    if not 2000 <= moment.year < 2100:
        raise ValueError("a clock of another century")
    return moment


class GateEventIn(BaseModel):
    """One event as docs/gate-events.md has it, and the device's signature over its canonical bytes."""

    model_config = ConfigDict(extra="forbid")

    event: Any
    signature: Annotated[str, Field(pattern=r"^[0-9a-f]*$", max_length=128)]


class GateEventsIn(BaseModel):
    """A batch; `sent_at` is the device's clock at the moment of sending."""

    model_config = ConfigDict(extra="forbid")

    sent_at: Annotated[AwareDatetime, AfterValidator(_this_century)]
    events: Annotated[list[GateEventIn], Field(max_length=receiving.MOST)]


class GateEventAnswer(BaseModel):
    """What became of one event: the same event gets the same answer for ever."""

    event_id: UUID | None
    status: int
    code: str
    duplicate_of: UUID | None = None
    of: UUID | None = None
    missing: list[str] = []

    @classmethod
    def of_receipt(cls, receipt: Receipt) -> GateEventAnswer:
        """As the core answers it."""
        return cls.model_validate({**receipt.body, "status": receipt.status})


class GateEventAnswers(BaseModel):
    """The answers, in the order of the events."""

    answers: list[GateEventAnswer]


class VisitHoldOut(BaseModel):
    """What holds a visit: of which kind, by whom, since when. Why is not told to everybody."""

    kind: str
    by: str
    since: dt.datetime


class VisitOut(BaseModel):
    """Where a visit stands; it tells no name, phone or plate."""

    visit: UUID
    place: str
    gate: str
    direction: str
    stream: str
    state: str
    cleared: bool
    tracks: dict[str, str]
    missing: list[str]
    holds: list[VisitHoldOut]
    times: dict[str, dt.datetime]

    @classmethod
    def of(cls, place: LinePlace, view: VisitView) -> VisitOut:
        """As all its events tell it."""
        return cls(
            visit=visits.visit_id(place),
            place=place.code,
            gate=view.gate,
            direction=view.direction,
            stream=view.stream,
            state=view.state.value,
            cleared=view.cleared,
            tracks={track.value: state.value for track, state in view.tracks.items()},
            missing=list(view.missing),
            holds=[
                VisitHoldOut(kind=hold.kind.value, by=hold.actor.value, since=clock.local(hold.since))
                for hold in view.holds
            ],
            times={state.value: clock.local(moment) for state, moment in view.times.items()},
        )


@router.post(
    "/gates/events",
    response=dict.fromkeys(_ANSWERS, GateEventAnswers),
    url_name="gate_events",
    summary="Deliver signed events of a checkpoint",
    auth=None,
    exclude_none=True,
)
def deliver_gate_events(request: HttpRequest, payload: GateEventsIn) -> Status[GateEventAnswers]:
    """Believed by their signatures alone. The status of all, or 207 where they differ."""
    del request  # the signatures say who sends, no session does
    items = [Item(one.event, one.signature) for one in payload.events]
    told = receiving.receive(payload.sent_at, items) if items else ()
    statuses = {receipt.status for receipt in told} or {200}
    status = statuses.pop() if len(statuses) == 1 else _MIXED
    answers = [GateEventAnswer.of_receipt(receipt) for receipt in told]
    return Status(status, GateEventAnswers(answers=answers))


@router.get(
    "/gates/places/{code}/visit",
    response=VisitOut,
    url_name="gate_visit",
    summary="Where a visit stands, and what release lacks",
    auth=None,
)
def show_visit(request: HttpRequest, code: str, run: str = "") -> VisitOut:
    """The five agencies' tracks, holds, and what is missing. For everybody."""
    del request
    place = lines.place_of(code, gates.run_of(run))
    return VisitOut.of(place, visits.view(place))


@router.post(
    "/gates/places/{code}/tracks/{track}",
    response=VisitOut,
    url_name="gate_track",
    summary="Write an agency's own track",
)
def write_track(request: HttpRequest, code: str, track: str, payload: Finding) -> VisitOut:
    """For whoever does that agency's work at the gate now. 403 `TRACK_NOT_YOURS` is kept in the trail."""
    by = principal_of(request)
    policies.require_signed_in(by)
    place = lines.place_of(code, gates.live_run())
    return VisitOut.of(place, tracking.find(by, place, _track(track), payload))


def _track(text: str) -> Track:
    try:
        return Track(text)
    except ValueError:
        near = [one.value for one in Track]
        raise NotFound(
            _("Không có phần việc “%(track)s”.") % {"track": text}, near=near, field="track"
        ) from None
