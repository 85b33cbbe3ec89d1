"""What one item of each of this room's pack sections looks like."""

from __future__ import annotations

import datetime as dt

from tinhso.base.packs.section import PackItem
from tinhso.documents.models import DocumentType, Relation


class DocumentItem(PackItem):
    """An official document or a published source (văn bản, tin bài). Unknown fields stay empty."""

    slug: str
    type: DocumentType
    title: str
    notation: str = ""
    issuer: str = ""
    issuer_name: str = ""
    date: dt.date | None = None
    signer: str = ""
    effective_from: dt.date | None = None
    effective_to: dt.date | None = None
    url: str = ""
    note: str = ""


class SuffixItem(PackItem):
    """What follows the numbers of an issuer's documents: `KH-UBND`, `VP-KGVX`, the Party's `NQ/TU`."""

    issuer: str
    type: DocumentType
    suffix: str


class RelationItem(PackItem):
    """How `source` stands to `target`."""

    source: str
    target: str
    kind: Relation.Kind
    note: str = ""
