"""Appending to the hash chain, sealing it, verifying it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection, models, transaction

from tinhso.base import clock
from tinhso.base.audit.context import Acting
from tinhso.base.audit.models import AuditEntry, DailySeal, StreamHead


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


def canonical(value: object) -> bytes:
    """Canonical JSON: sorted keys, no spaces, UTF-8; moments in UTC, decimals without trailing zeros."""
    return json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_plain
    ).encode()


def digest(fact: models.Model) -> str:
    """SHA-256 of a fact's columns. Empty columns are left out, so that a column added later changes no digest."""
    columns = {
        field.attname: value
        for field in fact._meta.concrete_fields
        if (value := getattr(fact, field.attname)) not in (None, "", False) and value != {} and value != []
    }
    return hashlib.sha256(canonical(columns)).hexdigest()


def label(thing: models.Model) -> str:
    """`room.model:id`, the way the trail names a row."""
    return f"{thing._meta.label_lower}:{thing.pk}"


def _hash(entry: AuditEntry) -> str:
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


def append(
    acting: Acting,
    stream: str,
    *,
    subject: models.Model | str = "",
    data: Mapping[str, Any] | None = None,
    facts: Iterable[models.Model] = (),
) -> AuditEntry:
    """Append one entry to `stream` inside the caller's transaction. `facts` are sealed in by their digests."""
    content: dict[str, Any] = json.loads(canonical(dict(data or {})))
    sealed = {label(fact): digest(fact) for fact in facts}
    if sealed:
        content["facts"] = sealed
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO base_streamhead (stream, sequence, hash, sealed_sequence) VALUES (%s, 0, '', 0)"
            " ON CONFLICT (stream) DO UPDATE SET stream = EXCLUDED.stream RETURNING sequence, hash",
            [stream],
        )
        sequence, previous = cursor.fetchone()
    entry = AuditEntry(
        stream=stream,
        sequence=sequence + 1,
        at=clock.now(),
        actor=acting.actor_id,
        actor_label=acting.actor_label,
        verb=acting.verb,
        subject=subject if isinstance(subject, str) else label(subject),
        data=content,
        reason=acting.reason,
        request=acting.request,
        previous=previous,
    )
    entry.hash = _hash(entry)
    entry.save(force_insert=True)
    StreamHead.objects.filter(stream=stream).update(sequence=entry.sequence, hash=entry.hash)
    return entry


def seal() -> DailySeal | None:
    """Seal the heads of all streams that moved since the last seal. None when nothing moved."""
    with transaction.atomic():
        moved = list(
            StreamHead.objects.select_for_update()
            .filter(sequence__gt=models.F("sealed_sequence"))
            .order_by("stream")
        )
        if not moved:
            return None
        last = DailySeal.objects.order_by("-id").first()
        heads = {head.stream: [head.sequence, head.hash] for head in moved}
        sealed = DailySeal(
            day=clock.today(), at=clock.now(), heads=heads, previous=last.root if last else "", root=""
        )
        sealed.root = _root(sealed)
        sealed.save(force_insert=True)
        StreamHead.objects.filter(stream__in=heads).update(sealed_sequence=models.F("sequence"))
        return sealed


def _root(sealed: DailySeal) -> str:
    return hashlib.sha256(
        canonical({"day": sealed.day, "at": sealed.at, "heads": sealed.heads, "previous": sealed.previous})
    ).hexdigest()


@dataclass(frozen=True)
class Break:
    """The first broken link of a chain: where, and what was found."""

    where: str
    found: str


@dataclass
class Verification:
    """What `verify` read and what it found."""

    entries: int = 0
    streams: int = 0
    seals: int = 0
    facts: int = 0
    broken: Break | None = None


def _entry_problems(check: Verification) -> Iterator[Break]:
    stream, sequence, previous = "", 0, ""
    for entry in AuditEntry.objects.order_by("stream", "sequence").iterator(chunk_size=2000):
        check.entries += 1
        if entry.stream != stream:
            stream, sequence, previous = entry.stream, 0, ""
            check.streams += 1
        where = f"{entry.stream} #{entry.sequence} ({entry.verb}, {clock.local(entry.at):%d/%m/%Y %H:%M:%S})"
        if entry.sequence != sequence + 1:
            yield Break(where, f"expected entry #{sequence + 1}: an entry is missing")
        if entry.previous != previous:
            yield Break(where, "does not follow the entry before it")
        if entry.hash != _hash(entry):
            yield Break(where, "its content was altered after it was written")
        yield from _fact_problems(entry, where, check)
        sequence, previous = entry.sequence, entry.hash


def _fact_problems(entry: AuditEntry, where: str, check: Verification) -> Iterator[Break]:
    for name, written in entry.data.get("facts", {}).items():
        check.facts += 1
        model_label, _, key = name.partition(":")
        fact = apps.get_model(model_label)._default_manager.filter(pk=key).first()
        if fact is None and not entry.stream.startswith("demo:"):
            yield Break(where, f"the fact {name} is gone")
        if fact is not None and digest(fact) != written:
            yield Break(where, f"the fact {name} was altered")


def _seal_problems(check: Verification) -> Iterator[Break]:
    previous = ""
    for sealed in DailySeal.objects.order_by("id").iterator():
        check.seals += 1
        where = f"seal of {sealed.day:%d/%m/%Y} (#{sealed.pk})"
        if sealed.previous != previous or sealed.root != _root(sealed):
            yield Break(where, "the daily root does not match its content")
        found = {
            (stream, sequence): hash_
            for stream, sequence, hash_ in AuditEntry.objects.filter(stream__in=sealed.heads).values_list(
                "stream", "sequence", "hash"
            )
        }
        for stream, (sequence, hash_) in sealed.heads.items():
            if found.get((stream, sequence)) != hash_:
                yield Break(where, f"sealed head {stream} #{sequence} is missing or differs")
        previous = sealed.root


def _head_problems(check: Verification) -> Iterator[Break]:
    for head in StreamHead.objects.iterator():
        last = AuditEntry.objects.filter(stream=head.stream).order_by("-sequence").first()
        if last is None or (last.sequence, last.hash) != (head.sequence, head.hash):
            yield Break(f"{head.stream} #{head.sequence}", "the newest entry of this stream is missing")


def verify() -> Verification:
    """Walk every chain and every seal; stop at the first broken link."""
    check = Verification()
    for problems in (_entry_problems, _seal_problems, _head_problems):
        check.broken = next(problems(check), None)
        if check.broken:
            break
    return check
