"""Definitions of indicators to a file and in again, through the one door by which they are laid down."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Final

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from tinhso.base.audit.context import Actor
from tinhso.base.errors import Invalid, NotFound, Problem, Refusal
from tinhso.indicators import policies, queries
from tinhso.indicators.bulk.shapes import RowResult, Status
from tinhso.indicators.definitions.laying import define
from tinhso.indicators.definitions.rows import Version
from tinhso.indicators.definitions.shapes import DefinitionDraft, LaidDown
from tinhso.indicators.exchange import cells
from tinhso.indicators.exchange.lines import Line, Source, Wanted
from tinhso.indicators.exchange.reading import opened
from tinhso.indicators.exchange.telling import Counts, Tell, Told
from tinhso.indicators.models import Definition

MOST: Final = 20_000
_OWN: Final = ("code", "valid_from", "why", "document")
_NESTED: Final = ("options", "disaggregations", "reporters", "approvals", "legend")
_FLAGS: Final = ("in_use", "unbounded", "cut_off", "evidence_required")
COLUMNS: Final = (
    "code",
    "valid_from",
    "in_use",
    "name",
    "name_en",
    *LaidDown.model_fields,
    "document",
    "why",
)
"""What a file of definitions holds: each line is how an indicator is laid down from a day on."""
WANTED: Final = Wanted(COLUMNS, ("code", "name", "kind"))
_READERS: Final[cells.Readers] = {
    "factor": cells.number,
    "valid_from": cells.day,
    **dict.fromkeys(("decimals", "due_days"), cells.whole),
    **dict.fromkeys(_FLAGS, cells.flag),
    **dict.fromkeys(_NESTED, cells.nested),
}


def exported(codes: Sequence[str] = (), *, illustrative: bool = False) -> Iterator[dict[str, Any]]:
    """All that was and will be laid down, the oldest of each first; cells follow from their wholes.

    Raises NotFound for a code that is none.
    """
    rows = Definition.objects.filter(indicator__whole=None).select_related("indicator", "document")
    if codes:
        rows = rows.filter(indicator__in=[queries.by_code(code).pk for code in codes])
    if not illustrative:
        rows = rows.filter(indicator__illustrative=False)
    return map(_row, rows.order_by("indicator__code", F("valid_from").asc(nulls_first=True)).iterator())


def _row(row: Definition) -> dict[str, Any]:
    told = {
        name: getattr(row, name) for name in ("valid_from", "why", "name", "name_en", *LaidDown.model_fields)
    }
    told |= {name: json.dumps(told[name], ensure_ascii=False) if told[name] else "" for name in _NESTED}
    told |= {name: "true" if getattr(row, name) else "false" for name in _FLAGS}
    return {**told, "code": row.indicator.code, "document": row.document.slug if row.document else ""}


@dataclass(frozen=True)
class _Laid:
    """A line as it is to be laid down."""

    code: str
    valid_from: dt.date | None
    draft: DefinitionDraft
    why: str
    document: str


def _laid(line: Line) -> _Laid | Problem:
    if line.problem:
        return line.problem
    told = dict(line.fields)
    if problem := cells.read(told, _READERS):
        return problem
    own = {name: told.pop(name, "") for name in _OWN}
    if wrong := next((name for name in ("code", "why", "document") if not isinstance(own[name], str)), None):
        return Problem("string_type", _("Cần một đoạn chữ."), wrong)
    if not isinstance(own["valid_from"] or dt.date.min, dt.date):
        return Problem("date_type", _("Cần một ngày dạng năm-tháng-ngày."), "valid_from")
    draft = cells.made(DefinitionDraft, told)
    if isinstance(draft, Problem):
        return draft
    return _Laid(own["code"].strip(), own["valid_from"] or None, draft, own["why"], own["document"].strip())


def lay_down(
    by: Actor, path: Path, tell: Tell, *, rehearse: bool = False, encoding: str | None = None
) -> Counts:
    """Lay down every line of a file: good ones in, bad ones told; the same file again changes nothing.

    A formula may name what a later line lays down. Raises NotAllowed; Invalid for the file as a whole.
    """
    policies.require_define(by)
    source = opened(path, WANTED, encoding=encoding)
    lines = list(islice(source, MOST + 1))
    if not lines or len(lines) > MOST:
        said = _("Tệp phải có từ 1 đến %(most)d định nghĩa.") % {"most": MOST}
        raise Invalid(said, field=path.name)
    with transaction.atomic() if rehearse else nullcontext():
        ends = _all(by, lines)
        if rehearse:
            transaction.set_rollback(True)
    return _told(lines, ends, source, tell)


def _told(lines: Sequence[Line], ends: Mapping[int, RowResult], source: Source, tell: Tell) -> Counts:
    counts = Counts()
    for at, line in enumerate(lines):
        tell(Told.of(line.number, ends[at], source.cell(line.number, ends[at].field)))
        counts.add(ends[at].status)
    return counts


def _all(by: Actor, lines: Sequence[Line]) -> dict[int, RowResult]:
    """The ends by line; those whose formula does not stand yet wait until the others do."""
    waiting = {at: _laid(line) for at, line in enumerate(lines)}
    ends: dict[int, RowResult] = {}
    left = len(waiting) + 1
    while waiting and len(waiting) < left:
        left = len(waiting)
        for at, row in list(waiting.items()):
            ends[at] = RowResult.refused(at, row) if isinstance(row, Problem) else _one(by, at, row)
            if ends[at].status != "refused" or ends[at].field != "formula":
                del waiting[at]
    return ends


def _one(by: Actor, at: int, row: _Laid) -> RowResult:
    before = Definition.objects.filter(indicator__code=row.code, valid_from=row.valid_from).first()
    try:
        with transaction.atomic():
            after = define(by, row.code, row.draft, row.valid_from, row.why, row.document)
    except Refusal as refused:
        return RowResult.refused(at, _problem(refused))
    status: Status = "created" if before is None else "superseded"
    if before is not None and _says(before) == _says(after):
        status = "unchanged"
    return RowResult(at, status, after.pk)


def _problem(refused: Refusal) -> Problem:
    """The first problem, at its column: `options.1.vi` stands in `options`."""
    first = refused.problems[0]
    near = ", ".join(refused.near) if isinstance(refused, NotFound) else None
    column = (first.field or "").partition(".")[0] or None
    return Problem(first.code, first.message, column, first.hint or near)


def _says(row: Definition) -> tuple[bool, Mapping[str, Any]]:
    version = Version.of(row)
    return version.in_use, version.columns
