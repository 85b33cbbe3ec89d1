"""The tables of `base`, gathered for Django."""

from tinhso.base.audit.models import AuditEntry, DailySeal, Fact, History, StreamHead, Tracked
from tinhso.base.calendar.models import CalendarCorrection
from tinhso.base.events.models import OutboxEvent
from tinhso.base.files.models import StoredFile
from tinhso.base.packs.models import PackRecord, PackState

__all__ = [
    "AuditEntry",
    "CalendarCorrection",
    "DailySeal",
    "Fact",
    "History",
    "OutboxEvent",
    "PackRecord",
    "PackState",
    "StoredFile",
    "StreamHead",
    "Tracked",
]
