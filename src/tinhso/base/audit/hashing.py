"""Canonical forms and their digests: what the chain is made of."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import models

from tinhso.base.audit.models import AuditEntry, DailySeal


def _number(value: Decimal) -> str:
    return format(value.normalize(), "f")


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return _number(value)
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


def digest(fact: models.Model) -> str:
    """SHA-256 of a fact's columns. Empty ones are left out: a column added later changes no digest."""
    columns = {
        field.attname: value
        for field in fact._meta.concrete_fields
        if not is_empty(value := field.to_python(getattr(fact, field.attname)))
    }
    return hashlib.sha256(canonical(columns)).hexdigest()


def plain_column(values: Sequence[object]) -> list[object]:
    """The canonical forms of one column's values in many facts; None where a fact has nothing.

    A value that stands in many rows is put into words once.
    """
    if values and values[0] == values[-1] and values.count(values[0]) == len(values):
        return [_plain_or_none(values[0])] * len(values)
    known = dict(zip(map(id, values), values, strict=True))
    words = {name: _plain_or_none(value) for name, value in known.items()}
    return list(map(words.__getitem__, map(id, values)))


_SAYS: dict[type, Callable[[Any], object]] = {
    datetime: _plain,
    date: date.isoformat,
    Decimal: _number,
    UUID: str,
}


def _plain_or_none(value: object) -> object:
    says = _SAYS.get(value.__class__)
    if says is not None:
        return says(value)
    return None if is_empty(value) else value


def digest_of_many(columns: Mapping[str, Sequence[object]]) -> str:
    """SHA-256 of many facts, column by column, each a line of canonical JSON; `columns` are plain.

    The facts are in the order of their keys. Columns in which nothing stands are left out: one added later
    changes no digest.
    """
    found = hashlib.sha256()
    for name in sorted(columns):
        if columns[name].count(None) < len(columns[name]):
            found.update(canonical([name, columns[name]]) + b"\n")
    return found.hexdigest()


def digest_of_rows(facts: Sequence[models.Model]) -> str:
    """The digest of facts as they are stored, in the order of their keys."""
    if not facts:
        return digest_of_many({})
    return digest_of_many(
        {
            field.attname: plain_column([field.to_python(getattr(fact, field.attname)) for fact in facts])
            for field in facts[0]._meta.concrete_fields
        }
    )


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
