"""Verbs: every write to the register of documents."""

from __future__ import annotations

from collections.abc import Mapping
from typing import BinaryIO
from uuid import UUID

from django.utils.translation import gettext as _

from tinhso.base.actions import Act, acting
from tinhso.base.audit.context import Actor
from tinhso.base.errors import Conflict, Invalid
from tinhso.base.files import actions as files
from tinhso.documents import keys, policies, queries, secrecy
from tinhso.documents.events import DocumentRegistered, DocumentRelated, DocumentRevised
from tinhso.documents.models import Attachment, Document, DocumentType, Relation
from tinhso.documents.notation import NotationError, parse_notation
from tinhso.documents.schemas import NewDocument, NewRelation

_TEXTS = ("notation", "title", "issuer_name", "signer", "note")


def stream(document: Document) -> str:
    """The audit stream of a document."""
    return f"document:{document.slug}"


def canonical_notation(text: str) -> str:
    """The canonical form of a typed notation; empty stays empty. Raises Invalid beside the field."""
    if not text.strip():
        return ""
    try:
        return str(parse_notation(text))
    except NotationError as error:
        raise Invalid(_(error.message) % error.params, field="notation") from error


def type_of(data: NewDocument, notation: str) -> DocumentType:
    """The type as told, else as the notation says. Raises Invalid when they differ or nobody says."""
    told = parse_notation(notation).document_type if notation else ""
    named = DocumentType(told) if told in DocumentType.values else None
    if data.type is None:
        if named is None:
            raise Invalid(_("Chọn loại văn bản."), field="type")
        return named
    if named and data.type != named:
        raise Invalid(
            _("Ký hiệu %(notation)s là %(named)s, không phải %(told)s.")
            % {"notation": notation, "named": named.label, "told": data.type.label},
            field="type",
        )
    return data.type


def _require_days_in_order(data: NewDocument) -> None:
    first, last = data.effective_from or data.date, data.effective_to
    if first and last and last < first:
        raise Invalid(_("Ngày hết hiệu lực trước ngày có hiệu lực."), field="effective_to")


def _fill(document: Document, data: NewDocument) -> None:
    document.notation = canonical_notation(data.notation)
    document.type = type_of(data, document.notation)
    document.issuer = queries.issuer(data.issuer)
    document.issuer_name = "" if document.issuer else data.issuer_name
    if document.notation and not document.issued_by:
        raise Invalid(_("Nêu cơ quan ban hành."), field="issuer")
    for name in ("title", "date", "signer", "effective_from", "effective_to", "url", "note"):
        setattr(document, name, getattr(data, name))
    document.search_key = keys.document_search_key(
        document.notation, document.title, document.issued_by, document.signer
    )


def _refuse_twin(document: Document) -> None:
    """Identity is (issuer, notation, date)."""
    if not document.notation:
        return
    twin = queries.documents().filter(
        issuer=document.issuer,
        issuer_name=document.issuer_name,
        notation=document.notation,
        date=document.date,
    )
    found = twin.other_than(document).first()
    if found:
        raise Conflict(
            _("%(document)s của cơ quan này, cùng ngày, đã có trong sổ.") % {"document": found.cited},
            field="notation",
            hint=found.get_absolute_url(),
        )


def refuse_secret(texts: Mapping[str, str], marker: str) -> None:
    """Raise Invalid beside the first text that carries a mark of secrecy, or the form's own field of it."""
    secrecy.refuse_secret({name: texts.get(name, "") for name in _TEXTS}, marker)


def _refuse_secret(data: NewDocument) -> None:
    refuse_secret(data.model_dump(), data.secrecy)


def register_document(by: Actor, data: NewDocument, *, illustrative: bool = False) -> Document:
    """Enter a document in the register (vào sổ văn bản).

    Raises NotAllowed; Invalid beside the field, also for a mark of secrecy; Conflict for a twin.
    """
    policies.require_edit(by)
    _refuse_secret(data)
    _require_days_in_order(data)
    with acting(by, "documents.register") as act:
        document = Document(illustrative=illustrative)
        _fill(document, data)
        _refuse_twin(document)
        issuer = document.issuer.code if document.issuer else document.issuer_name
        document.slug = keys.free_slug(
            keys.slug_candidates(document.notation, document.title, document.date, issuer),
            lambda slug: queries.documents().filter(slug=slug).exists(),
        )
        document.save(force_insert=True)
        act.record(stream(document), subject=document, data=data.model_dump(mode="json"))
        act.emit(DocumentRegistered(document=document.pk))
    return document


def revise_document(by: Actor, document_id: UUID, data: NewDocument, *, reason: str = "") -> Document:
    """Correct what is told of a document (sửa thông tin văn bản); its address stays.

    Raises as `register_document` does, and NotFound.
    """
    policies.require_edit(by)
    _refuse_secret(data)
    _require_days_in_order(data)
    with acting(by, "documents.revise", reason=reason) as act:
        document = queries.for_update(document_id)
        _fill(document, data)
        _refuse_twin(document)
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
