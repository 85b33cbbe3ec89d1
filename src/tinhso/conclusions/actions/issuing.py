"""Issuing a notice of conclusions (ban hành thông báo kết luận) as a document with its number and files."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time

from django.utils.translation import gettext as _

from tinhso.base import clock
from tinhso.base.actions import Act, acting
from tinhso.base.audit.context import Actor
from tinhso.base.errors import Conflict, Invalid
from tinhso.conclusions import policies, telling
from tinhso.conclusions.actions.common import stream
from tinhso.conclusions.actions.drafting import advance, happened
from tinhso.conclusions.core.states import Step
from tinhso.conclusions.events import NoticeIssued
from tinhso.conclusions.models import Conclusion, ConclusionNotice, ConclusionState
from tinhso.conclusions.queries import conclusions as queries
from tinhso.conclusions.schemas import NoticeDraft
from tinhso.conclusions.writing import form, notice
from tinhso.documents import numbering
from tinhso.documents.issuing import IssuedFile, issue_within
from tinhso.documents.models import Document, DocumentType
from tinhso.documents.schemas import IssueDraft
from tinhso.meetings.models import Meeting
from tinhso.papers import docx, pdf
from tinhso.papers.content import Paper
from tinhso.people.models import Agency


def issue(by: Actor, meeting: Meeting, told: NoticeDraft) -> ConclusionNotice:
    """Issue what a meeting agreed to as a Thông báo kết luận: numbered, registered, with its DOCX and PDF.

    Who may sign follows from the regulation. Raises NotAllowed; Conflict where nothing is agreed to or the
    number is taken; Invalid beside the field.
    """
    policies.require_write(by, meeting.committee)
    issuer = _issuer(meeting)
    day = told.issued_on or clock.today()
    _require_after(meeting, day)
    with acting(by, "conclusion.issue") as act:
        rows = [queries.for_update(each) for each in queries.ids_of(meeting, [ConclusionState.AGREED])]
        if not rows:
            raise Conflict(
                _("Chưa có kết luận nào được thống nhất để ban hành."),
                code="nothing_agreed",
                hint=_("Thống nhất dự thảo kết luận trước; nội dung vừa nhập vẫn còn."),
            )
        document = _document(act, by, meeting, issuer, rows, told, day)
        made = ConclusionNotice.objects.create(
            meeting=meeting, document=document, issued_on=day, illustrative=meeting.illustrative
        )
        for row in rows:
            advance(row, Step.ISSUE)
            row.notice = made
            row.save()
            happened(act, row, Step.ISSUE.value, {"document": document.slug})
        act.record(stream(meeting), subject=made, data={"document": document.slug, "issued": len(rows)})
        telling.issued(act, made, rows)
        act.emit(NoticeIssued(notice=made.pk, meeting=meeting.pk, committee=meeting.committee_id))
    return made


def _issuer(meeting: Meeting) -> Agency:
    agency = meeting.committee.agency
    if agency is None:
        raise Invalid(
            _("%(committee)s chưa gắn với cơ quan nào trong danh mục nên chưa cấp số văn bản được.")
            % {"committee": meeting.committee},
            code="no_agency",
            field="committee",
            hint=_("Chọn cơ quan ở trang của ban rồi ban hành lại; nội dung vừa nhập vẫn còn."),
        )
    return agency


def _require_after(meeting: Meeting, day: date) -> None:
    if day < clock.local(meeting.starts_at).date():
        raise Invalid(_("Ngày ban hành đứng trước ngày họp."), field="issued_on")


def _document(
    act: Act,
    by: Actor,
    meeting: Meeting,
    issuer: Agency,
    rows: Sequence[Conclusion],
    told: NoticeDraft,
    day: date,
) -> Document:
    """The registered document: its number is settled before its files are drawn, so that they bear it."""
    signing = form.signing(meeting.committee, day, told.signer)
    book = numbering.locked_book(issuer, DocumentType.NOTICE, day.year)
    suffix = numbering.suffix_for(issuer, DocumentType.NOTICE) or form.suffix("TB")
    number = numbering.settled_number(book, told.number)
    paper = notice.paper(
        meeting,
        rows,
        notation=str(numbering.assembled(number, suffix)),
        on=day,
        signing=signing,
        opening=told.intro,
        recipients=told.recipients,
        made_at=datetime.combine(day, time(), tzinfo=clock.TZ),
    )
    draft = IssueDraft(
        issuer=issuer.code,
        type=DocumentType.NOTICE,
        title=f"Thông báo {notice.abstract_inside(meeting)}",
        date=day,
        signer=signing.name,
        number=number,
        suffix=suffix,
    )
    return issue_within(act, by, draft, _files(paper, number), illustrative=meeting.illustrative)


def _files(paper: Paper, number: int) -> list[IssuedFile]:
    name = f"thong-bao-ket-luan-{number}"
    return [IssuedFile(f"{name}.docx", docx.render(paper)), IssuedFile(f"{name}.pdf", pdf.render(paper))]


def preview(meeting: Meeting) -> Paper:
    """The notice as it would be issued now, without a number: of what is agreed to, else of every draft."""
    day = clock.today()
    states = [ConclusionState.AGREED]
    chosen = queries.ids_of(meeting, states) or queries.ids_of(meeting, [ConclusionState.DRAFT])
    rows = list(queries.conclusions().filter(pk__in=chosen).order_by("number"))
    if not rows:
        raise Conflict(_("Phiên họp này chưa có dự thảo kết luận nào."))
    return notice.paper(
        meeting,
        rows,
        notation=form.notation_tail("TB"),
        on=None,
        signing=form.signing(meeting.committee, day),
        made_at=clock.now(),
        draft=True,
    )
