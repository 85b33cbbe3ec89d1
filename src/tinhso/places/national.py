"""The national tables of the shipped CSVs: reading, staging and merging them in SQL."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from django.db import connection
from django.db.backends.utils import CursorWrapper
from psycopg import sql

DATA = Path(__file__).parent / "data"
PLACES = ("provinces", "districts", "communes_to_2025", "communes_from_2025")
LINEAGE = "lineage"


@dataclass(frozen=True)
class Loaded:
    """What a load did, in rows. `left` are national rows that the tables no longer carry; they stay."""

    created: int
    changed: int
    removed: int
    left: int
    total: int

    @property
    def anything(self) -> bool:
        """Whether the load changed a row."""
        return bool(self.created or self.changed or self.removed)


@dataclass(frozen=True)
class Table:
    """One table of the database, and the staging table that is merged into it."""

    target: str
    columns: tuple[str, ...]
    texts: tuple[str, ...]
    """Columns in which an empty cell is an empty text, not unknown."""

    def sql(self, text: str) -> sql.Composed:
        """`text` with {target}, {stage}, {columns}, {texts}, and the columns of s (stage) and t (target)."""
        return sql.SQL(text).format(
            target=sql.Identifier(self.target),
            stage=sql.Identifier(f"stage_{self.target}"),
            columns=_listed(self.columns),
            texts=_listed(self.texts),
            of_s=_listed(self.columns, "s"),
            of_t=_listed(self.columns, "t"),
        )


def _listed(columns: tuple[str, ...], alias: str | None = None) -> sql.Composed:
    return sql.SQL(", ").join(
        sql.Identifier(alias, column) if alias else sql.Identifier(column) for column in columns
    )


PLACE_TABLE = Table(
    "places_place",
    (
        *("id", "level", "code", "type", "name", "name_en", "slug", "sort_key", "search_key", "parent_id"),
        *("path", "valid_from", "valid_to", "lat", "lon", "area_km2", "source"),
    ),
    ("name_en", "source"),
)
LINEAGE_TABLE = Table(
    "places_lineage",
    (
        *("id", "predecessor_id", "successor_id", "share", "basis", "source", "is_default", "on"),
        *("document", "note"),
    ),
    ("source", "document", "note"),
)


def files() -> dict[str, Path]:
    """The shipped tables by name."""
    return {name: DATA / f"{name}.csv" for name in (*PLACES, LINEAGE)}


def digests() -> dict[str, str]:
    """SHA-256 of each table, for the audit trail."""
    return {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in files().items()}


_STAGE = "CREATE TEMPORARY TABLE {stage} ON COMMIT DROP AS SELECT {columns} FROM {target} WITH NO DATA"
_COPY = "COPY {stage} ({columns}) FROM STDIN (FORMAT csv, HEADER match, FORCE_NOT_NULL ({texts}))"
_CHANGE = """
    UPDATE {target} t SET ({columns}) = ROW({of_s}) FROM {stage} s
    WHERE s.id = t.id AND t.origin = 'national' AND ROW({of_t}) IS DISTINCT FROM ROW({of_s})
"""
_CREATE = """
    INSERT INTO {target} ({columns}, origin, illustrative)
    SELECT {of_s}, 'national', false FROM {stage} s
    WHERE NOT EXISTS (SELECT 1 FROM {target} t WHERE t.id = s.id)
"""
_GONE = """
    FROM {target} t
    WHERE t.origin = 'national' AND NOT EXISTS (SELECT 1 FROM {stage} s WHERE s.id = t.id)
"""


def _stage(cursor: CursorWrapper, table: Table, names: tuple[str, ...]) -> None:
    cursor.execute(table.sql(_STAGE))
    for name in names:
        with cursor.copy(table.sql(_COPY)) as copy:
            copy.write(files()[name].read_bytes())


def _merge(cursor: CursorWrapper, table: Table) -> tuple[int, int]:
    """Bring the target in line with the stage: rows created, rows changed. A person's rows are kept."""
    cursor.execute(table.sql(_CHANGE))
    changed = cursor.rowcount
    cursor.execute(table.sql(_CREATE))
    return cursor.rowcount, changed


def _count(cursor: CursorWrapper, query: sql.Composed) -> int:
    cursor.execute(query)
    row = cursor.fetchone()
    return int(row[0]) if row else 0


def merge() -> Loaded:
    """Load the shipped tables inside the caller's transaction. The second time changes nothing."""
    with connection.cursor() as cursor:
        _stage(cursor, PLACE_TABLE, PLACES)
        _stage(cursor, LINEAGE_TABLE, (LINEAGE,))
        created, changed = _merge(cursor, PLACE_TABLE)
        more, other = _merge(cursor, LINEAGE_TABLE)
        cursor.execute(LINEAGE_TABLE.sql("DELETE " + _GONE))
        removed = cursor.rowcount
        left = _count(cursor, PLACE_TABLE.sql("SELECT count(*) " + _GONE))
        total = _count(cursor, PLACE_TABLE.sql("SELECT count(*) FROM {stage}"))
        for table in (PLACE_TABLE, LINEAGE_TABLE):
            cursor.execute(table.sql("DROP TABLE {stage}"))
    return Loaded(created + more, changed + other, removed, left, total)
