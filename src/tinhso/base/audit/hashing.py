"""Canonical forms and their digests: what the chain is made of."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import models

from tinhso.base.audit.models import AuditEntry, DailySeal


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no canonical form")


_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_plain)


def canonical(value: object) -> bytes:
    """Canonical JSON: sorted keys, no spaces, UTF-8; moments in UTC, decimals without trailing zeros."""
    return _ENCODER.encode(value).encode()


def is_empty(value: object) -> bool:
    """Nothing, no, or no text. Zero is a figure, not an empty column."""
    return value is None or value is False or (isinstance(value, str | list | dict | tuple) and not value)


def columns_of(fact: models.Model) -> dict[str, object]:
    """A fact's columns by name. Empty ones are left out: a column added later changes no digest."""
    return {
        field.attname: value
        for field in fact._meta.concrete_fields
        if not is_empty(value := field.to_python(getattr(fact, field.attname)))
    }


def digest(fact: models.Model) -> str:
    """SHA-256 of a fact's columns."""
    return hashlib.sha256(canonical(columns_of(fact))).hexdigest()


def digest_of_many(rows: Iterable[Mapping[str, object]]) -> tuple[int, str]:
    """How many rows, and SHA-256 over the canonical form of each, in the order of their keys, a line each.

    `rows` are columns as `columns_of` gives them, sorted by `id`.
    """
    found, count = hashlib.sha256(), 0
    for row in rows:
        found.update(_ENCODER.encode(row).encode() + b"\n")
        count += 1
    return count, found.hexdigest()


def label(thing: models.Model) -> str:
    """`room.model:id`, the way the trail names a row."""
    return f"{thing._meta.label_lower}:{thing.pk}"


def entry_hash(entry: AuditEntry) -> str:
    """The hash an entry must carry."""
    return hashlib.sha256(
        canonical(
            {
                "stream": entry.stream,
                "sequence": entry.sequence,
                "at": entry.at,
                "actor": entry.actor,
                "actor_label": entry.actor_label,
                "verb": entry.verb,
                "subject": entry.subject,
                "data": entry.data,
                "reason": entry.reason,
                "request": entry.request,
                "previous": entry.previous,
            }
        )
    ).hexdigest()


def root(sealed: DailySeal) -> str:
    """The root a daily seal must carry."""
    return hashlib.sha256(
        canonical({"day": sealed.day, "at": sealed.at, "heads": sealed.heads, "previous": sealed.previous})
    ).hexdigest()
