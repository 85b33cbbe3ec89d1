"""Issuing (ban hành, cấp số): a number of the book, an entry in the register, the files, all at once."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from tinhso.base.actions import Act, acting
from tinhso.base.audit.context import Actor
from tinhso.base.errors import Invalid
from tinhso.base.files import actions as files
from tinhso.base.files.models import StoredFile
from tinhso.documents import numbering, policies, queries, secrecy
from tinhso.documents.entering import enter, stream
from tinhso.documents.models import Attachment, Document, DocumentType, IssuedNumber, NumberSuffix
from tinhso.documents.schemas import IssueDraft, NewDocument


@dataclass(frozen=True)
class IssuedFile:
    """A file that goes with the document: its name and what is in it."""

    name: str
    content: bytes


def issue_document(
    by: Actor, draft: IssueDraft, files: Sequence[IssuedFile] = (), *, illustrative: bool = False
) -> Document:
    """Number and register a document (cấp số, ban hành). Raises NotAllowed; else as `issue_within`."""
    policies.require_edit(by)
    with acting(by, "documents.issue") as act:
        return issue_within(act, by, draft, files, illustrative=illustrative)


def issue_within(
    act: Act, by: Actor, draft: IssueDraft, files: Sequence[IssuedFile] = (), *, illustrative: bool = False
) -> Document:
    """The same inside the transaction of another action, which knows whether `by` may.

    Raises Invalid beside the field (suffix unknown, number out of range, mark of secrecy) and Conflict for a
    number or a notation that is taken, naming the document that has it. Who comes second waits for the first.
    """
    issuer = queries.issuer(draft.issuer)
    if issuer is None:
        raise Invalid(_("Nêu cơ quan ban hành."), field="issuer")
    book = numbering.locked_book(issuer, draft.type, draft.date.year, illustrative=illustrative)
    suffix = draft.suffix or numbering.suffix_for(issuer, draft.type)
    if not suffix:
        raise Invalid(
            _("Chưa biết ký hiệu %(type)s của %(issuer)s: nhập phần sau số, ví dụ %(example)s.")
            % {
                "type": DocumentType(draft.type).label.lower(),
                "issuer": issuer.name,
                "example": "VP-KGVX" if draft.type == DocumentType.LETTER else f"{draft.type}-UBND",
            },
            field="suffix",
        )
    number = numbering.settled_number(book, draft.number)
    notation = numbering.assembled(number, suffix)
    document = enter(act, _registered(draft, str(notation)), illustrative=illustrative)
    IssuedNumber.objects.create(book=book, number=number, document=document, illustrative=illustrative)
    for file in files:
        _attach(act, by, document, file)
    return document


def _registered(draft: IssueDraft, notation: str) -> NewDocument:
    return NewDocument(
        notation=notation,
        type=draft.type,
        title=draft.title,
        issuer=draft.issuer,
        date=draft.date,
        signer=draft.signer,
        note=draft.note,
        secrecy=draft.secrecy,
    )


def _attach(act: Act, by: Actor, document: Document, file: IssuedFile) -> StoredFile:
    secrecy.refuse_secret_name(file.name)
    kept = files.store(by, io.BytesIO(file.content), name=file.name, illustrative=document.illustrative)
    attachment = Attachment.objects.create(document=document, file=kept, illustrative=document.illustrative)
    told = {"file": kept.digest, "name": kept.name}
    act.record(stream(document), subject=attachment, data=told, facts=[kept])
    return kept


def set_suffix(by: Actor, issuer: str, kind: DocumentType, suffix: str) -> NumberSuffix:
    """Say what follows the numbers of an issuer's documents of a type. Raises NotAllowed, Invalid."""
    policies.require_edit(by)
    with acting(by, "documents.number_suffix") as act:
        agency = queries.issuer(issuer)
        if agency is None:
            raise Invalid(_("Nêu cơ quan ban hành."), field="issuer")
        numbering.assembled(1, suffix)
        row, _made = NumberSuffix.objects.update_or_create(
            issuer=agency, type=kind, defaults={"suffix": suffix.strip().lstrip("/-")}
        )
        act.record(f"numbers:{agency.code}", subject=row, data={"type": kind, "suffix": row.suffix})
        return row
