"""Batches in the database: what stands before their rows, and the rows written by one COPY."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat
from operator import itemgetter
from typing import Any, Final
from uuid import UUID

from django.db import connection
from django.db.models import BooleanField, CharField, TextField

from tinhso.base.actions import Act
from tinhso.base.audit.hashing import digest_of_many, plain_column
from tinhso.indicators.bulk.shapes import SERIES, TOLD, VALUES, Ready
from tinhso.indicators.models import Batch, Observation, State

_FIELDS: Final = tuple(field.attname for field in Observation._meta.concrete_fields)
_NAMES: Final = {
    field.attname: connection.ops.quote_name(str(field.column)) for field in Observation._meta.concrete_fields
}
_TABLE: Final = connection.ops.quote_name(Observation._meta.db_table)
_NULL: Final = "\\N"
_EMPTY: Final = {
    field.attname: _NULL if field.null else "f" if isinstance(field, BooleanField) else ""
    for field in Observation._meta.concrete_fields
}
"""What COPY reads where a column has nothing."""
_WORDS: Final = frozenset(
    field.attname for field in Observation._meta.concrete_fields if isinstance(field, TextField | CharField)
)
_PIECE: Final = 1_000
"""Rows that are put into words and handed over at once."""
_BATCHS: Final = ("id", "state", "supersedes_id", "pack", "reason")
_THEIRS: Final = tuple(
    name for name in _FIELDS if name not in {*_BATCHS, "recorded_at", "actor", "request", "batch_id"}
)
_theirs: Final = itemgetter(*_THEIRS)
_ESCAPED: Final = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
SAID: Final = (
    *VALUES,
    *(name for name in TOLD if name != "code"),
    "dated",
    "document_id",
    "evidence_id",
    "note",
)
"""The columns that make a figure what it says: where they are the same, nothing changed."""

_TYPES: Final = ("uuid", "uuid", "uuid", "text", "text", "boolean", "boolean", "text")
_SAME: Final = " AND ".join(f"o.{name} = w.{name}" for name in SERIES if name != "agency_id")
_BEFORE: Final = f"""
SELECT DISTINCT ON (w.n)
  w.n, o.id, o.state, o.level, o.pack, o.reason, {", ".join(f'o."{name}"' for name in SAID)}
FROM unnest({", ".join(f"%s::{kind}[]" for kind in _TYPES)}) WITH ORDINALITY AS w({", ".join(SERIES)}, n)
JOIN indicators_observation o ON {_SAME} AND o.agency_id IS NOT DISTINCT FROM w.agency_id
WHERE NOT EXISTS (SELECT 1 FROM indicators_observation later WHERE later.supersedes_id = o.id)
ORDER BY w.n, o.recorded_at DESC, o.id DESC
"""  # noqa: S608 - constant text


_ANY: Final = """
SELECT g.indicator_id, g.period FROM unnest(%s::uuid[], %s::text[]) AS g(indicator_id, period)
CROSS JOIN LATERAL (
  SELECT FROM indicators_observation o
  WHERE o.indicator_id = g.indicator_id AND o.period = g.period AND o.place_id = ANY (%s::uuid[]) LIMIT 1
) AS found
"""


@dataclass(frozen=True, slots=True)
class Before:
    """The last version of a figure, as far as a new one must know it."""

    id: UUID
    state: State
    level: int | None
    pack: str
    reason: str
    said: tuple[Any, ...]

    def says(self, row: Ready) -> bool:
        """Whether `row` says the same."""
        return all(row.columns[name] == value for name, value in zip(SAID, self.said, strict=True))


def lock_indicators(keys: Sequence[UUID]) -> None:
    """Have everybody who writes figures of those indicators wait: their rows refer to these."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM indicators_indicator WHERE id = ANY(%s) ORDER BY id FOR UPDATE", [list(keys)]
        )


def before(rows: Sequence[Ready]) -> dict[int, Before]:
    """The last versions of the figures of `rows`, by the rows' index; two statements."""
    if not rows:
        return {}
    told = _told_of(rows)
    rows = [row for row in rows if row.name[0] in told]
    if not rows:
        return {}
    arrays = [_array(column) for column in zip(*(row.series for row in rows), strict=True)]
    with connection.cursor() as cursor:
        cursor.execute(_BEFORE, arrays)
        return {
            rows[n - 1].index: Before(key, State(state), level, pack, reason, tuple(said))
            for n, key, state, level, pack, reason, *said in cursor.fetchall()
        }


def _told_of(rows: Sequence[Ready]) -> set[int]:
    """The heads of which anything is told at the rows' places: a new month has nothing."""
    firsts = {row.name[0]: row.columns for row in rows}
    heads = {head: (columns["indicator_id"], columns["period"]) for head, columns in firsts.items()}
    pairs = list(set(heads.values()))
    places = [columns["place_id"] for columns in {row.name[1]: row.columns for row in rows}.values()]
    asked = [[key for key, _period in pairs], [period for _key, period in pairs], places]
    with connection.cursor() as cursor:
        cursor.execute(_ANY, asked)
        found = set(cursor.fetchall())
    return {head for head, pair in heads.items() if pair in found}


def _array(values: Sequence[object]) -> str:
    """The literal of an array: shorter work than an array of objects."""
    known: dict[int, str] = {}
    for value in values:
        if id(value) not in known:
            known[id(value)] = "NULL" if value is None else f'"{str(value).translate(_QUOTED)}"'
    return "{" + ",".join([known[id(value)] for value in values]) + "}"


_QUOTED: Final = str.maketrans({"\\": "\\\\", '"': '\\"'})


@dataclass(slots=True)
class Fresh:
    """A row to be written: all that is not the batch's own."""

    columns: Mapping[str, Any]
    state: State
    supersedes: UUID | None = None
    pack: str = ""
    reason: str = ""

    @property
    def illustrative(self) -> bool:
        """Whether the row stands outside published totals."""
        return bool(self.columns["illustrative"])


def store(
    act: Act,
    batch: Batch,
    rows: Sequence[Fresh],
    keys: Sequence[UUID],
    more: Mapping[str, Any] | None = None,
) -> None:
    """Write the batch and its rows under `keys` (in order): by COPY, sealed into the trail by one digest.

    `more` is told in the trail beside it.

    Illustrative rows have a digest of their own: they may be cleared one day, the others never.
    """
    batch.save(force_insert=True)
    if not rows:
        return
    common = {
        "recorded_at": act.now,
        "actor": act.acting.actor_id,
        "request": act.acting.request,
        "batch_id": batch.pk,
    }
    sealed = []
    for illustrative in (False, True):
        pairs = [pair for pair in zip(rows, keys, strict=True) if pair[0].illustrative is illustrative]
        if pairs:
            sealed.append(_written(_raw(common, pairs, act.acting.reason), batch, illustrative))
    states = Counter(str(row.state) for row in rows)
    told = {"written": len(rows), "state": ", ".join(states), "batches": sealed, **(more or {})}
    if len(states) > 1:
        told["states"] = dict(states)
    act.record("figures", subject=batch, data=told, facts=[batch])


def _raw(
    common: Mapping[str, Any], pairs: Sequence[tuple[Fresh, UUID]], reason: str
) -> dict[str, Sequence[Any]]:
    """Every column of the rows, as values."""
    theirs = zip(*(_theirs(row.columns) for row, _key in pairs), strict=True)
    own: dict[str, Sequence[Any]] = {
        **dict(zip(_THEIRS, theirs, strict=True)),
        "id": [key for _row, key in pairs],
        "state": [str(row.state) for row, _key in pairs],
        "supersedes_id": [row.supersedes for row, _key in pairs],
        "pack": [row.pack for row, _key in pairs],
        "reason": [row.reason or reason for row, _key in pairs],
    }
    return {name: [common[name]] * len(pairs) if name in common else own[name] for name in _FIELDS}


def _written(raw: Mapping[str, Sequence[Any]], batch: Batch, illustrative: bool) -> dict[str, Any]:
    """Write the rows by COPY, piece by piece, and seal them: while the database takes one piece in, the next
    is put into words, and the digest is taken before its answer is waited for.

    What is written and what is sealed are the same words, each column in canonical form.
    """
    count = len(raw["id"])
    told = [name for name in _FIELDS if _EMPTY[name] != _NULL or raw[name].count(None) < count]
    heads = ", ".join(_NAMES[name] for name in told)
    columns: dict[str, list[object]] = {name: [] for name in _FIELDS}
    with connection.cursor() as cursor, cursor.copy(f"COPY {_TABLE} ({heads}) FROM STDIN") as copy:
        for at in range(0, count, _PIECE):
            piece = {name: plain_column(raw[name][at : at + _PIECE]) for name in _FIELDS}
            lines = zip(*(_words(name, piece[name]) for name in told), strict=False)
            copy.write("".join(["\t".join(line) + "\n" for line in lines]))
            for name, values in piece.items():
                columns[name] += values
        return _seal(batch, columns, illustrative)


def _words(name: str, values: list[object]) -> Iterator[str] | list[str]:
    """A column in the words of COPY; nothing is NULL, or what an empty column of that name holds."""
    empty = _EMPTY[name]
    if values.count(values[0]) == len(values):
        return repeat(empty if values[0] is None else str(values[0]).translate(_ESCAPED), len(values))
    if name in _WORDS:
        return [empty if value is None else str(value).translate(_ESCAPED) for value in values]
    return [empty if value is None else str(value) for value in values]


def _seal(batch: Batch, columns: Mapping[str, list[object]], illustrative: bool) -> dict[str, Any]:
    """What the trail keeps of the rows: how many, and their digest."""
    return {
        "model": Observation._meta.label_lower,
        "column": "batch",
        "key": str(batch.pk),
        "illustrative": illustrative,
        "count": len(columns["id"]),
        "sha256": digest_of_many(columns),
    }
