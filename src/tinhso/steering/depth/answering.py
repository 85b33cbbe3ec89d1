"""What joint agencies say of their part (xác nhận phối hợp)."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from tinhso.base.actions import acting
from tinhso.base.errors import Invalid, NotFound
from tinhso.people.principals import Principal
from tinhso.steering.depth import holding, rights, telling
from tinhso.steering.depth.drafts import PartAnswerDraft
from tinhso.steering.models import JointAgency


def answer(by: Principal, link_id: UUID, draft: PartAnswerDraft) -> JointAgency:
    """Say that the agency agrees, is done with its part, or declines (xác nhận phần việc phối hợp).

    It may be said anew until the task ends. Raises NotAllowed, Conflict, Invalid (`note` when declining).
    """
    with acting(by, "task.answer_part", reason=draft.note) as act:
        link = JointAgency.objects.select_related("agency").filter(pk=link_id).first()
        if link is None:
            raise NotFound(_("Không có phần việc phối hợp này."), field="part")
        task = holding.locked(link.task_id)
        rights.require_for(by, link.agency, _("Bạn không trả lời thay đơn vị phối hợp này được."))
        holding.require_open(task)
        if draft.part == JointAgency.Part.ASKED:
            raise Invalid(_("Chọn: nhận phối hợp, đã xong phần việc, hoặc từ chối."), field="part")
        if draft.part == JointAgency.Part.DECLINED and not draft.note:
            raise Invalid(_("Nêu lý do từ chối phối hợp."), code="missing", field="part_note")
        link.part, link.note = draft.part, draft.note
        link.answered_at, link.answered_label = act.now, by.actor_label
        link.save()
        told = {"agency": link.agency.code, "part": link.part}
        holding.note(act, task, told, illustrative=holding.marked(by, task))
        telling.part_answered(act, task, link)
    return link
