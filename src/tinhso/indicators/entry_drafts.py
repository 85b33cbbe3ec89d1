"""What is typed into the grid: kept as it was typed, read without a guess, sent in as figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from tinhso.base import clock
from tinhso.base.audit.context import Actor
from tinhso.base.errors import Invalid, NotAllowed, Problem
from tinhso.indicators import bulk, locks, policies, validation
from tinhso.indicators.bulk import BulkResult, RowDraft
from tinhso.indicators.entry import Cell, Grid, Row, spoiled
from tinhso.indicators.models import EntryDraft, Indicator, Kind
from tinhso.indicators.validation import Rules

LONGEST: Final = 100


@dataclass
class Entry:
    """The cells of one figure: an indicator at a place."""

    row: Row
    indicator: Indicator
    cells: dict[str, Cell]

    @property
    def typed(self) -> dict[str, str]:
        """The texts by column; empty ones left out."""
        return {name: cell.text for name, cell in self.cells.items() if cell.text}


def entries(grid: Grid) -> Iterator[Entry]:
    """The figures of the grid."""
    for row in grid.rows:
        found: dict[UUID, Entry] = {}
        for column, cell in zip(grid.columns, row.cells, strict=True):
            entry = found.setdefault(column.indicator.pk, Entry(row, column.indicator, {}))
            entry.cells[column.column] = cell
        yield from found.values()


def save(by: Actor, grid: Grid, typed: Mapping[str, str]) -> list[Entry]:
    """Keep what was typed otherwise than it stands (lưu nháp), right or wrong; the figures that were touched.

    Their cells say what is wrong with them. Drafts are nobody's figures: no trail, no event.
    """
    account = account_of(by)
    touched = [entry for entry in entries(grid) if _take(entry, typed)]
    kept = [entry for entry in touched if not any(cell.locked for cell in entry.cells.values())]
    with transaction.atomic():
        EntryDraft.objects.bulk_create(
            [
                EntryDraft(
                    account=account,
                    indicator=entry.indicator,
                    place=entry.row.place,
                    period=grid.period.code,
                    typed={name: cell.text for name, cell in entry.cells.items()},
                    saved_at=clock.now(),
                )
                for entry in kept
            ],
            update_conflicts=True,
            unique_fields=["account", "period", "indicator", "place"],
            update_fields=["typed", "saved_at"],
        )
    for entry in touched:
        judge(entry, grid, whole=False)
    return touched


def account_of(by: Actor) -> UUID:
    """Whose drafts these are. Raises NotSignedIn, NotAllowed."""
    policies.require_enter(by)
    if by.actor_id is None:
        raise NotAllowed(_("Bản nháp là của một tài khoản."))
    return by.actor_id


def _take(entry: Entry, typed: Mapping[str, str]) -> bool:
    changed = False
    for cell in entry.cells.values():
        if cell.name in typed and (text := typed[cell.name].strip()[:LONGEST]) != cell.text:
            cell.text, cell.drafted, changed = text, True, True
    return changed


def judge(entry: Entry, grid: Grid, *, whole: bool = True, reason: str = "") -> RowDraft | None:
    """The figure as a row to send; None, with the cells saying why, when it cannot stand.

    Not `whole`: what is still missing is no mistake yet.
    """
    for cell in entry.cells.values():
        cell.problem = ""
    problems: list[Problem] = []
    draft: RowDraft | None = None
    rules = Rules.of(entry.indicator, Kind(entry.indicator.kind))
    try:
        values = validation.read_values(entry.typed, rules)
    except Invalid as refused:
        problems += refused.problems
    else:
        draft = RowDraft(
            indicator=entry.indicator.code,
            place=entry.row.place.pk,
            agency=entry.row.agency.code if entry.row.agency else "",
            period=grid.period.code,
            reason=reason,
            **values,
        )
        problems += validation.value_problems(draft, rules)
    if any(cell.locked for cell in entry.cells.values()):
        refusal = locks.refusal(grid.period)
        problems.append(Problem(refusal.code, refusal.message, None, refusal.hint))
    if not whole:
        problems = [problem for problem in problems if problem.code != "missing"]
    blame(entry, problems)
    return None if problems else draft


def blame(entry: Entry, problems: list[Problem]) -> None:
    """Lay every problem at its cell; the first cell takes those of no column."""
    first = next(iter(entry.cells.values()))
    for problem in problems:
        spoiled(entry.cells.get(problem.field or "", first), problem)


def discard(by: Actor, grid: Grid, sent: list[Entry]) -> None:
    """The drafts of figures that are sent are done with."""
    keys = {(entry.indicator.pk, entry.row.place.pk) for entry in sent}
    rows = EntryDraft.objects.filter(account=account_of(by), period=grid.period.code)
    gone = [pk for pk, *key in rows.values_list("pk", "indicator_id", "place_id") if tuple(key) in keys]
    EntryDraft.objects.filter(pk__in=gone).delete()


@dataclass(frozen=True)
class Sent:
    """What sending did: how many figures went in, how many cells are to be mended."""

    figures: int
    unchanged: int
    wrong: int


def send(by: Actor, grid: Grid, *, reason: str = "") -> Sent:
    """Send every drafted figure in (gửi số liệu); what cannot stand stays a draft, with what is wrong at its
    cell. Raises NotAllowed.
    """
    policies.require_enter(by)
    ready: list[tuple[Entry, RowDraft]] = []
    waiting = [
        entry for entry in entries(grid) if any(cell.drafted for cell in entry.cells.values()) and entry.typed
    ]
    for entry in waiting:
        draft = judge(entry, grid, reason=reason)
        if draft is not None:
            ready.append((entry, draft))
    result = bulk.write(by, [draft for _entry, draft in ready], submit=True) if ready else None
    gone = _settled(ready, result)
    discard(by, grid, gone)
    wrong = len(waiting) - len(gone)
    if result is None:
        return Sent(0, 0, wrong)
    return Sent(result.count("created") + result.count("superseded"), result.count("unchanged"), wrong)


def _settled(ready: list[tuple[Entry, RowDraft]], result: BulkResult | None) -> list[Entry]:
    gone = []
    for (entry, _draft), told in zip(ready, result.rows if result else (), strict=True):
        if told.status == "refused":
            blame(entry, [Problem(told.code, told.message, told.field, told.hint or None)])
            continue
        gone.append(entry)
        for cell in entry.cells.values():
            cell.drafted, cell.state = False, "submitted" if told.status != "unchanged" else cell.state
    return gone
