"""Working days, terms and periods; pure, the table of corrections is read by `queries`. See README.md."""

from tinhso.base.calendar.core import Calendar, Correction, DayKind, DayOff, Due, WorkingDays
from tinhso.base.calendar.hours import OfficeHours, Pause
from tinhso.base.calendar.national import national_calendar, shipped_corrections
from tinhso.base.calendar.package import OutsideCalendar
from tinhso.base.calendar.periods import ND_09_2019, CutOff, Period, PeriodKind

__all__ = [
    "ND_09_2019",
    "Calendar",
    "Correction",
    "CutOff",
    "DayKind",
    "DayOff",
    "Due",
    "OfficeHours",
    "OutsideCalendar",
    "Pause",
    "Period",
    "PeriodKind",
    "WorkingDays",
    "national_calendar",
    "shipped_corrections",
]
