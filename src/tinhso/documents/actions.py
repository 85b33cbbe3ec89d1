"""Verbs: every write to the register of documents."""

from __future__ import annotations

from typing import BinaryIO
from uuid import UUID

from django.utils.translation import gettext as _

from tinhso.base.actions import Act, acting
from tinhso.base.audit.context import Actor
from tinhso.base.errors import Conflict, Invalid
from tinhso.base.files import actions as files
from tinhso.documents import policies, queries, secrecy
from tinhso.documents.entering import (
    canonical_notation,
    enter,
    fill,
    refuse_secret,
    refuse_twin,
    require_days_in_order,
    stream,
    type_of,
)
from tinhso.documents.events import DocumentRelated, DocumentRevised
from tinhso.documents.issuing import IssuedFile, issue_document, issue_within, set_suffix
from tinhso.documents.models import Attachment, Document, Relation
from tinhso.documents.schemas import IssueDraft, NewDocument, NewRelation

__all__ = [
    "IssueDraft",
    "IssuedFile",
    "attach_file",
    "canonical_notation",
    "issue_document",
    "issue_within",
    "refuse_secret",
    "register_document",
    "relate",
    "revise_document",
    "set_suffix",
    "stream",
    "type_of",
    "unrelate",
]


def register_document(by: Actor, data: NewDocument, *, illustrative: bool = False) -> Document:
    """Enter a document in the register (vào sổ văn bản).

    Raises NotAllowed; Invalid beside the field, also for a mark of secrecy; Conflict for a twin.
    """
    policies.require_edit(by)
    with acting(by, "documents.register") as act:
        return enter(act, data, illustrative=illustrative)


def revise_document(by: Actor, document_id: UUID, data: NewDocument, *, reason: str = "") -> Document:
    """Correct what is told of a document (sửa thông tin văn bản); its address stays.

    Raises as `register_document` does, and NotFound.
    """
    policies.require_edit(by)
    refuse_secret(data.model_dump(), data.secrecy)
    require_days_in_order(data)
    with acting(by, "documents.revise", reason=reason) as act:
        document = queries.for_update(document_id)
        fill(document, data)
        refuse_twin(document)
        document.save()
        act.record(stream(document), subject=document, data=data.model_dump(mode="json"))
        act.emit(DocumentRevised(document=document.pk))
    return document


def relate(by: Actor, document_id: UUID, data: NewRelation) -> Relation:
    """State how a document stands to another (quan hệ văn bản); stating it again changes its note only."""
    policies.require_edit(by)
    secrecy.refuse_secret({"note": data.note})
    with acting(by, "documents.relate") as act:
        source, target = queries.for_update(document_id), queries.by_slug(data.target)
        _require_possible(source, target, data.kind)
        relation, _created = Relation.objects.update_or_create(
            source=source, target=target, kind=data.kind, defaults={"note": data.note}
        )
        _record_relation(act, relation, data)
        act.emit(DocumentRelated(source=source.pk, target=target.pk, kind=data.kind))
    return relation


def _record_relation(act: Act, relation: Relation, data: NewRelation) -> None:
    for end in (relation.source, relation.target):
        act.record(stream(end), subject=relation, data=data.model_dump(mode="json"))


def _require_possible(source: Document, target: Document, kind: Relation.Kind) -> None:
    if source.pk == target.pk:
        raise Invalid(_("Văn bản không quan hệ với chính nó."), field="target")
    later = source.date and target.date and target.date > source.date
    if later and kind in {Relation.Kind.REPLACES, Relation.Kind.AMENDS}:
        raise Invalid(
            _("%(target)s ban hành sau %(source)s nên không thể bị thay thế, sửa đổi bởi văn bản này.")
            % {"target": target.cited, "source": source.cited},
            field="target",
        )


def unrelate(by: Actor, document_id: UUID, relation_id: UUID) -> None:
    """Take a relation away that was stated in error; the history keeps it. Once gone, nothing happens."""
    policies.require_edit(by)
    with acting(by, "documents.unrelate") as act:
        document = queries.for_update(document_id)
        for relation in Relation.objects.filter(pk=relation_id, source=document):
            act.record(
                stream(document), subject=relation, data={"target": relation.target_id, "kind": relation.kind}
            )
            relation.delete()


def attach_file(by: Actor, document_id: UUID, upload: BinaryIO, name: str) -> Attachment:
    """Add a file to a document (đính kèm tệp). Raises Invalid for a name with a mark of secrecy and as
    `base.files` does; Conflict when the same content is attached already.
    """
    policies.require_edit(by)
    secrecy.refuse_secret_name(name)
    with acting(by, "documents.attach") as act:
        document = queries.for_update(document_id)
        kept = files.store(by, upload, name=name, illustrative=document.illustrative)
        if document.attachments.filter(file__digest=kept.digest).exists():
            raise Conflict(_("Tệp này đã được đính kèm."), field="file")
        attachment = Attachment.objects.create(
            document=document, file=kept, illustrative=document.illustrative
        )
        act.record(
            stream(document), subject=attachment, data={"file": kept.digest, "name": kept.name}, facts=[kept]
        )
    return attachment
