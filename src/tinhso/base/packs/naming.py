"""Finding what other lines of a pack name: rows by code or slug, all at once; an unknown one is refused."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet

from tinhso.base.errors import NotFound
from tinhso.base.text import near_matches

M = TypeVar("M", bound=Model)


def rows_by(
    rows: QuerySet[M], column: str, names: Iterable[str], *, missing: str, field: str
) -> dict[str, M]:
    """Those of `rows` that are named in `column`.

    `missing` says that one is not there, with `%(code)s` or `%(slug)s` in it. Raises NotFound for the first,
    with near ones.
    """
    wanted = set(names) - {""}
    found = {str(getattr(row, column)): row for row in rows.filter(**{f"{column}__in": wanted})}
    _require(rows, column, wanted, found, missing=missing, field=field)
    return found


def ids_by(
    rows: QuerySet[M], column: str, names: Iterable[str], *, missing: str, field: str
) -> dict[str, UUID]:
    """Their ids alone. Raises NotFound as `rows_by`."""
    wanted = set(names) - {""}
    found: dict[str, UUID] = dict(rows.filter(**{f"{column}__in": wanted}).values_list(column, "id"))
    _require(rows, column, wanted, found, missing=missing, field=field)
    return found


def _require(
    rows: QuerySet[M], column: str, wanted: set[str], found: Collection[str], *, missing: str, field: str
) -> None:
    for name in sorted(wanted.difference(found)):
        known = rows.values_list(column, flat=True)
        raise NotFound(missing % {"code": name, "slug": name}, near=near_matches(name, known), field=field)
