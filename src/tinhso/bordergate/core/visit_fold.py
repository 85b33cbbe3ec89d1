"""What is gathered of a visit while its events are told in order. Never leaves `visits.view_of`."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from tinhso.bordergate.core.daylog import Aside
from tinhso.bordergate.core.tracks import Track, TrackState, missing_for_release
from tinhso.bordergate.core.visit_states import (
    FREEZING,
    Answer,
    Bound,
    Call,
    Combination,
    Hold,
    HoldKind,
    SetAside,
    Stored,
    Verdict,
    VisitState,
)


@dataclass(frozen=True)
class VisitRules:
    """How close scans must be: `duplicate` the same kind at one gate; `conflict` any kinds at two gates.

    The first is that of the published rules; the second is less than any truck needs between two gates.
    """

    duplicate: timedelta = timedelta(seconds=120)
    conflict: timedelta = timedelta(minutes=15)


RULES: Final = VisitRules()


@dataclass(slots=True)
class Fold:
    """Everything known so far; changed in place by the handlers of single kinds."""

    rules: VisitRules
    stage: VisitState = VisitState.SUBMITTED
    before_suspension: VisitState = VisitState.QUEUED
    visit: UUID | None = None
    gate: str = ""
    direction: str = ""
    stream: str = ""
    place: str = ""
    version: int = 1
    tracks: dict[Track, TrackState] = field(default_factory=dict)
    reopened: dict[Track, int] = field(default_factory=dict)
    inspection: bool = False
    holds: dict[UUID, Hold] = field(default_factory=dict)
    calls: list[Call] = field(default_factory=list)
    not_before: datetime | None = None
    authorised: tuple[UUID, datetime] | None = None
    listed: dict[str, tuple[UUID, datetime, datetime]] = field(default_factory=dict)
    bound: list[Bound] = field(default_factory=list)
    times: dict[VisitState, datetime] = field(default_factory=dict)
    verdicts: dict[UUID, Verdict] = field(default_factory=dict)
    scans: list[Stored] = field(default_factory=list)
    firsts: dict[str, UUID] = field(default_factory=dict)
    asides: list[SetAside] = field(default_factory=list)
    anomalies: list[tuple[str, UUID]] = field(default_factory=list)
    no_shows: list[datetime] = field(default_factory=list)
    deferrals: list[datetime] = field(default_factory=list)
    tractor_changes: int = 0
    delivered_at: datetime | None = None
    returns: str = ""
    admitted_by: UUID | None = None
    checked: bool = False
    transhipped: bool = False
    turned_back_of: UUID | None = None
    sanctioned: tuple[str, ...] = ()

    def move(self, stage: VisitState, stored: Stored) -> Verdict:
        """Into a stage; the first time is kept."""
        self.stage = stage
        self.times.setdefault(stage, stored.effective_at)
        return Verdict(Answer.OK)

    def set_aside(self, word: Aside, stored: Stored) -> None:
        """Note why the place does not go in its turn."""
        self.asides.append(SetAside(word, stored.event.event_id, stored.effective_at))

    def odd(self, what: str, stored: Stored) -> None:
        """Note a fact that people should look at."""
        self.anomalies.append((what, stored.event.event_id))

    def hold(self, kind: HoldKind, stored: Stored, reason: str) -> None:
        """Put a hold; it bears the id of its event."""
        event = stored.event
        self.holds[event.event_id] = Hold(event.event_id, kind, event.actor, stored.effective_at, reason)

    @property
    def freezing(self) -> list[UUID]:
        """The holds that close every barrier, oldest first."""
        return [event_id for event_id, hold in self.holds.items() if hold.kind in FREEZING]

    @property
    def frozen(self) -> bool:
        """Whether a hold closes every barrier."""
        return bool(self.freezing)

    @property
    def combination(self) -> Combination:
        """What is bound together now."""
        return self.bound[-1].combination if self.bound else Combination()

    def bind(self, combination: Combination, stored: Stored) -> None:
        """Bind the four things from now on."""
        self.bound.append(Bound(stored.effective_at, combination, stored.event.event_id))

    def withdraw_call(self) -> None:
        """The last call counts no longer, and is no no-show."""
        if self.calls and not self.calls[-1].withdrawn:
            last = self.calls[-1]
            self.calls[-1] = Call(last.event_id, last.called_at, last.valid_until, withdrawn=True)

    def reopen(self, track: Track) -> None:
        """An approval no longer stands; checks made on an older version no longer count."""
        if self.tracks.get(track) != TrackState.NOT_NEEDED:
            self.tracks[track] = TrackState.PENDING
        self.reopened[track] = self.version

    @property
    def missing(self) -> tuple[str, ...]:
        """What release lacks."""
        holds = sorted(
            {
                f"hold:{hold.actor if hold.kind == HoldKind.AGENCY else hold.kind}"
                for hold in self.holds.values()
            }
        )
        return (*missing_for_release(self.tracks), *(("inspection",) if self.inspection else ()), *holds)

    @property
    def state(self) -> VisitState:
        """The state as people name it: `checking` and `cleared` are derived, never recorded."""
        if self.stage not in {VisitState.ARRIVED, VisitState.IN_YARD}:
            return self.stage
        if self.transhipped:
            return VisitState.TRANSHIPPED
        if not self.missing:
            return VisitState.CLEARED
        return VisitState.CHECKING if self.checked and self.stage == VisitState.IN_YARD else self.stage
