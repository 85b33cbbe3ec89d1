"""An agency's part: kept while it is typed, sent, accepted or returned with a reason."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from tinhso.base.actions import Act, acting
from tinhso.base.audit.context import Actor
from tinhso.base.errors import Conflict, Invalid, NotFound
from tinhso.notify.sending import Notice, To, send
from tinhso.reports import policies
from tinhso.reports.actions.beginning import title_of
from tinhso.reports.actions.common import reason_given, require_version, stream
from tinhso.reports.events import ContributionSent
from tinhso.reports.models import Contribution
from tinhso.reports.queries import ON_THE_WAY
from tinhso.reports.schemas import ContributionDraft

_OPEN = (Contribution.State.WAITING, Contribution.State.RETURNED)


def save(by: Actor, key: UUID, draft: ContributionDraft, *, version: int | None = None) -> Contribution:
    """Keep what was typed so far (lưu nháp); nobody else is told. Raises NotAllowed, Conflict."""
    with acting(by, "reports.save") as act:
        row = _for_writing(by, key, version)
        _fill(row, draft)
        row.save()
        _record(act, row)
    return row


def send_in(by: Actor, key: UUID, draft: ContributionDraft, *, version: int | None = None) -> Contribution:
    """Send an agency's part (gửi). Raises NotAllowed, Conflict; Invalid where nothing is said."""
    with acting(by, "reports.send") as act:
        row = _for_writing(by, key, version)
        if not draft.text.strip():
            raise Invalid(
                _("Chưa có nội dung để gửi."),
                code="missing",
                field="text",
                hint=_("Nếu không có gì để báo cáo, ghi “Không phát sinh”."),
            )
        wrong = [key for key, said in draft.confirmed.items() if not said.right and not said.note.strip()]
        if wrong:
            raise Invalid(_("Nêu số đúng hoặc lý do ở số liệu bạn cho là chưa đúng."), field="confirmed")
        send_within(act, row, draft, by.actor_label)
    return row


def send_within(act: Act, row: Contribution, draft: ContributionDraft, label: str) -> None:
    """The same inside another action's transaction."""
    _fill(row, draft)
    row.state, row.sent_at, row.sent_label = Contribution.State.SENT, act.now, label
    row.returned_reason = ""
    row.save()
    _record(act, row)
    act.emit(ContributionSent(contribution=row.pk))


def accept(by: Actor, key: UUID) -> Contribution:
    """Take an agency's part (tiếp nhận). Raises NotAllowed, Conflict."""
    policies.require_compose(by)
    with acting(by, "reports.accept") as act:
        row = _decided(key)
        row.state = Contribution.State.ACCEPTED
        row.save(update_fields=["state"])
        _record(act, row)
    return row


def return_(by: Actor, key: UUID, *, reason: str) -> Contribution:
    """Give an agency's part back to be completed (trả lại); it is told why. Raises NotAllowed, Conflict."""
    policies.require_compose(by)
    told = reason_given(reason)
    with acting(by, "reports.return", reason=told) as act:
        row = _decided(key)
        row.state, row.returned_reason = Contribution.State.RETURNED, told
        row.version += 1
        row.save(update_fields=["state", "returned_reason", "version"])
        _record(act, row)
        values = {"part": row.asks or row.slot, "title": title_of(row.report), "reason": told}
        notice = Notice(
            "reports.returned",
            To(agencies=(row.agency_id,)),
            values,
            row.get_absolute_url(),
            f"{row.pk}:{row.version}",
            illustrative=row.illustrative,
        )
        send(act, [notice])
    return row


def _locked(key: UUID) -> Contribution:
    around = ("report__template", "agency")
    row = Contribution.objects.select_for_update(of=("self",)).select_related(*around).filter(pk=key).first()
    if row is None:
        raise NotFound(_("Không có phần góp ý này."), field="contribution")
    if row.report.state not in ON_THE_WAY:
        raise Conflict(
            _("Báo cáo đã chốt nên không nhận thêm nội dung."),
            field="state",
            hint=_("Liên hệ cơ quan thường trực để mở lại; nội dung bạn nhập còn ở dưới."),
        )
    return row


def _for_writing(by: Actor, key: UUID, version: int | None) -> Contribution:
    row = _locked(key)
    policies.require_contribute(by, row)
    if row.state not in _OPEN:
        raise Conflict(
            _("Phần này đã gửi."),
            field="state",
            hint=_("Đề nghị cơ quan thường trực trả lại nếu cần sửa."),
        )
    require_version(row.version, version)
    return row


def _decided(key: UUID) -> Contribution:
    row = _locked(key)
    if row.state not in (Contribution.State.SENT, Contribution.State.ACCEPTED):
        raise Conflict(_("Đơn vị chưa gửi phần này."), field="state")
    return row


def _fill(row: Contribution, draft: ContributionDraft) -> None:
    row.text = draft.text
    row.confirmed = {key: said.model_dump() for key, said in draft.confirmed.items()}
    row.version += 1


def _record(act: Act, row: Contribution) -> None:
    data = {"slot": row.slot, "agency": row.agency.code, "state": row.state}
    act.record(stream(row.report), subject=row, data=data)
