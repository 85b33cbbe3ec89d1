"""What is known of a visit: states, calls, holds, the things bound together, and the view of it all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Final
from uuid import UUID

from tinhso.bordergate.core.daylog import Aside
from tinhso.bordergate.core.events import CheckpointEvent
from tinhso.bordergate.core.tracks import Actor, Track, TrackState


class VisitState(StrEnum):
    """Where a visit stands (trạng thái lượt xe)."""

    SUBMITTED = "submitted"
    QUEUED = "queued"
    CALLED = "called"
    ARRIVED = "arrived"
    IN_YARD = "in_yard"
    CHECKING = "checking"
    CLEARED = "cleared"
    DISPATCHED = "dispatched"
    CROSSED = "crossed"
    ABROAD = "abroad"
    RETURNED = "returned"
    CLOSED = "closed"
    DEFERRED = "deferred"
    EXPIRED = "expired"
    SUSPENDED = "suspended"
    DIVERTED = "diverted"
    TRANSHIPPED = "transhipped"
    TURNED_BACK = "turned_back"
    CANCELLED = "cancelled"
    REFUSED = "refused"


IN_LINE: Final = frozenset({VisitState.QUEUED, VisitState.CALLED, VisitState.DEFERRED, VisitState.SUSPENDED})
"""States that hold a place in the line."""

INSIDE: Final = frozenset(
    {
        VisitState.ARRIVED,
        VisitState.IN_YARD,
        VisitState.CHECKING,
        VisitState.CLEARED,
        VisitState.TRANSHIPPED,
        VisitState.DISPATCHED,
    }
)
"""States in which the truck stands inside the gate's area."""

ENDED: Final = frozenset(
    {
        VisitState.CLOSED,
        VisitState.EXPIRED,
        VisitState.DIVERTED,
        VisitState.TURNED_BACK,
        VisitState.CANCELLED,
        VisitState.REFUSED,
    }
)
"""States that hold neither a place nor a truck: the tractor may take a new place."""


class Answer(StrEnum):
    """What became of one event in the light of all others."""

    OK = "OK"
    DUPLICATE = "DUPLICATE"
    REPEAT = "REPEAT"
    CONFLICT_LOCATION = "CONFLICT_LOCATION"
    WRONG_GATE = "WRONG_GATE"
    HELD_MISMATCH = "HELD_MISMATCH"
    FROZEN = "FROZEN"
    NO_VALID_CALL = "NO_VALID_CALL"
    NOT_CLEARED = "NOT_CLEARED"
    NOT_ACCEPTED = "NOT_ACCEPTED"
    NOT_IN_LINE = "NOT_IN_LINE"
    NOT_INSIDE = "NOT_INSIDE"
    NOT_NOW = "NOT_NOW"
    TRACK_NOT_YOURS = "TRACK_NOT_YOURS"
    HOLD_NOT_YOURS = "HOLD_NOT_YOURS"
    NO_SUCH_HOLD = "NO_SUCH_HOLD"
    STALE_VERSION = "STALE_VERSION"
    INSPECTION_REQUIRED = "INSPECTION_REQUIRED"
    BOTH_PARTIES = "BOTH_PARTIES"
    DECISION_REQUIRED = "DECISION_REQUIRED"
    USE_CORRECTION = "USE_CORRECTION"
    USE_TRACTOR_CHANGED = "USE_TRACTOR_CHANGED"
    MASS_BALANCE = "MASS_BALANCE"


STATUS: Final[Mapping[Answer, int]] = MappingProxyType(
    {
        **dict.fromkeys(Answer, 409),
        Answer.OK: 200,
        Answer.DUPLICATE: 200,
        Answer.REPEAT: 200,
        Answer.TRACK_NOT_YOURS: 403,
        Answer.HOLD_NOT_YOURS: 403,
        Answer.MASS_BALANCE: 422,
        Answer.BOTH_PARTIES: 422,
    }
)
"""What a web face answers for each."""


@dataclass(frozen=True)
class Verdict:
    """What became of one event: `of` the one it repeats or contradicts, `missing` what release lacks."""

    answer: Answer
    of: UUID | None = None
    missing: tuple[str, ...] = ()

    @property
    def status(self) -> int:
        """The HTTP status of the answer."""
        return STATUS[self.answer]


OK: Final = Verdict(Answer.OK)


@dataclass(frozen=True)
class Stored:
    """An event as kept: `effective_at` is fixed when it is first received, and never again."""

    event: CheckpointEvent
    effective_at: datetime
    received_at: datetime
    flags: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Call:
    """One call: valid before `valid_until`. `withdrawn`: by a closure, a deferral, a diversion."""

    event_id: UUID
    called_at: datetime
    valid_until: datetime
    withdrawn: bool = False

    def is_valid(self, at: datetime) -> bool:
        """Whether a truck may come in on it at that moment."""
        return not self.withdrawn and self.called_at <= at < self.valid_until


class HoldKind(StrEnum):
    """Why a visit is held: an agency says so, a mismatch, two places at once."""

    AGENCY = "agency"
    MISMATCH = "mismatch"
    LOCATION = "location"


FREEZING: Final = frozenset({HoldKind.MISMATCH, HoldKind.LOCATION})
"""Holds that close every barrier and freeze the place; it is not lost."""


@dataclass(frozen=True)
class Hold:
    """Something that keeps a visit from release (tạm giữ) until whoever set it lifts it."""

    event_id: UUID
    kind: HoldKind
    actor: Actor
    since: datetime
    reason: str


@dataclass(frozen=True)
class Combination:
    """Tractor, trailer, container, seal and driver as bound at a time; keys of `keys`, "" for none."""

    tractor: str = ""
    trailer: str = ""
    container: str = ""
    seal: str = ""
    driver: str = ""
    vin: str = ""

    def with_things(self, things: Mapping[str, object]) -> Combination:
        """The same with some things exchanged."""
        return replace(self, **{name: str(value) for name, value in things.items()})


@dataclass(frozen=True)
class Bound:
    """From when on a combination holds, and the event that bound it."""

    since: datetime
    combination: Combination
    event_id: UUID


@dataclass(frozen=True)
class SetAside:
    """Why a place did not go in its turn, as the published line of the day words it."""

    word: Aside
    event_id: UUID
    at: datetime


@dataclass(frozen=True)
class VisitView:
    """A visit as all its events together tell it: the same for any order in which they came.

    `missing`: what release lacks, tracks first (`customs`), then `inspection`, then holds (`hold:customs`).
    `verdicts`: what became of each event. `times`: when the visit first came into each physical stage.
    `anomalies`: facts that skipped a step, for people to look at. `turned_back_of`: the visit before.
    `admitted_by`: the call, or the authorised exception, on which the truck came in.
    """

    visit: UUID | None = None
    state: VisitState = VisitState.SUBMITTED
    gate: str = ""
    direction: str = ""
    stream: str = ""
    place: str = ""
    version: int = 1
    tracks: Mapping[Track, TrackState] = field(default_factory=dict)
    holds: tuple[Hold, ...] = ()
    missing: tuple[str, ...] = ()
    calls: tuple[Call, ...] = ()
    not_before: datetime | None = None
    combinations: tuple[Bound, ...] = ()
    times: Mapping[VisitState, datetime] = field(default_factory=dict)
    verdicts: Mapping[UUID, Verdict] = field(default_factory=dict)
    asides: tuple[SetAside, ...] = ()
    anomalies: tuple[tuple[str, UUID], ...] = ()
    no_shows: tuple[datetime, ...] = ()
    deferrals: tuple[datetime, ...] = ()
    tractor_changes: int = 0
    delivered_at: datetime | None = None
    returns: str = ""
    admitted_by: UUID | None = None
    transhipped: bool = False
    turned_back_of: UUID | None = None
    sanctioned: tuple[str, ...] = ()

    @property
    def cleared(self) -> bool:
        """Whether nothing stands in the way of release (đủ điều kiện qua cửa khẩu): derived, never typed."""
        return self.visit is not None and not self.missing

    @property
    def fraud(self) -> bool:
        """Whether fraud was confirmed: the place is void, and `sanctioned` names the vehicles' keys."""
        return bool(self.sanctioned)

    @property
    def left(self) -> bool:
        """Whether the visit counts among those left (còn tồn): in the line or inside, not yet across."""
        return self.state in IN_LINE or self.state in INSIDE

    @property
    def frozen(self) -> bool:
        """Whether every barrier stays closed for this visit."""
        return any(hold.kind in FREEZING for hold in self.holds)

    @property
    def combination(self) -> Combination:
        """What is bound together now."""
        return self.combinations[-1].combination if self.combinations else Combination()

    @property
    def call(self) -> Call | None:
        """The last call."""
        return self.calls[-1] if self.calls else None

    def bound_at(self, moment: datetime) -> Combination:
        """What was bound together then."""
        past = [bound for bound in self.combinations if bound.since <= moment]
        return past[-1].combination if past else Combination()
