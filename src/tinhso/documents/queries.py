"""Reads over the register."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from tinhso.base.errors import Invalid, NotFound
from tinhso.base.text import near_matches
from tinhso.documents.models import Attachment, Document, Relation
from tinhso.documents.notation import NotationError, parse_notation
from tinhso.documents.querysets import DocumentQuerySet
from tinhso.people import queries as people
from tinhso.people.models import Agency

_NEAR = 5
_LOOKED_AT = 2000


def documents() -> DocumentQuerySet:
    """The register; chain `searched`, `in_effect`, `between`, `published`, `with_issuer`."""
    return Document.objects.all()


def by_slug(slug: str) -> Document:
    """The document of that slug, its issuer with it. Raises NotFound with near matches."""
    found = documents().with_issuer().filter(slug=slug).first()
    if found is None:
        raise NotFound(
            _("Không có văn bản “%(slug)s” trong sổ.") % {"slug": slug}, near=_near(slug), field="slug"
        )
    return found


def _near(slug: str) -> list[str]:
    begins = slug.partition("-")[0]
    alike = list(documents().filter(slug__startswith=begins).values_list("slug", flat=True)[:_LOOKED_AT])
    known = alike or list(documents().order_by("slug").values_list("slug", flat=True)[:_LOOKED_AT])
    return near_matches(slug, known, _NEAR) or alike[:_NEAR]


def by_notation(notation: str) -> list[Document]:
    """All documents of that notation, however it is typed, the newest first."""
    try:
        canonical = str(parse_notation(notation))
    except NotationError:
        canonical = notation.strip()
    return list(documents().with_issuer().filter(notation=canonical))


def for_update(document_id: UUID) -> Document:
    """The row, locked. Raises NotFound."""
    found = Document.objects.select_for_update().filter(pk=document_id).first()
    if found is None:
        raise NotFound(_("Không có văn bản này."), field="document")
    return found


def issuer(code: str) -> Agency | None:
    """The agency of that code; None for no code. Raises Invalid beside the field."""
    if not code:
        return None
    found = people.agencies().filter(code=code).first()
    if found is None:
        raise Invalid(_("Không có cơ quan mang mã “%(code)s”.") % {"code": code}, field="issuer")
    return found


@dataclass(frozen=True)
class Related:
    """A relation as seen from one end. `forward`: the document at hand says so of the other."""

    relation: Relation
    forward: bool

    @property
    def other(self) -> Document:
        """The other document."""
        return self.relation.target if self.forward else self.relation.source

    @property
    def words(self) -> str:
        """How it stands, read from the document at hand: `căn cứ`, or `là căn cứ của`."""
        return (_FORWARD if self.forward else _BACKWARD)[Relation.Kind(self.relation.kind)]()


_FORWARD = {
    Relation.Kind.BASED_ON: lambda: _("căn cứ"),
    Relation.Kind.REPLACES: lambda: _("thay thế"),
    Relation.Kind.AMENDS: lambda: _("sửa đổi, bổ sung"),
    Relation.Kind.IMPLEMENTS: lambda: _("thực hiện"),
    Relation.Kind.MENTIONS: lambda: _("nhắc tới"),
}
_BACKWARD = {
    Relation.Kind.BASED_ON: lambda: _("là căn cứ của"),
    Relation.Kind.REPLACES: lambda: _("bị thay thế bởi"),
    Relation.Kind.AMENDS: lambda: _("được sửa đổi, bổ sung bởi"),
    Relation.Kind.IMPLEMENTS: lambda: _("được thực hiện bởi"),
    Relation.Kind.MENTIONS: lambda: _("được nhắc tới trong"),
}


def relations(document: Document) -> list[Related]:
    """Both directions, what the document says first; one query."""
    rows = Relation.objects.filter(Q(source=document) | Q(target=document))
    found = [
        Related(row, forward=row.source_id == document.pk)
        for row in rows.select_related("source__issuer", "target__issuer")
    ]
    return sorted(found, key=_reading_order)


def _reading_order(related: Related) -> tuple[bool, str, date, str]:
    """What the document says first, then by kind and by the other's day, undated ones last."""
    other = related.other
    return not related.forward, related.relation.kind, other.date or date.max, other.slug


def attachments(document: Document) -> list[Attachment]:
    """The files, oldest first."""
    return list(document.attachments.select_related("file").order_by("file__recorded_at", "pk"))
