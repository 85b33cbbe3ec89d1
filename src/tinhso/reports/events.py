"""What happened in this room (báo cáo)."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from tinhso.base.events.outbox import Event


class TemplateLaidDown(Event):
    """A template, or a version of one, was written."""

    name: ClassVar[str] = "reports.template"
    template: UUID


class PeriodicReportBegun(Event):
    """A report was begun and agencies were asked."""

    name: ClassVar[str] = "reports.begun"
    report: UUID


class ContributionSent(Event):
    """An agency sent its part."""

    name: ClassVar[str] = "reports.contributed"
    contribution: UUID


class PeriodicReportFrozen(Event):
    """The figures of a report were pinned."""

    name: ClassVar[str] = "reports.frozen"
    report: UUID
    frozen: UUID


class PeriodicReportIssued(Event):
    """A report was issued."""

    name: ClassVar[str] = "reports.issued"
    report: UUID
    document: UUID


class PeriodicReportWithdrawn(Event):
    """A report was withdrawn."""

    name: ClassVar[str] = "reports.withdrawn"
    report: UUID
