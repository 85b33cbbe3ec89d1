"""Lines kept as drafts of the entry grid: what somebody is still to look at and send."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from tinhso.base import clock
from tinhso.base.audit.context import Actor
from tinhso.base.errors import Problem
from tinhso.indicators.bulk.known import Known
from tinhso.indicators.bulk.rows import judged
from tinhso.indicators.bulk.shapes import Ready, RowResult
from tinhso.indicators.bulk.writing import BulkResult, RowDraft
from tinhso.indicators.entry.drafts import account_of
from tinhso.indicators.entry.grid import KINDS, printed
from tinhso.indicators.models import EntryDraft, Indicator, Kind
from tinhso.indicators.shapes import NEEDED

_ONLY: Final = frozenset({"indicator", "place", "period", "agency", "kind", "dated"})
_VALUES: Final = frozenset(name for names in NEEDED.values() for name in names)


def keep(by: Actor, rows: Sequence[RowDraft | Problem]) -> BulkResult:
    """Keep what can stand as drafts of `by` (lưu nháp); a result a row, `created`, `unchanged` or `refused`.

    Raises NotSignedIn, NotAllowed.
    """
    account = account_of(by)
    known = Known.of(by, [row for row in rows if isinstance(row, RowDraft)], clock.today())
    results: list[RowResult] = []
    drafts: list[tuple[int, RowDraft]] = []
    for n, row in enumerate(rows, start=1):
        problem = row if isinstance(row, Problem) else _too_much(row, known)
        if problem:
            results.append(RowResult.refused(n, problem))
        elif isinstance(row, RowDraft):
            drafts.append((n, row))
    good, bad = judged(drafts, known)
    indicators = {row.pk: row for row in known.indicators.values()}
    made = {row.index: _draft(account, row, indicators[row.columns["indicator_id"]]) for row in good}
    results += [*bad, *_compared(account, made)]
    return BulkResult(None, tuple(sorted(results, key=lambda row: row.index)))


def _too_much(row: RowDraft, known: Known) -> Problem | None:
    """What a cell of the grid cannot hold: all but the numbers that its indicator's kind needs."""
    indicator = known.indicators.get(row.indicator)
    if indicator is None:
        return None
    told = row.model_dump(exclude_defaults=True)
    held = _ONLY | (_VALUES & {*NEEDED[Kind(indicator.kind)]})
    other = next((name for name in told if name not in held), None)
    if indicator.kind not in KINDS or row.kind not in (None, indicator.kind):
        other = "kind"
    elif row.dated and (days := known.period(row.period)) and row.dated != min(days.end, known.today):
        other = "dated"
    said = _("Bảng nhập không giữ được phần này; gửi thẳng, không lưu nháp.")
    return Problem("not_for_grid", said, other) if other else None


def _draft(account: UUID, row: Ready, indicator: Indicator) -> EntryDraft:
    columns = row.columns
    return EntryDraft(
        account=account,
        indicator_id=columns["indicator_id"],
        place_id=columns["place_id"],
        period=columns["period"],
        typed={name: printed(columns[name], indicator) for name in NEEDED[Kind(columns["kind"])]},
        saved_at=clock.now(),
    )


def _compared(account: UUID, made: dict[int, EntryDraft]) -> list[RowResult]:
    """Write those that say something new."""
    known = EntryDraft.objects.filter(
        account=account,
        indicator__in={draft.indicator_id for draft in made.values()},
        period__in={draft.period for draft in made.values()},
    )
    before = {
        tuple(key): typed for *key, typed in known.values_list("indicator_id", "place_id", "period", "typed")
    }
    fresh = {
        index: draft
        for index, draft in made.items()
        if before.get((draft.indicator_id, draft.place_id, draft.period)) != draft.typed
    }
    EntryDraft.objects.bulk_create(
        fresh.values(),
        update_conflicts=True,
        unique_fields=["account", "period", "indicator", "place"],
        update_fields=["typed", "saved_at"],
    )
    return [RowResult(index, "created" if index in fresh else "unchanged") for index in made]
