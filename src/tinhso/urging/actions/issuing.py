"""Issuing an urging letter: number, register, files and notice in one go."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from tinhso.base import clock
from tinhso.base.actions import Act, acting
from tinhso.base.errors import Conflict
from tinhso.base.web import wording
from tinhso.documents import numbering
from tinhso.documents.issuing import IssuedFile, issue_within
from tinhso.documents.models import Document, DocumentType
from tinhso.documents.schemas import IssueDraft
from tinhso.notify.sending import Notice, To, send
from tinhso.papers import docx, pdf
from tinhso.people.models import Role
from tinhso.people.principals import Principal
from tinhso.urging import policies, queries
from tinhso.urging.actions.letters import locked, require_future, stream
from tinhso.urging.events import LetterIssued
from tinhso.urging.letters.setting import FormWords, paper
from tinhso.urging.models import Letter, LetterLine, LetterState


def issue_letter(by: Principal, key: UUID, *, version: int, number: int | None = None) -> Letter:
    """Number and send a draft (phát hành): DOCX and PDF go with its entry in the register.

    Raises NotAllowed, NotFound; Conflict for a letter issued already, changed meanwhile, or a number that is
    taken; Invalid (`number`, `suffix`, `answer_by`).
    """
    policies.require_urge(by)
    with acting(by, "urging.issue_letter") as act:
        row = locked(by, key, version)
        if row.state != LetterState.DRAFT:
            raise Conflict(_("Công văn này đã phát hành hoặc đã thu hồi."))
        require_future(row.answer_by, clock.today())
        row.issued_at = act.now
        lines = queries.lines_of(row)
        row.document = _registered(act, by, row, lines, number)
        row.state = LetterState.ISSUED
        row.version += 1
        row.save()
        told = {"notation": row.document.notation, "tasks": [line.code for line in lines]}
        act.record(stream(row), subject=row, data=told)
        act.emit(LetterIssued(letter=row.pk, agency=row.agency_id))
        _tell(act, row, len(lines))
    return row


def _registered(
    act: Act, by: Principal, row: Letter, lines: list[LetterLine], number: int | None
) -> Document:
    """The number is settled under the book's lock first, because the files name it."""
    words = FormWords.model_validate(row.form)
    today = clock.today()
    book = numbering.locked_book(row.issuer, DocumentType.LETTER, today.year)
    settled = numbering.settled_number(book, number)
    notation = str(numbering.assembled(settled, words.sign))
    told = paper(row, lines, notation)
    name = f"cong-van-{settled}-don-doc-{row.agency.code}"
    files = (IssuedFile(f"{name}.docx", docx.render(told)), IssuedFile(f"{name}.pdf", pdf.render(told)))
    draft = IssueDraft(
        issuer=row.issuer.code,
        type=DocumentType.LETTER,
        title=f"V/v {row.subject} ({row.agency.name})",
        date=today,
        signer=words.signer,
        number=settled,
        suffix=words.sign,
        place=words.place,
    )
    return issue_within(act, by, draft, files, illustrative=row.illustrative)


def _tell(act: Act, row: Letter, count: int) -> None:
    """Officers and head of the agency hear of it at once."""
    values = {
        "agency": str(row.agency),
        "notation": row.document.notation if row.document else "",
        "count": str(count),
        "answer_by": wording.day(row.answer_by),
    }
    to = To(agencies=(row.agency_id,), roles=(Role.REPORTING_OFFICER, Role.HEAD_OF_AGENCY))
    send(act, [Notice("urging.letter", to, values, row.get_absolute_url(), str(row.pk), row.illustrative)])
