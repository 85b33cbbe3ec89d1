"""Figures of a file written down, batch by batch: good lines in, bad ones told, run again without harm."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from tinhso.base.audit.context import Actor
from tinhso.base.errors import Invalid, Problem
from tinhso.indicators import policies, queries
from tinhso.indicators.bulk import writing as bulk
from tinhso.indicators.bulk.shapes import RowResult
from tinhso.indicators.bulk.writing import BulkResult, RowDraft
from tinhso.indicators.exchange import keeping
from tinhso.indicators.exchange.drafting import WANTED, drafted
from tinhso.indicators.exchange.lines import Line, Source
from tinhso.indicators.exchange.reading import opened
from tinhso.indicators.exchange.seen import Name, Seen
from tinhso.indicators.exchange.telling import Counts, Tell, Told
from tinhso.people import queries as people

BATCH: Final = bulk.MOST
"""Lines of one transaction. Fixed: with a key, the same file must fall into the same batches."""

_TWICE: Final = "duplicate_row"

Progress = Callable[[int, int], None]
"""Told how many lines are done, of about how many."""


class Mode(StrEnum):
    """What the lines become."""

    SUBMIT = "submit"
    CONFIRM = "confirm"
    DRAFT = "draft"


@dataclass
class Import:
    """One file on its way in, and who brings it.

    `key` makes each batch answer once; `rehearse` judges everything and leaves nothing behind.
    """

    by: Actor
    mode: Mode = Mode.SUBMIT
    key: str = ""
    rehearse: bool = False
    seen: Seen = field(default_factory=Seen)

    @cached_property
    def kinds(self) -> dict[str, str]:
        """The usual kind of every indicator."""
        return dict(queries.indicators().values_list("code", "kind"))

    @cached_property
    def own(self) -> str:
        """The code of the agency that is meant where none is named."""
        key = policies.only_agency(self.by)
        return "" if key is None else people.agencies().values_list("code", flat=True).get(pk=key)

    def run(
        self, path: Path, tell: Tell, progress: Progress | None = None, *, encoding: str | None = None
    ) -> Counts:
        """Read, judge and write the file. Raises Refusal for what is wrong with the whole, or with `by`."""
        source = opened(path, WANTED, encoding=encoding)
        counts = Counts()
        for number, lines in enumerate(_batches(iter(source)), start=1):
            self._batch(number, lines, source, tell, counts)
            if progress:
                progress(counts.lines, max(source.total, counts.lines))
        return counts

    def _batch(self, number: int, lines: Sequence[Line], source: Source, tell: Tell, counts: Counts) -> None:
        with bulk.collector_resting():
            rows = [self._row(line) for line in lines]
            result = self._write(rows, f"{self.key}:{number}" if self.key else "")
        for line, row, end in zip(lines, rows, result.rows, strict=True):
            if isinstance(row, RowDraft):
                end = self._remembered(line, row, end)
            tell(Told.of(line.number, end, source.cell(line.number, end.field)))
            counts.add(end.status)

    def _row(self, line: Line) -> RowDraft | Problem:
        """The line as a row, or what can be told against it without the batch."""
        row = drafted(line, illustrative=bool(getattr(self.by, "illustrative", False)))
        if isinstance(row, Problem):
            return row
        if self.by.actor_id is None and not row.document:
            said = _("Số liệu cần văn bản nguồn hoặc người báo cáo: nêu cột document, hoặc --as.")
            return Problem("no_source", said, "document")
        first = self.seen.line(self._named(row))
        return _twice(first) if first else row

    def _remembered(self, line: Line, row: RowDraft, end: RowResult) -> RowResult:
        """How the row ended, in the file's own lines; what went in may not be told again further down."""
        named = self._named(row)
        if end.status != "refused":
            self.seen.add(named, line.number)
        elif end.code == _TWICE:
            return RowResult.refused(end.index, _twice(self.seen.line(named)))
        return end

    def _named(self, row: RowDraft) -> Name:
        """What names a figure: its series and code, what is usually left out filled in."""
        kind = str(row.kind or self.kinds.get(row.indicator, ""))
        agency = row.agency or self.own
        return row.indicator, str(row.place), agency, row.period, kind, row.is_target, row.code

    def _write(self, rows: Sequence[RowDraft | Problem], key: str) -> BulkResult:
        with transaction.atomic():
            if self.mode is Mode.DRAFT:
                result = keeping.keep(self.by, rows)
            else:
                result = bulk.write(self.by, rows, submit=self.mode is Mode.SUBMIT, key=key)
            if self.rehearse:
                transaction.set_rollback(True)
        return result


def _twice(first: int) -> Problem:
    """`first` 0: it is known only that some line above told it, in other words."""
    said = _("Dòng %(first)d đã ghi số liệu này.") % {"first": first}
    return Problem(_TWICE, said if first else _("Một dòng ở trên đã ghi số liệu này."), "place")


def _batches(lines: Iterator[Line]) -> Iterator[list[Line]]:
    """Lists of at most `BATCH` lines. Raises Invalid for a file without any."""
    batch = list(islice(lines, BATCH))
    if not batch:
        raise Invalid(_("Tệp không có dòng số liệu nào."), field="file")
    while batch:
        yield batch
        batch = list(islice(lines, BATCH))
