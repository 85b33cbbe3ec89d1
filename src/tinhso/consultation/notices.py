"""What drafters, the asked and their heads are told; who is told is worked out here."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.utils.translation import gettext_lazy as _

from tinhso.base.actions import Act
from tinhso.base.web import wording
from tinhso.consultation.models import Draft, Invitee, Round
from tinhso.notify.kinds import NoticeKind
from tinhso.notify.sending import Notice, To, send
from tinhso.people.capabilities import ABLE, Capability

INVITED: Final = NoticeKind(
    "drafts.invited",
    _("Mời góp ý dự thảo"),
    _("Đề nghị góp ý: {title}"),
    _("{agency} đề nghị góp ý dự thảo {title}. Hạn trả lời: {deadline}."),
    "drafts",
)
REMINDED: Final = NoticeKind(
    "drafts.reminded",
    _("Nhắc góp ý dự thảo"),
    _("Sắp hết hạn góp ý: {title}"),
    _(
        "Dự thảo {title} còn {left} ngày làm việc là hết hạn góp ý ({deadline});"
        " cơ quan của bạn chưa trả lời."
    ),
    "drafts",
)
EXTENDED: Final = NoticeKind(
    "drafts.extended",
    _("Gia hạn góp ý dự thảo"),
    _("Gia hạn góp ý: {title}"),
    _("Hạn góp ý dự thảo {title} được lùi đến {deadline}."),
    "drafts",
)
WISHED: Final = NoticeKind(
    "drafts.wished",
    _("Xin gia hạn góp ý"),
    _("{name} xin gia hạn góp ý"),
    _("{name} xin thêm thời gian góp ý dự thảo {title}: {why}"),
    "drafts",
)
SENT_LATE: Final = NoticeKind(
    "drafts.sent_late",
    _("Ý kiến gửi muộn"),
    _("{name} gửi ý kiến sau hạn"),
    _("{name} gửi ý kiến về dự thảo {title} sau khi hết hạn. Lý do: {why}"),
    "drafts",
)
DECIDED: Final = NoticeKind(
    "drafts.late_decided",
    _("Trả lời về ý kiến gửi muộn"),
    _("Ý kiến gửi muộn: {decision}"),
    _("Ý kiến gửi muộn của {name} về dự thảo {title}: {decision}. {why}"),
    "drafts",
)
CLOSED: Final = NoticeKind(
    "drafts.round_closed",
    _("Kết thúc lấy ý kiến"),
    _("Đã kết thúc lấy ý kiến: {title}"),
    _("Đợt lấy ý kiến về dự thảo {title} đã kết thúc: {answered}/{asked} nơi được hỏi đã trả lời."),
    "drafts",
)
ALL_ANSWERED: Final = NoticeKind(
    "drafts.all_answered",
    _("Đủ ý kiến góp ý"),
    _("Đã đủ ý kiến: {title}"),
    _(
        "Cả {asked} nơi được hỏi đã trả lời về dự thảo {title}, trước hạn {deadline}."
        " Có thể kết thúc đợt lấy ý kiến và trả lời."
    ),
    "drafts",
)
FINALISED: Final = NoticeKind(
    "drafts.finalised",
    _("Dự thảo đã ban hành"),
    _("Đã ban hành: {document}"),
    _(
        "Dự thảo {title} đã ban hành là {document}."
        " Xem ý kiến của cơ quan bạn được tiếp thu, giải trình ra sao."
    ),
    "drafts",
)

NOTICES: Final = (INVITED, REMINDED, EXTENDED, WISHED, SENT_LATE, DECIDED, CLOSED, ALL_ANSWERED, FINALISED)

WORKING: Final = tuple(role for role, able in ABLE.items() if Capability.CONSULT in able)
"""Who works on drafts in an agency: officers, heads, and the standing office where it is one of them."""


def of_asked(invitees: Iterable[Invitee]) -> To:
    """Agencies by those who work on drafts there, persons by themselves."""
    rows = list(invitees)
    return To(
        agencies=tuple(row.agency_id for row in rows if row.agency_id),
        persons=tuple(row.person_id for row in rows if row.person_id),
        roles=WORKING,
    )


def _drafter(draft: Draft) -> To:
    return To(agencies=(draft.agency_id,), roles=WORKING)


def _values(draft: Draft, of: Round | None = None) -> dict[str, str]:
    told = {"title": draft.named, "agency": draft.agency.name}
    return told | {"deadline": wording.day(of.deadline)} if of else told


def _tell(act: Act, kind: NoticeKind, to: To, draft: Draft, key: str, **values: str) -> None:
    told = {**_values(draft), **values}
    href = draft.get_absolute_url()
    send(act, [Notice(kind.code, to, told, href, key, illustrative=draft.illustrative)])


def invited(act: Act, of: Round, invitees: Iterable[Invitee]) -> None:
    """They are asked."""
    _tell(act, INVITED, of_asked(invitees), of.draft, f"{of.pk}", **_values(of.draft, of))


def reminded(act: Act, of: Round, invitees: Iterable[Invitee], left: int, occasion: str) -> None:
    """They have not answered; told once for each `occasion`."""
    words = {**_values(of.draft, of), "left": str(left)}
    _tell(act, REMINDED, of_asked(invitees), of.draft, f"{of.pk}:{occasion}", **words)


def extended(act: Act, of: Round, invitees: Iterable[Invitee]) -> None:
    """They have longer."""
    key = f"{of.pk}:{of.deadline.date().isoformat()}"
    _tell(act, EXTENDED, of_asked(invitees), of.draft, key, **_values(of.draft, of))


def wished(act: Act, invitee: Invitee) -> None:
    """The drafter is asked for more time."""
    draft = invitee.round.draft
    key = f"{invitee.pk}:{invitee.wished_at:%Y%m%d%H%M%S}"
    to = _drafter(draft)
    _tell(act, WISHED, to, draft, key, name=invitee.name, why=invitee.wish)


def sent_late(act: Act, invitee: Invitee) -> None:
    """The drafter is told of a late opinion."""
    draft = invitee.round.draft
    key = f"{invitee.pk}:{act.now:%Y%m%d%H%M%S}"
    _tell(act, SENT_LATE, _drafter(draft), draft, key, name=invitee.name, why=invitee.late_why)


def late_decided(act: Act, invitee: Invitee, decision: str) -> None:
    """Whoever sent late learns what the drafter said."""
    draft = invitee.round.draft
    key = f"{invitee.pk}:{act.now:%Y%m%d%H%M%S}"
    words = {"name": invitee.name, "decision": decision, "why": invitee.decision}
    _tell(act, DECIDED, of_asked([invitee]), draft, key, **words)


def closed(act: Act, of: Round, answered: int, asked: int) -> None:
    """The drafter is told that the round is over."""
    to = _drafter(of.draft)
    key = f"{of.pk}:{act.now:%Y%m%d%H%M%S}"
    _tell(act, CLOSED, to, of.draft, key, answered=str(answered), asked=str(asked))


def all_answered(act: Act, of: Round, asked: int) -> None:
    """The drafter is told that nobody is waited for any more."""
    to = _drafter(of.draft)
    words = {**_values(of.draft, of), "asked": str(asked)}
    _tell(act, ALL_ANSWERED, to, of.draft, f"{of.pk}:{asked}", **words)


def finalised(act: Act, draft: Draft, invitees: Iterable[Invitee]) -> None:
    """Everybody who was asked learns what became of it."""
    document = draft.document.cited if draft.document else ""
    _tell(act, FINALISED, of_asked(invitees), draft, str(draft.pk), document=document)
