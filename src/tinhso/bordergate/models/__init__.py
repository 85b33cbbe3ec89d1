"""Gates, lanes and their line, declarations and visits."""

from tinhso.bordergate.models.declarations import Company, Declaration, DeclarationVersion, Member, Vehicle
from tinhso.bordergate.models.gates import (
    Direction,
    Gate,
    GateDuty,
    GateNotice,
    LineRule,
    NoticeKind,
    OpeningHours,
    Run,
    Trade,
)
from tinhso.bordergate.models.lines import DayRoot, Lane, LineEntry, LinePlace, PlaceState, Step

__all__ = [
    "Company",
    "DayRoot",
    "Declaration",
    "DeclarationVersion",
    "Direction",
    "Gate",
    "GateDuty",
    "GateNotice",
    "Lane",
    "LineEntry",
    "LinePlace",
    "LineRule",
    "Member",
    "NoticeKind",
    "OpeningHours",
    "PlaceState",
    "Run",
    "Step",
    "Trade",
    "Vehicle",
]
