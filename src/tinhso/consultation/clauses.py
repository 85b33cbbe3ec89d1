"""Clauses in rows: stored from pieces, matched with the version before, changed by hand before a round."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext as _

from tinhso.base.errors import Invalid
from tinhso.consultation.core import matching, pieces
from tinhso.consultation.core.differences import Side
from tinhso.consultation.core.pieces import Piece
from tinhso.consultation.models import Clause, DraftVersion, Matched

MOST = 2_000
"""Clauses of one version."""


@dataclass(frozen=True)
class Entry:
    """A clause with what it is recognised by, and how it was."""

    piece: Piece
    anchor: UUID
    matched: str = Matched.FIRST
    likeness: Decimal | None = None


def fresh(found: Sequence[Piece]) -> list[Entry]:
    """The clauses of a first version."""
    return [Entry(piece, uuid.uuid4()) for piece in found]


def continued(before: Sequence[Clause], found: Sequence[Piece]) -> list[Entry]:
    """The clauses of a later version: each keeps the anchor of the one it continues."""
    old = [matching.Known(clause.path if clause.label else "", clause.text) for clause in before]
    named = zip(found, pieces.names(found), strict=True)
    new = [matching.Known(name if piece.label else "", piece.text) for piece, name in named]
    return [
        Entry(
            piece,
            uuid.uuid4() if match.old is None else before[match.old].anchor,
            match.how,
            None if match.old is None else Decimal(str(match.likeness)),
        )
        for piece, match in zip(found, matching.match(old, new), strict=True)
    ]


def entries_of(version: DraftVersion) -> list[Entry]:
    """What is stored."""
    return [
        Entry(Piece(row.label, row.text, row.level, row.kind), row.anchor, row.matched, row.likeness)
        for row in version.clauses.order_by("order")
    ]


def store(version: DraftVersion, entries: Sequence[Entry]) -> None:
    """Write the clauses of a version that is not locked yet, instead of those it had. Raises Invalid."""
    if len(entries) > MOST:
        raise Invalid(
            _("Dự thảo có %(found)d đoạn, nhiều hơn %(most)d.") % {"found": len(entries), "most": MOST},
            field="text",
            hint=_("Tách phụ lục thành dự thảo riêng, hoặc gộp bớt đoạn."),
        )
    names = pieces.names([entry.piece for entry in entries])
    version.clauses.all().delete()
    Clause.objects.bulk_create(
        Clause(
            version=version,
            order=order,
            label=entry.piece.label[:80],
            text=entry.piece.text,
            level=entry.piece.level,
            kind=entry.piece.kind,
            anchor=entry.anchor,
            path=name,
            matched=entry.matched,
            likeness=entry.likeness,
            illustrative=version.illustrative,
        )
        for order, (entry, name) in enumerate(zip(entries, names, strict=True), start=1)
    )


def sides(rows: Sequence[Clause]) -> list[Side]:
    """Clauses as the comparison reads them."""
    return [Side(str(row.anchor), row.named, row.text) for row in rows]


def merged(entries: Sequence[Entry], at: int) -> list[Entry]:
    """The clause at `at` joined to the one before it."""
    if not 0 < at < len(entries):
        raise Invalid(_("Không có đoạn đứng trước để gộp vào."), field="clause")
    joined = pieces.merged([entry.piece for entry in entries], at)
    kept = [*entries[:at], *entries[at + 1 :]]
    return [replace(entry, piece=piece) for entry, piece in zip(kept, joined, strict=True)]


def split(entries: Sequence[Entry], at: int, words: str) -> list[Entry]:
    """The clause at `at` cut before the words that the second part begins with. Raises Invalid."""
    here = entries[at].piece
    place = here.text.find(words) if words else -1
    try:
        parts = pieces.split([here], 0, place if place >= 0 else 0)
    except ValueError as error:
        raise Invalid(
            _("Không tìm thấy chỗ tách trong đoạn này."),
            field="words",
            hint=_("Chép đúng vài chữ đầu của phần sau; mỗi phần phải còn chữ."),
        ) from error
    second = Entry(
        parts[1], uuid.uuid4(), Matched.FIRST if entries[at].matched == Matched.FIRST else Matched.NEW
    )
    return [*entries[:at], replace(entries[at], piece=parts[0]), second, *entries[at + 1 :]]


def renumbered(entries: Sequence[Entry]) -> list[Entry]:
    """Labels 1, 2, 3… in order."""
    numbered = pieces.renumbered([entry.piece for entry in entries])
    return [replace(entry, piece=piece) for entry, piece in zip(entries, numbered, strict=True)]


def labelled(entries: Sequence[Entry], at: int, label: str) -> list[Entry]:
    """The clause at `at` under another label."""
    piece = replace(entries[at].piece, label=label.strip()[:80])
    return [*entries[:at], replace(entries[at], piece=piece), *entries[at + 1 :]]


def removed(entries: Sequence[Entry], at: int) -> list[Entry]:
    """Without the clause at `at`: a heading of the letter, a signature, a page number."""
    if len(entries) == 1:
        raise Invalid(_("Dự thảo phải còn ít nhất một đoạn."), field="clause")
    return [*entries[:at], *entries[at + 1 :]]
