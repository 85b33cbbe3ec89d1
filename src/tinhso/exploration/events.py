"""What happened to views and dashboards."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from tinhso.base.events.outbox import Event


class ViewKept(Event):
    """A view was saved, changed, taken back or put back."""

    name: ClassVar[str] = "exploration.view_kept"
    view: UUID


class DashboardChanged(Event):
    """A dashboard was made or changed, taken back or put back; or one of its cards."""

    name: ClassVar[str] = "exploration.dashboard_changed"
    dashboard: UUID
