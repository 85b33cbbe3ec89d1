"""What is typed into the grid: kept as it was typed, read without a guess, sent in as figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from tinhso.base import clock
from tinhso.base.audit.context import Actor
from tinhso.base.errors import Invalid, NotAllowed, Problem
from tinhso.indicators import locks, policies, validation
from tinhso.indicators.bulk import store as bulk_store
from tinhso.indicators.bulk import writing as bulk
from tinhso.indicators.bulk.writing import BulkResult, RowDraft
from tinhso.indicators.entry import checking as entry_checks
from tinhso.indicators.entry.cells import Cell
from tinhso.indicators.entry.grid import Grid, Row, spoiled, versions
from tinhso.indicators.evidence import Asking
from tinhso.indicators.models import Batch, EntryDraft, Indicator, Kind
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

    @property
    def kept(self) -> dict[str, str]:
        """What a draft keeps: the texts that were typed, each with the version that was seen."""
        return {key: text for cell in self.cells.values() for key, text in cell.kept().items()}

    @property
    def disputed(self) -> bool:
        """Whether a cell changed elsewhere, and nobody has chosen yet."""
        return any(cell.dispute for cell in self.cells.values())


def entries(grid: Grid) -> Iterator[Entry]:
    """The figures of the grid."""
    for row in grid.rows:
        found: dict[UUID, Entry] = {}
        for column, cell in zip(grid.columns, row.cells, strict=True):
            entry = found.setdefault(column.indicator.pk, Entry(row, column.indicator, {}))
            entry.cells[column.column] = cell
        yield from found.values()


def save(
    by: Actor, grid: Grid, typed: Mapping[str, str], seen: Mapping[str, str] | None = None
) -> list[Entry]:
    """Keep what was typed otherwise than it stands (lưu nháp), right or wrong; the figures that were touched.

    `seen` are the tokens of what the typist saw; a cell that is no longer so keeps what stands, with a
    dispute. The cells say what is wrong with them. Drafts are nobody's figures: no trail, no event.
    """
    account = account_of(by)
    touched = [entry for entry in entries(grid) if _take(entry, typed, seen or {})]
    mine = [entry for entry in touched if not any(cell.locked for cell in entry.cells.values())]
    with transaction.atomic():
        EntryDraft.objects.bulk_create(
            [
                EntryDraft(
                    account=account,
                    indicator=entry.indicator,
                    place=entry.row.place,
                    period=grid.period.code,
                    typed=entry.kept,
                    saved_at=clock.now(),
                )
                for entry in mine
                if entry.kept
            ],
            update_conflicts=True,
            unique_fields=["account", "period", "indicator", "place"],
            update_fields=["typed", "saved_at"],
        )
        if gone := [entry for entry in mine if not entry.kept]:
            discard(by, grid, gone)
    for entry in touched:
        judge(entry, grid, whole=False)
    rows = {entry.row.place.pk for entry in touched}
    entry_checks.remark(grid, [entry for entry in entries(grid) if entry.row.place.pk in rows])
    return touched


def review(grid: Grid) -> None:
    """Have what is kept as drafts say again what is wrong with it, and what the rules say."""
    for entry in entries(grid):
        if any(cell.drafted for cell in entry.cells.values()):
            judge(entry, grid, whole=False)
    entry_checks.remark(grid, entries(grid))


def account_of(by: Actor) -> UUID:
    """Whose drafts these are. Raises NotSignedIn, NotAllowed."""
    policies.require_enter(by)
    if by.actor_id is None:
        raise NotAllowed(_("Bản nháp là của một tài khoản."))
    return by.actor_id


def _take(entry: Entry, typed: Mapping[str, str], seen: Mapping[str, str]) -> bool:
    taken = [
        cell.take(typed[cell.name].strip()[:LONGEST], seen.get(cell.name))
        for cell in entry.cells.values()
        if cell.name in typed
    ]
    return any(taken)


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
    """What sending did: how many figures went in, how many are to be mended; and which it was about."""

    figures: int
    unchanged: int
    wrong: int
    entries: Sequence[Entry] = ()


def send(
    by: Actor,
    grid: Grid,
    *,
    reason: str = "",
    key: str = "",
    body: str = "",
    evidence: UUID | None = None,
) -> Sent:
    """Send every drafted figure in (gửi số liệu); what cannot stand stays a draft, with what is wrong at its
    cell; what is disputed waits for a choice. The same `key` (with the same `body`) again writes nothing and
    gets the same answer. `evidence` is the file behind figures that need one. Raises NotAllowed, Conflict.
    """
    policies.require_enter(by)
    needs = Asking({entry.indicator for entry in entries(grid)} if evidence else ())
    waiting = [entry for entry in entries(grid) if _waits(entry)]
    ready: list[tuple[Entry, RowDraft]] = []
    for entry in waiting:
        draft = judge(entry, grid, reason=reason)
        if draft is not None and not entry.disputed:
            if evidence and needs(entry.indicator.pk, grid.period.end):
                draft = draft.model_copy(update={"evidence": evidence})
            ready.append((entry, draft))
    held = len(waiting) - len(ready)
    with transaction.atomic():
        bulk_store.lock_indicators(list({entry.indicator.pk for entry, _draft in ready}))
        ready = _unmoved(grid, ready)
        if not ready and not _known(by, key):
            return Sent(0, 0, len(waiting), waiting)
        result = bulk.write(by, [draft for _entry, draft in ready], submit=True, key=key, body=body)
        gone = [] if result.repeated else _settled(grid, ready, result)
        discard(by, grid, gone)
    sent = result.count("created") + result.count("superseded")
    wrong = held if result.repeated else len(waiting) - len(gone)
    return Sent(sent, result.count("unchanged"), wrong, waiting)


def _waits(entry: Entry) -> bool:
    return entry.disputed or (any(cell.drafted for cell in entry.cells.values()) and bool(entry.typed))


def _known(by: Actor, key: str) -> bool:
    return bool(key) and Batch.objects.filter(actor=by.actor_id, key=key).exists()


def _unmoved(grid: Grid, ready: list[tuple[Entry, RowDraft]]) -> list[tuple[Entry, RowDraft]]:
    """Those whose figure is still the one that the grid holds; the cells of the others say that it moved."""
    indicators = list({entry.indicator.pk: entry.indicator for entry, _draft in ready}.values())
    last = versions(indicators, [entry.row for entry, _draft in ready], grid.period)
    still = []
    for entry, draft in ready:
        agency = entry.row.agency.pk if entry.row.agency else None
        now = last.get((entry.indicator.pk, entry.row.place.pk, agency))
        if all(cell.figure == now for cell in entry.cells.values()):
            still.append((entry, draft))
        else:
            said = _("Số liệu này vừa đổi ở nơi khác; chưa gửi.")
            blame(entry, [Problem("moved", said, None, _("Mở lại bảng để chọn."))])
    return still


def _settled(grid: Grid, ready: list[tuple[Entry, RowDraft]], result: BulkResult) -> list[Entry]:
    """Those that went in; the cells of the others say why not."""
    pairs = [(entry, told) for (entry, _draft), told in zip(ready, result.rows, strict=True)]
    refused = [(entry, told) for entry, told in pairs if told.status == "refused"]
    entry_checks.remark(grid, [entry for entry, _told in refused])
    for entry, told in refused:
        field = entry_checks.unexplained(entry.cells, told.message) or told.field
        blame(entry, [Problem(told.code, told.message, field, told.hint or None)])
    gone = [(entry, told.status) for entry, told in pairs if told.status != "refused"]
    for entry, status in gone:
        for cell in entry.cells.values():
            cell.drafted, cell.state = False, "submitted" if status != "unchanged" else cell.state
    return [entry for entry, _status in gone]
