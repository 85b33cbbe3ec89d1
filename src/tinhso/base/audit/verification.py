"""Walking every chain, every sealed fact and every seal; naming the first broken link."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from django.apps import apps
from django.db import connection, models

from tinhso.base import clock
from tinhso.base.audit.hashing import digest, digest_of_rows, entry_hash, label, root
from tinhso.base.audit.models import AuditEntry, DailySeal, StreamHead

_BATCH = 2000


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


def verify() -> Verification:
    """Walk every chain and every seal; stop at the first broken link. Queries grow with batches, not rows."""
    check = Verification()
    for problems in (_chain_problems, _seal_problems, _head_problems):
        check.broken = next(problems(check), None)
        if check.broken:
            break
    return check


def _where(entry: AuditEntry) -> str:
    return f"{entry.stream} #{entry.sequence} ({entry.verb}, {clock.local(entry.at):%d/%m/%Y %H:%M:%S})"


def _chain_problems(check: Verification) -> Iterator[Break]:
    stream, sequence, previous = "", 0, ""
    entries = AuditEntry.objects.order_by("stream", "sequence").iterator(chunk_size=_BATCH)
    while batch := list(islice(entries, _BATCH)):
        stored = _stored_facts(batch)
        for entry in batch:
            check.entries += 1
            if entry.stream != stream:
                stream, sequence, previous = entry.stream, 0, ""
                check.streams += 1
            if entry.sequence != sequence + 1:
                yield Break(_where(entry), f"expected entry #{sequence + 1}: an entry is missing")
            if entry.previous != previous:
                yield Break(_where(entry), "does not follow the entry before it")
            if entry.hash != entry_hash(entry):
                yield Break(_where(entry), "its content was altered after it was written")
            yield from _fact_problems(entry, stored, check)
            yield from _batch_problems(entry, check)
            sequence, previous = entry.sequence, entry.hash


def _stored_facts(batch: Sequence[AuditEntry]) -> dict[str, str]:
    """The digests of the facts that a batch of entries sealed in, as they are stored now."""
    wanted: dict[str, list[str]] = defaultdict(list)
    for entry in batch:
        for name in entry.data.get("facts", {}):
            model_label, _, key = name.partition(":")
            wanted[model_label].append(key)
    found: dict[str, str] = {}
    for model_label, keys in wanted.items():
        model: type[models.Model] = apps.get_model(model_label)
        for start in range(0, len(keys), _BATCH):
            part = keys[start : start + _BATCH]
            found.update({label(row): digest(row) for row in model._default_manager.filter(pk__in=part)})
    return found


def _fact_problems(entry: AuditEntry, stored: dict[str, str], check: Verification) -> Iterator[Break]:
    passing = set(entry.data.get("illustrative", ()))
    for name, written in entry.data.get("facts", {}).items():
        check.facts += 1
        now = stored.get(name)
        if now is None and name not in passing:
            yield Break(_where(entry), f"the fact {name} is gone")
        if now is not None and now != written:
            yield Break(_where(entry), f"the fact {name} was altered")


def _batch_problems(entry: AuditEntry, check: Verification) -> Iterator[Break]:
    """Sets of facts that an entry sealed in under one digest; read one set at a time."""
    for told in entry.data.get("batches", ()):
        model: type[models.Model] = apps.get_model(told["model"])
        named = {told["column"]: told["key"], "illustrative": told["illustrative"]}
        rows = model._default_manager.filter(**named).order_by("pk")
        stored = list(rows)
        count = len(stored)
        check.facts += count
        if told["illustrative"] and not count:
            continue
        if count != told["count"]:
            yield Break(_where(entry), f"{told['count']} facts were written together, {count} are there")
        elif digest_of_rows(stored) != told["sha256"]:
            yield Break(_where(entry), "one of the facts written together was altered")


def _seal_problems(check: Verification) -> Iterator[Break]:
    previous = ""
    last_sealed: dict[str, int] = {}
    for sealed in DailySeal.objects.order_by("id").iterator(chunk_size=1):
        check.seals += 1
        where = f"seal of {sealed.day:%d/%m/%Y} (#{sealed.pk})"
        if sealed.previous != previous or sealed.root != root(sealed):
            yield Break(where, "the daily root does not match its content")
        found = _hashes_at(sealed.heads)
        for stream, (sequence, hash_) in sealed.heads.items():
            if found.get(stream) != hash_:
                yield Break(where, f"sealed head {stream} #{sequence} is missing or differs")
            last_sealed[stream] = sequence
        previous = sealed.root
    heads = StreamHead.objects.filter(sealed_sequence__gt=0).values_list("stream", "sealed_sequence")
    for stream, sequence in heads.iterator(chunk_size=_BATCH):
        if last_sealed.get(stream, 0) < sequence:
            yield Break(f"{stream} #{sequence}", "the seal over this entry is missing")


def _hashes_at(heads: dict[str, list[int | str]]) -> dict[str, str]:
    """The stored hashes of the entries a seal names."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT e.stream, e.hash FROM base_auditentry e"
            " JOIN unnest(%s::text[], %s::bigint[]) AS h (stream, sequence) USING (stream, sequence)",
            [list(heads), [sequence for sequence, _hash in heads.values()]],
        )
        return dict(cursor.fetchall())


def _head_problems(_check: Verification) -> Iterator[Break]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT COALESCE(h.stream, e.stream), COALESCE(h.sequence, e.sequence)"
            " FROM base_streamhead h FULL JOIN"
            " (SELECT DISTINCT ON (stream) stream, sequence, hash FROM base_auditentry"
            "  ORDER BY stream, sequence DESC) e ON e.stream = h.stream"
            " WHERE (h.sequence, h.hash) IS DISTINCT FROM (e.sequence, e.hash) ORDER BY 1 LIMIT 1"
        )
        for stream, sequence in cursor.fetchall():
            yield Break(f"{stream} #{sequence}", "the newest entry of this stream is missing")
