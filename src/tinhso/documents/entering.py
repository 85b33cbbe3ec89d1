"""What every way into the register shares: reading the form, keeping identity, writing the row."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from tinhso.base.actions import Act
from tinhso.base.errors import Conflict, Invalid
from tinhso.documents import keys, queries, secrecy
from tinhso.documents.events import DocumentRegistered
from tinhso.documents.models import Document, DocumentType
from tinhso.documents.notation import NotationError, parse_notation
from tinhso.documents.schemas import NewDocument

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


def require_days_in_order(data: NewDocument) -> None:
    """Raises Invalid when a document ends before it begins."""
    first, last = data.effective_from or data.date, data.effective_to
    if first and last and last < first:
        raise Invalid(_("Ngày hết hiệu lực trước ngày có hiệu lực."), field="effective_to")


def fill(document: Document, data: NewDocument) -> None:
    """Put what is told into the row. Raises Invalid beside the field."""
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


def refuse_twin(document: Document) -> None:
    """Identity is (issuer, notation, date). Raises Conflict that names the other one."""
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


def enter(act: Act, data: NewDocument, *, illustrative: bool = False) -> Document:
    """Write a new document within an action, which knows who may do so. Raises Invalid, Conflict."""
    refuse_secret(data.model_dump(), data.secrecy)
    require_days_in_order(data)
    document = Document(illustrative=illustrative)
    fill(document, data)
    refuse_twin(document)
    issuer = document.issuer.code if document.issuer else document.issuer_name
    document.slug = keys.free_slug(
        keys.slug_candidates(document.notation, document.title, document.date, issuer),
        lambda slug: queries.documents().filter(slug=slug).exists(),
    )
    document.save(force_insert=True)
    act.record(stream(document), subject=document, data=data.model_dump(mode="json"))
    act.emit(DocumentRegistered(document=document.pk))
    return document
