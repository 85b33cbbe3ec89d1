"""Appending to the hash chain, and sealing it once a day."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import connection, models, transaction

from tinhso.base import clock
from tinhso.base.audit.context import Acting
from tinhso.base.audit.hashing import canonical, digest, entry_hash, label, root
from tinhso.base.audit.models import AuditEntry, DailySeal, StreamHead
from tinhso.base.audit.verification import Break, Verification, verify

__all__ = ["Break", "Verification", "append", "canonical", "digest", "label", "seal", "verify"]

_SEALING = 7_203_901
"""Number of the advisory lock under which seals are made one after another."""


def append(
    acting: Acting,
    stream: str,
    *,
    subject: models.Model | str = "",
    data: Mapping[str, Any] | None = None,
    facts: Iterable[models.Model] = (),
) -> AuditEntry:
    """Append one entry to `stream` inside the caller's transaction. `facts` are sealed in by their digests.

    Which of them are illustrative is sealed in too: only those may be gone one day.
    """
    content: dict[str, Any] = json.loads(canonical(dict(data or {})))
    sealed = {label(fact): fact for fact in facts}
    if sealed:
        content["facts"] = {name: digest(fact) for name, fact in sealed.items()}
    passing = sorted(name for name, fact in sealed.items() if getattr(fact, "illustrative", False))
    if passing:
        content["illustrative"] = passing
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
    entry.hash = entry_hash(entry)
    entry.save(force_insert=True)
    StreamHead.objects.filter(stream=stream).update(sequence=entry.sequence, hash=entry.hash)
    return entry


def seal() -> DailySeal | None:
    """Seal the heads of all streams that moved since the last seal. None when nothing moved."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_SEALING])
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
        sealed.root = root(sealed)
        sealed.save(force_insert=True)
        StreamHead.objects.filter(stream__in=heads).update(sealed_sequence=models.F("sequence"))
        return sealed
