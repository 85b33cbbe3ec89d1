"""Finishing: the draft becomes a document with its number; never while an answer is missing."""

from __future__ import annotations

from django.utils.translation import gettext as _

from tinhso.base.actions import acting
from tinhso.base.audit.context import Actor
from tinhso.base.errors import Conflict, Invalid, NotFound
from tinhso.base.text import slugify
from tinhso.consultation import notices, policies, synthesis
from tinhso.consultation.actions.common import move, owed, require_alive, stream
from tinhso.consultation.core.states import Move
from tinhso.consultation.events import DraftFinalised
from tinhso.consultation.models import Draft, DraftState, DraftVersion, Invitee
from tinhso.consultation.queries import drafts
from tinhso.consultation.schemas import Finish
from tinhso.documents import issuing, numbering
from tinhso.documents.issuing import IssuedFile
from tinhso.documents.models import DocumentType
from tinhso.documents.schemas import IssueDraft
from tinhso.papers import docx
from tinhso.people import queries as people
from tinhso.people.models import Agency


def require_answered(draft: Draft) -> None:
    """Raises Conflict naming every comment that has no answer, by its address."""
    problems = owed(draft)
    if problems:
        raise Conflict(
            _("Chưa ban hành được: còn ý kiến chưa được trả lời."),
            code="unanswered",
            hint=_("Trả lời từng ý kiến dưới đây ở trang “Tiếp thu, giải trình”."),
            problems=problems,
        )


def finalise(by: Actor, code: str, told: Finish) -> Draft:
    """Issue the draft (ban hành): number, register, files; all who were asked are told.

    Raises NotAllowed; Conflict naming the comments without an answer, or for a round that is open; Invalid
    and Conflict beside the number as `documents.issuing` does.
    """
    with acting(by, "drafts.finalise") as act:
        draft = drafts.for_update(code)
        policies.require_draft(by, draft.agency_id)
        require_alive(draft)
        if draft.state in {DraftState.CLOSED, DraftState.ANSWERED}:
            require_answered(draft)
        move(draft, Move.FINALISE)
        version = drafts.version(draft, told.version)
        issuer = _issuer(told.issuer)
        number, notation = _numbered(draft, issuer, told)
        files = _files(draft, version, issuer, notation, told)
        issue = IssueDraft(
            issuer=issuer.code,
            type=DocumentType(draft.kind),
            title=draft.title,
            date=told.date,
            signer=told.signer,
            number=number,
            suffix=told.suffix,
        )
        draft.document = issuing.issue_within(act, by, issue, files, illustrative=draft.illustrative)
        draft.final = version
        draft.save()
        if version.locked_at is None:
            DraftVersion.objects.filter(pk=version.pk).update(locked_at=act.now)
        act.record(
            stream(draft), subject=draft, data={"document": draft.document.slug, "version": version.number}
        )
        act.emit(DraftFinalised(draft=draft.pk, document=draft.document.pk))
        rows = Invitee.objects.filter(round__draft=draft)
        if rows.exists():
            notices.finalised(act, draft, rows)
    return draft


def _issuer(code: str) -> Agency:
    try:
        return people.agency_by_code(code)
    except NotFound as refusal:
        raise Invalid(refusal.message, field="issuer", hint=", ".join(refusal.near) or None) from refusal


def _numbered(draft: Draft, issuer: Agency, told: Finish) -> tuple[int, str]:
    """The number, kept for us until the transaction ends, and the notation that the file prints."""
    kind = DocumentType(draft.kind)
    book = numbering.locked_book(issuer, kind, told.date.year)
    number = numbering.settled_number(book, told.number)
    suffix = told.suffix or numbering.suffix_for(issuer, kind)
    return number, str(numbering.assembled(number, suffix)) if suffix else ""


def _files(
    draft: Draft, version: DraftVersion, issuer: Agency, notation: str, told: Finish
) -> tuple[IssuedFile, ...]:
    """The text as issued, and the synthesis table that goes with it."""
    stem = slugify(notation) or draft.code
    text = synthesis.final_text(draft, drafts.clauses(version), issuer, notation, told.date, told.signer)
    return (
        IssuedFile(f"{stem}.docx", docx.render(text)),
        IssuedFile(f"{stem}-tong-hop-y-kien.docx", docx.render(synthesis.paper(synthesis.gather(draft)))),
    )
