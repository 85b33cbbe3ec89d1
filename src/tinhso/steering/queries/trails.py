"""What happened to a target or a task: the audit entries of it and of its reports."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Model

from tinhso.base.audit import words
from tinhso.base.audit.hashing import label
from tinhso.base.audit.models import AuditEntry

_MOST: Final = 40


@dataclass(frozen=True)
class Event:
    """One entry in words."""

    entry: AuditEntry

    @property
    def words(self) -> object:
        """What was done."""
        return words.of(self.entry.verb)


def trail(things: Iterable[Model]) -> Sequence[Event]:
    """The latest entries about those things, the newest first; one query."""
    subjects = [label(thing) for thing in things]
    rows = AuditEntry.objects.filter(subject__in=subjects).order_by("-at", "-pk")[:_MOST]
    return [Event(row) for row in rows]
