"""Issuing a frozen report: number, day, signer, register, files; withdrawing and correcting it."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from tinhso.base.actions import Act, acting
from tinhso.base.audit.context import Actor
from tinhso.base.errors import Conflict, Invalid
from tinhso.base.text import slugify
from tinhso.documents import issuing, numbering
from tinhso.documents.models import DocumentType
from tinhso.documents.schemas import IssueDraft as Numbered
from tinhso.notify.sending import Notice, To, send
from tinhso.papers.content import OfficialForm, Paper
from tinhso.papers.frozen import to_data
from tinhso.papers.serving import Format
from tinhso.people.models import Agency
from tinhso.reports import policies, printing, queries
from tinhso.reports.actions.beginning import title_of
from tinhso.reports.actions.common import locked, reason_given, stream
from tinhso.reports.events import PeriodicReportIssued, PeriodicReportWithdrawn
from tinhso.reports.models import Contribution, Issued, PeriodicReport, State
from tinhso.reports.schemas import IssueDraft, form_of
from tinhso.reports.signs import suffix_of

FORMATS: Final[tuple[Format, ...]] = ("docx", "pdf", "xlsx")


def issue(by: Actor, key: UUID, draft: IssueDraft) -> Issued:
    """Issue a frozen report (ban hành): its files enter the register and stay as they are.

    Raises NotAllowed; Conflict for a report that is not frozen or a number that is taken; Invalid at a field.
    """
    policies.require_compose(by)
    with acting(by, "reports.issue") as act:
        return issue_within(act, by, locked(key, (State.FROZEN,)), draft)


def issue_within(act: Act, by: Actor, row: PeriodicReport, draft: IssueDraft) -> Issued:
    """The same inside another action's transaction."""
    last = queries.frozen(row)
    issuer = row.issuer
    if last is None or not printing.is_whole(last):
        raise Conflict(_("Bản chốt không còn nguyên vẹn; mở lại rồi chốt lại."), field="state")
    if issuer is None:
        raise Invalid(
            _("Báo cáo chưa có cơ quan ban hành."),
            field="issuer",
            hint=_("Nêu trong mẫu báo cáo rồi lập lại."),
        )
    numbered = _numbered(row, issuer, draft, printing.of_frozen(last))
    notation = str(numbering.assembled(numbered.number or 1, numbered.suffix))
    form = _form(row, issuer, draft, notation, printing.of_frozen(last))
    paper = replace(printing.of_frozen(last), form=form, made_at=act.now)
    contents = {kind: printing.file_of(paper, kind) for kind in FORMATS}
    name = slugify(notation) or "bao-cao"
    files = [issuing.IssuedFile(f"{name}.{kind}", content) for kind, content in contents.items()]
    document = issuing.issue_within(act, by, numbered, files, illustrative=row.illustrative)
    told = Issued(
        frozen=last,
        document=document,
        form={"form": to_data(form), "made_at": act.now.isoformat()},
        files={kind: hashlib.sha256(content).hexdigest() for kind, content in contents.items()},
        illustrative=row.illustrative,
    )
    told.save(force_insert=True)
    _state(row, State.ISSUED)
    act.record(stream(row), subject=row, data={"notation": notation, "files": told.files}, facts=[told])
    act.emit(PeriodicReportIssued(report=row.pk, document=document.pk))
    _tell(act, row, notation)
    return told


def _numbered(row: PeriodicReport, issuer: Agency, draft: IssueDraft, paper: Paper) -> Numbered:
    """The number, settled before the files are made: it stands in them."""
    book = numbering.locked_book(issuer, DocumentType.REPORT, draft.date.year)
    suffix = suffix_of(form_of(row.form), issuer)
    if not suffix:
        raise Invalid(
            _("Chưa biết ký hiệu báo cáo của %(issuer)s.") % {"issuer": issuer},
            field="symbol",
            hint=_("Ghi ký hiệu trong phần thể thức, ví dụ BC-UBND."),
        )
    return Numbered(
        issuer=issuer.code,
        type=DocumentType.REPORT,
        title=f"Báo cáo {paper.title}",
        date=draft.date,
        signer=draft.signer,
        number=numbering.settled_number(book, draft.number),
        suffix=suffix,
    )


def _form(
    row: PeriodicReport, issuer: Agency, draft: IssueDraft, notation: str, paper: Paper
) -> OfficialForm:
    del row, issuer
    if paper.form is None:
        raise Conflict(_("Bản chốt thiếu phần thể thức."), field="state")
    return replace(
        paper.form,
        notation=notation,
        date=draft.date,
        signer=draft.signer,
        signing=draft.signing or paper.form.signing,
        recipients=draft.recipients or paper.form.recipients,
        draft=False,
    )


def _state(row: PeriodicReport, state: State) -> None:
    row.state = state
    row.version += 1
    row.save(update_fields=["state", "version", "withdrawn_reason"])


def _tell(act: Act, row: PeriodicReport, notation: str) -> None:
    agencies = tuple(row.contributions.order_by().values_list("agency_id", flat=True).distinct())
    if agencies:
        values = {"title": title_of(row), "notation": notation}
        told = Notice(
            "reports.issued",
            To(agencies=agencies),
            values,
            row.get_absolute_url(),
            str(row.pk),
            illustrative=row.illustrative,
        )
        send(act, [told])


def withdraw(by: Actor, key: UUID, *, reason: str) -> PeriodicReport:
    """Withdraw a report (thu hồi), whatever its state; what was pinned and issued stays readable as such."""
    policies.require_compose(by)
    told = reason_given(reason)
    with acting(by, "reports.withdraw", reason=told) as act:
        row = locked(key, tuple(state for state in State if state is not State.WITHDRAWN))
        row.withdrawn_reason = told
        _state(row, State.WITHDRAWN)
        act.record(stream(row), subject=row, data={"state": row.state})
        act.emit(PeriodicReportWithdrawn(report=row.pk))
    return row


def correct(by: Actor, key: UUID) -> PeriodicReport:
    """Begin the report that replaces a withdrawn one (báo cáo thay thế): its words and parts go along.

    Raises NotAllowed; Conflict unless withdrawn, or where one replaces it already.
    """
    policies.require_compose(by)
    with acting(by, "reports.correct") as act:
        old = locked(key, (State.WITHDRAWN,))
        twin = PeriodicReport.objects.filter(
            template=old.template, period=old.period, illustrative=old.illustrative
        ).exclude(state=State.WITHDRAWN)
        if found := twin.first():
            raise Conflict(_("Đã có báo cáo thay thế."), hint=found.get_absolute_url())
        row = PeriodicReport.objects.get(pk=old.pk)
        row.pk, row._state.adding = PeriodicReport._meta.pk.get_default(), True
        row.state, row.supersedes, row.version = State.ASSEMBLING, old, 1
        row.withdrawn_reason, row.made_at, row.origin = "", act.now, ""
        row.save(force_insert=True)
        for part in queries.contributions(old):
            part.pk, part._state.adding = Contribution._meta.pk.get_default(), True
            part.report = row
            part.save(force_insert=True)
        act.record(stream(row), subject=row, data={"supersedes": str(old.pk)})
    return row
