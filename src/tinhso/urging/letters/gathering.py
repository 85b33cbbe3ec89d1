"""Which agencies are late, and the lines of a letter: tasks as the table of a letter tells them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from tinhso.base.calendar.queries import current_calendar
from tinhso.base.web import wording
from tinhso.people import queries as people
from tinhso.people.models import Agency
from tinhso.people.policies import Span
from tinhso.steering.models import Task
from tinhso.steering.queries import urgent
from tinhso.urging import queries
from tinhso.urging.core.ladder import WorkingLine, late_days
from tinhso.urging.models import Letter, LetterLine, LetterState

MOST_TOLD = 240
"""Characters of the last report that a letter's table repeats."""


@dataclass(frozen=True)
class Owing:
    """An agency that owes: late tasks, when it was last urged, its letter that waits for an answer."""

    agency: Agency
    late: int
    urged_at: datetime | None = None
    letter: Letter | None = None
    overdue: bool = False

    @property
    def state(self) -> str:
        """The state of its last letter; empty where none was issued."""
        return self.letter.state if self.letter else ""


def owing(day: date, held: Span, *, with_illustrative: bool) -> list[Owing]:
    """The agencies with late tasks or an open letter, most late tasks first; five queries at most."""
    late = urgent.late_by_agency(day, with_illustrative=with_illustrative)
    letters = _open_letters(with_illustrative=with_illustrative)
    wanted = [key for key in {*late, *letters} if key in held]
    urged = queries.last_urged(wanted)
    rows = [
        Owing(
            agency,
            late.get(agency.pk, 0),
            urged.get(agency.pk),
            letters.get(agency.pk),
            _overdue(letters.get(agency.pk), day),
        )
        for agency in people.agencies().filter(pk__in=wanted)
    ]
    return sorted(rows, key=lambda row: (-row.late, row.agency.sort_key, row.agency.code))


def _overdue(letter: Letter | None, day: date) -> bool:
    return letter is not None and letter.state in queries.UNANSWERED and letter.answer_by < day


def _open_letters(*, with_illustrative: bool) -> dict[UUID, Letter]:
    """The last letter issued to each agency."""
    rows = queries.letters(with_illustrative=with_illustrative).exclude(
        state__in=(LetterState.DRAFT, LetterState.WITHDRAWN)
    )
    found: dict[UUID, Letter] = {}
    for letter in rows.order_by("-issued_at", "-pk"):
        found.setdefault(letter.agency_id, letter)
    return found


def late_tasks(agency: Agency, day: date, *, with_illustrative: bool) -> Sequence[Task]:
    """The late tasks an agency leads, with their last reports."""
    rows = urgent.late_rows(day, with_illustrative=with_illustrative, agencies=[agency.pk])
    return list(urgent.with_last_report(rows))


def lines(letter: Letter, tasks: Sequence[Task], day: date) -> Iterator[LetterLine]:
    """The lines of a letter's table, the longest late first."""
    deadlines = [task.deadline for task in tasks if task.deadline is not None]
    line = WorkingLine(current_calendar(), min([*deadlines, day]), day)
    for order, task in enumerate(tasks, 1):
        if task.deadline is None:
            continue
        yield LetterLine(
            letter=letter,
            order=order,
            task=task.pk,
            code=task.code,
            title=task.title,
            deadline=task.deadline,
            days_late=late_days(line, task.deadline, day),
            last_report=_last_report(task),
            illustrative=letter.illustrative,
        )


def _last_report(task: Task) -> str:
    on: datetime | None = getattr(task, "told_on", None)
    if on is None:
        return _("Chưa có báo cáo")
    words = str(getattr(task, "told", "") or "").strip()
    progress = getattr(task, "told_progress", None)
    parts = [wording.day(wording.local_day(on))]
    parts += [f"{progress}%"] if progress is not None else []
    if words:
        parts.append(words if len(words) <= MOST_TOLD else f"{words[:MOST_TOLD].rstrip()}…")
    return " · ".join(parts)
