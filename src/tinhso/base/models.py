"""The tables of `base`, gathered for Django."""

from tinhso.base.audit.models import AuditEntry, DailySeal, Fact, History, StreamHead, Tracked
from tinhso.base.calendar.models import CalendarCorrection
from tinhso.base.events.models import OutboxEvent

__all__ = [
    "AuditEntry",
    "CalendarCorrection",
    "DailySeal",
    "Fact",
    "History",
    "OutboxEvent",
    "StreamHead",
    "Tracked",
]
