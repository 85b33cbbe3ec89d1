"""The public: sending a comment without signing in, reading it before it is shown, forgetting who sent it."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from tinhso.base import clock
from tinhso.base.actions import acting
from tinhso.base.audit.context import Actor, SystemActor
from tinhso.base.errors import Conflict, Invalid, NotFound
from tinhso.consultation import policies
from tinhso.consultation.actions.common import require_alive, settle, stream
from tinhso.consultation.models import Comment, Draft, Moderation, Submission
from tinhso.consultation.queries import comments as queries
from tinhso.consultation.queries import drafts
from tinhso.consultation.schemas import NewSubmission
from tinhso.documents import secrecy

PUBLIC = SystemActor("Người dân, doanh nghiệp")


def submit(code: str, told: NewSubmission) -> Submission:
    """Take what somebody of the public sends (gửi ý kiến); nothing of it is shown before it was read.

    Raises NotFound for a draft that is not public, Conflict after the deadline, Invalid.
    """
    secrecy.refuse_secret({"text": told.text})
    draft, of = drafts.public_by_code(code)
    if not of.is_open or clock.now() > of.deadline:
        words = (
            _("Đợt lấy ý kiến đã kết thúc lúc %(moment)s.")
            if of.ended_early
            else _("Đợt lấy ý kiến đã hết hạn lúc %(moment)s.")
        )
        raise Conflict(
            words % {"moment": f"{clock.local(of.ended_at):%H:%M %d/%m/%Y}"},
            code="round_over",
            hint=_("Ý kiến bạn viết còn nguyên bên dưới: chép lại và gửi cho cơ quan soạn thảo."),
        )
    with acting(PUBLIC, "drafts.submit") as act:
        clause = of.version.clauses.filter(pk=told.clause).first() if told.clause else None
        if told.clause and clause is None:
            raise NotFound(_("Đoạn này không thuộc bản đang lấy ý kiến."), field="clause")
        row = Submission.objects.create(
            round=of,
            clause=clause,
            text=told.text,
            name=told.name,
            contact=told.contact,
            received_at=act.now,
            illustrative=draft.illustrative,
        )
        act.record(stream(draft), subject=row, data={"clause": clause.named if clause else ""})
        settle(act, Draft.objects.select_for_update().get(pk=draft.pk))
    return row


def moderate(by: Actor, submission_id: UUID, *, shown: bool, why: str = "") -> Submission:
    """Show what was sent, or refuse it with a reason (duyệt ý kiến); shown, it is to be answered."""
    if not shown and not why.strip():
        raise Invalid(_("Nêu lý do không đăng."), field="why")
    with acting(by, "drafts.moderate", reason=why) as act:
        row = queries.submission(submission_id)
        draft = Draft.objects.select_for_update().get(pk=row.round.draft_id)
        policies.require_draft(by, draft.agency_id)
        require_alive(draft)
        if row.state != Moderation.PENDING:
            raise Conflict(_("Ý kiến này đã được duyệt."), code="decided")
        row.state = Moderation.SHOWN if shown else Moderation.REFUSED
        row.decided_at, row.decided_by, row.decision = act.now, by.actor_label, why.strip()[:2000]
        row.save()
        made = [_comment(draft, row)] if shown else []
        act.record(stream(draft), subject=row, data={"shown": shown, "why": row.decision}, facts=made)
        settle(act, draft)
    return row


def _comment(draft: Draft, row: Submission) -> Comment:
    draft.last_comment += 1
    draft.save(update_fields=["last_comment"])
    return Comment.objects.create(
        draft=draft,
        round=row.round,
        number=draft.last_comment,
        submission=row,
        clause=row.clause,
        text=row.text,
        illustrative=row.illustrative,
    )


def read_contact(by: Actor, submission_id: UUID) -> Submission:
    """Look up who sent it (xem người gửi): the one way to the whole contact, and it leaves its trace."""
    with acting(by, "drafts.read_contact") as act:
        row = queries.submission(submission_id)
        policies.require_draft(by, row.round.draft.agency_id)
        act.record(stream(row.round.draft), subject=row)
    return row


def forget_contacts() -> int:
    """Clear names and contacts of rounds that were over long ago; how many were cleared."""
    before = clock.now() - timedelta(days=settings.DRAFT_CONTACT_DAYS)
    rows = Submission.objects.filter(round__closed_at__lt=before).exclude(name="", contact="")
    with acting(SystemActor("Lấy ý kiến"), "drafts.forget_contacts") as act:
        cleared = rows.update(name="", contact="")
        if cleared:
            act.record("drafts", subject="contacts", data={"cleared": cleared})
    return cleared
