"""Meetings, their agenda and papers, who is invited and who came."""

from tinhso.meetings.models.agenda import AgendaItem, Paper, PaperRead
from tinhso.meetings.models.calendars import CalendarAddress
from tinhso.meetings.models.meetings import Meeting, Venue
from tinhso.meetings.models.people import Attendance, Invitation

__all__ = [
    "AgendaItem",
    "Attendance",
    "CalendarAddress",
    "Invitation",
    "Meeting",
    "Paper",
    "PaperRead",
    "Venue",
]
