"""The room's tables."""

from tinhso.indicators.models.checks import (
    Check,
    CheckKind,
    CheckRun,
    Finding,
    FindingStep,
    Outcome,
    Severity,
)
from tinhso.indicators.models.definitions import (
    Adding,
    Definition,
    Described,
    Direction,
    Frequency,
    Indicator,
    Kind,
    OverTime,
    PersonalData,
)
from tinhso.indicators.models.figures import (
    Batch,
    CurrentFigure,
    EntryDraft,
    Observation,
    PeriodLock,
    State,
    found_by,
)
from tinhso.indicators.models.inputs import Constant, ConstantValue, GroupMember, PlaceGroup
from tinhso.indicators.models.reminders import Reminder
from tinhso.indicators.models.submissions import WAITING, Submission

__all__ = [
    "WAITING",
    "Adding",
    "Batch",
    "Check",
    "CheckKind",
    "CheckRun",
    "Constant",
    "ConstantValue",
    "CurrentFigure",
    "Definition",
    "Described",
    "Direction",
    "EntryDraft",
    "Finding",
    "FindingStep",
    "Frequency",
    "GroupMember",
    "Indicator",
    "Kind",
    "Observation",
    "Outcome",
    "OverTime",
    "PeriodLock",
    "PersonalData",
    "PlaceGroup",
    "Reminder",
    "Severity",
    "State",
    "Submission",
    "found_by",
]
