"""The room's tables."""

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

__all__ = [
    "Adding",
    "Batch",
    "CurrentFigure",
    "Definition",
    "Described",
    "Direction",
    "EntryDraft",
    "Frequency",
    "Indicator",
    "Kind",
    "Observation",
    "OverTime",
    "PeriodLock",
    "PersonalData",
    "State",
    "found_by",
]
