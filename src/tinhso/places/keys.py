"""Identifiers and keys of places, the same in national tables, packs and the browser."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid5

from tinhso.base.text import fold, search_key

_NAMESPACE = UUID("6f1d1f5e-34c2-5b0f-9c7e-1f0a86b5d0a4")

NAME_END = " |"
"""Stands after the name in a stored search key, so that "is called exactly" can be asked with a prefix."""


def place_id(level: str, code: str, valid_from: date | None) -> UUID:
    """The id of the row of `code` on `level` that begins on `valid_from` (None: beginning not recorded)."""
    return uuid5(_NAMESPACE, f"place/{level}/{code}/{valid_from or ''}")


def lineage_id(predecessor: UUID, successor: UUID) -> UUID:
    """The id of the edge between two rows."""
    return uuid5(_NAMESPACE, f"lineage/{predecessor}/{successor}")


def place_search_key(name: str, type_: str, code: str, *above: str) -> str:
    """` name | type name above… code`, folded, each word after a space: searches ask for ` word`."""
    return f" {fold(name)}{NAME_END} {search_key(type_, name, *above, code)} "
