"""Verb: give the invitation its number of the book, and its entry in the register."""

from __future__ import annotations

from django.utils.translation import gettext as _

from tinhso.base import clock
from tinhso.base.audit.context import Actor
from tinhso.base.errors import Conflict
from tinhso.documents import numbering
from tinhso.documents.issuing import issue_within
from tinhso.documents.models import DocumentType
from tinhso.documents.schemas import IssueDraft
from tinhso.meetings import invitation_paper, policies
from tinhso.meetings.actions.common import OPEN, changing, require_state
from tinhso.meetings.models import Meeting


def issue_invitation(by: Actor, code: str, *, number: int | None = None) -> Meeting:
    """Number the invitation and enter it in the register (ban hành giấy mời).

    Raises NotAllowed, NotFound; Conflict when it has a number, or the committee no row among agencies.
    """
    with changing(by, code, "issue_invitation") as doing:
        meeting = doing.meeting
        policies.require_plan(by, meeting.committee)
        require_state(meeting, *OPEN)
        issuer = meeting.committee.agency
        if meeting.document is not None:
            raise Conflict(_("Giấy mời đã có số %(notation)s.") % {"notation": meeting.document.notation})
        if issuer is None:
            raise Conflict(
                _("Ban chỉ đạo chưa có trong danh mục cơ quan nên chưa cấp số được."),
                hint=_("Sửa ban chỉ đạo và chọn cơ quan tương ứng."),
            )
        on = clock.today()
        _lines, seat = invitation_paper.signing(meeting.committee, on)
        suffix = numbering.suffix_for(issuer, DocumentType.INVITATION) or invitation_paper.SUFFIX
        draft = IssueDraft(
            issuer=issuer.code,
            type=DocumentType.INVITATION,
            title=f"Giấy mời dự {meeting.title}",
            date=on,
            signer=seat.person.full_name if seat else "",
            number=number,
            suffix=suffix,
        )
        meeting.document = issue_within(doing.act, by, draft, illustrative=meeting.illustrative)
        doing.say(meeting.document, notation=meeting.document.notation)
    return meeting
