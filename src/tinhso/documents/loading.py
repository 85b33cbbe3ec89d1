"""Writing what packs say of documents, and finding documents by slug for other rooms' sections."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from tinhso.base.actions import Act
from tinhso.base.packs.naming import ids_by
from tinhso.documents import numbering
from tinhso.documents.keys import document_search_key
from tinhso.documents.models import Document, NumberSuffix, Relation
from tinhso.documents.pack_items import DocumentItem, RelationItem, SuffixItem
from tinhso.documents.secrecy import refuse_secret
from tinhso.people.loading import agency_names


def document_ids(slugs: Iterable[str]) -> dict[str, UUID]:
    """Ids of documents by slug. Raises NotFound for the first that is not there, with near ones."""
    missing = _("Không có văn bản “%(slug)s”.")
    return ids_by(Document.objects.all(), "slug", slugs, missing=missing, field="document")


def put_documents(pack: str, items: Sequence[DocumentItem], act: Act, *, illustrative: bool = False) -> None:
    """Write documents. State secrets are refused here as everywhere."""
    issuers = agency_names(item.issuer for item in items)
    for item in items:
        refuse_secret({"notation": item.notation, "title": item.title, "note": item.note})
        issuer, name = issuers.get(item.issuer, (None, item.issuer_name))
        Document.objects.update_or_create(
            slug=item.slug,
            defaults={
                **item.model_dump(exclude={"slug", "issuer"}),
                "issuer_id": issuer,
                "search_key": document_search_key(item.notation, item.title, name, item.signer),
                "pack": pack,
                "illustrative": illustrative,
            },
        )
    act.record(f"pack:{pack}", subject="documents", data={"written": len(items)})


def put_relations(pack: str, items: Sequence[RelationItem], act: Act, *, illustrative: bool = False) -> None:
    """Write how documents stand to each other."""
    ids = document_ids(slug for item in items for slug in (item.source, item.target))
    for item in items:
        Relation.objects.update_or_create(
            source_id=ids[item.source],
            target_id=ids[item.target],
            kind=item.kind,
            defaults={"note": item.note, "illustrative": illustrative},
        )
    act.record(f"pack:{pack}", subject="relations", data={"written": len(items)})


def put_suffixes(pack: str, items: Sequence[SuffixItem], act: Act, *, illustrative: bool = False) -> None:
    """Write what follows the numbers of documents. Raises Invalid for what can follow none."""
    issuers = agency_names(item.issuer for item in items)
    for item in items:
        numbering.assembled(1, item.suffix)
        NumberSuffix.objects.update_or_create(
            issuer_id=issuers[item.issuer][0],
            type=item.type,
            defaults={"suffix": item.suffix, "pack": pack, "illustrative": illustrative},
        )
    act.record(f"pack:{pack}", subject="number_suffixes", data={"written": len(items)})
