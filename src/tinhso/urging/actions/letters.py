"""Drafting, editing and withdrawing urging letters; the signed scan."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, BinaryIO
from uuid import UUID

from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, Field

from tinhso.base import clock
from tinhso.base.actions import acting
from tinhso.base.calendar.queries import current_calendar
from tinhso.base.errors import Conflict, Invalid, NotFound
from tinhso.documents import actions as documents
from tinhso.people import queries as people
from tinhso.people.models import Agency, Role
from tinhso.people.principals import Principal
from tinhso.urging import policies, queries
from tinhso.urging.letters import gathering
from tinhso.urging.letters.setting import REQUEST, SUBJECT, FormWords, usual_words
from tinhso.urging.models import Letter, LetterLine, LetterState

USUAL_ANSWER_DAYS = 5
"""Working days until the answer is asked for, unless somebody says otherwise."""


class LetterDraft(BaseModel):
    """What the standing office writes on a letter."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    subject: str = Field(min_length=1, max_length=300)
    request_text: str = Field("", max_length=2000)
    answer_by: date
    form: FormWords


def stream(letter: Letter) -> str:
    """The audit stream of a letter."""
    return f"urging-letter:{letter.pk}"


def draft_letters(by: Principal, codes: Sequence[str], *, answer_by: date | None = None) -> list[Letter]:
    """A letter to each of those agencies with the tasks late today (soạn công văn); a draft is set anew.

    Raises NotSignedIn, NotAllowed; NotFound for an unknown agency; Invalid (`agencies`, `answer_by`).
    """
    policies.require_urge(by)
    today = clock.today()
    if not codes:
        raise Invalid(_("Chọn ít nhất một đơn vị."), field="agencies")
    until = answer_by or current_calendar().add_working_days(today, USUAL_ANSWER_DAYS)
    require_future(until, today)
    agencies = [people.agency_by_code(code) for code in dict.fromkeys(codes)]
    issuer = issuer_of(by)
    if issuer in agencies:
        raise Invalid(
            _("%(agency)s không đôn đốc chính mình.") % {"agency": issuer},
            field="agencies",
            hint=_("Bỏ chọn đơn vị này."),
        )
    return [_draft(by, agency, issuer, today, until) for agency in agencies]


def sender(by: Principal) -> Agency | None:
    """The agency that `by` writes for; None where a key stands for nobody."""
    own = by.agencies_as(Role.STANDING_OFFICE)
    chosen = by.acting.agency_id if by.acting and by.acting.agency_id in own else next(iter(own), None)
    return people.agencies().filter(pk=chosen).first() if chosen else None


def issuer_of(by: Principal) -> Agency:
    """The agency that `by` writes for. Raises Invalid (`form`) where a key stands for nobody."""
    found = sender(by)
    if found is None:
        raise Invalid(_("Chưa rõ cơ quan ban hành công văn."), field="form")
    return found


def require_future(answer_by: date, today: date) -> None:
    """An answer is asked for a day to come. Raises Invalid (`answer_by`)."""
    if answer_by <= today:
        raise Invalid(_("Hạn trả lời phải sau ngày hôm nay."), field="answer_by")


def _draft(by: Principal, agency: Agency, issuer: Agency, today: date, answer_by: date) -> Letter:
    tasks = gathering.late_tasks(agency, today, with_illustrative=by.illustrative)
    if not tasks:
        raise Invalid(
            _("%(agency)s không có nhiệm vụ quá hạn.") % {"agency": agency},
            field="agencies",
            hint=_("Bỏ chọn đơn vị này."),
        )
    with acting(by, "urging.draft_letter") as act:
        row = Letter.objects.select_for_update().filter(agency=agency, state=LetterState.DRAFT).first()
        if row is None:
            words = usual_words(issuer, queries.last_form(issuer.pk))
            row = Letter(
                agency=agency,
                issuer=issuer,
                subject=SUBJECT,
                request_text=REQUEST,
                form=words.model_dump(mode="json"),
            )
        row.as_of, row.answer_by = today, answer_by
        row.made_at, row.made_label = act.now, by.actor_label
        row.illustrative = by.illustrative
        row.save()
        row.lines.all().delete()
        LetterLine.objects.bulk_create(gathering.lines(row, tasks, today))
        told = {"agency": agency.code, "tasks": [task.code for task in tasks]}
        act.record(stream(row), subject=row, data=told)
    return row


def locked(by: Principal, key: UUID, version: int | None = None) -> Letter:
    """The letter, locked. Raises NotFound; Conflict when it changed since `version`."""
    row = Letter.objects.select_for_update(of=("self",)).filter(pk=key).first()
    if row is None or not (policies.may_see(by, row) or policies.may_answer(by, row)):
        raise NotFound(_("Không có công văn đôn đốc này."))
    if version is not None and row.version != version:
        raise Conflict(
            _("Công văn vừa được người khác thay đổi."), hint=_("Mở lại trang để xem bản mới rồi làm tiếp.")
        )
    return row


def edit_letter(by: Principal, key: UUID, draft: LetterDraft, *, version: int) -> Letter:
    """Change the words of a draft (sửa dự thảo). Raises NotAllowed, NotFound, Conflict, Invalid."""
    policies.require_urge(by)
    with acting(by, "urging.edit_letter") as act:
        row = locked(by, key, version)
        if row.state != LetterState.DRAFT:
            raise Conflict(_("Công văn đã phát hành, không sửa được."), hint=_("Thu hồi rồi soạn lại."))
        require_future(draft.answer_by, clock.today())
        row.subject, row.request_text, row.answer_by = draft.subject, draft.request_text, draft.answer_by
        row.form = draft.form.model_dump(mode="json")
        row.version += 1
        row.save()
        told: dict[str, Any] = draft.model_dump(mode="json")
        act.record(stream(row), subject=row, data=told)
    return row


def withdraw_letter(by: Principal, key: UUID, *, reason: str, version: int | None = None) -> Letter:
    """Take a letter back (thu hồi); its document stays registered. Raises Invalid (`reason`), Conflict."""
    policies.require_urge(by)
    if not reason.strip():
        raise Invalid(_("Chưa ghi lý do thu hồi."), field="reason")
    with acting(by, "urging.withdraw_letter", reason=reason.strip()) as act:
        row = locked(by, key, version)
        if row.state in (LetterState.WITHDRAWN, LetterState.ANSWERED):
            raise Conflict(_("Công văn này đã kết thúc, không thu hồi được."))
        row.state, row.withdrawn_reason = LetterState.WITHDRAWN, reason.strip()
        row.version += 1
        row.save()
        act.record(stream(row), subject=row)
    return row


def attach_signed(by: Principal, key: UUID, upload: BinaryIO, name: str) -> Letter:
    """Add the signed scan (bản ký) to an issued letter; the files it was issued with stay.

    Raises NotAllowed, NotFound, Conflict for a draft; Invalid (`file`) as documents do.
    """
    policies.require_urge(by)
    with acting(by, "urging.sign_letter") as act:
        row = locked(by, key)
        if row.document_id is None:
            raise Conflict(_("Công văn chưa phát hành, chưa có bản ký."))
        attachment = documents.attach_file(by, row.document_id, upload, name)
        row.signed = attachment.file
        row.version += 1
        row.save(update_fields=["signed", "version"])
        act.record(stream(row), subject=row, data={"file": attachment.file.digest}, facts=[attachment.file])
    return row
