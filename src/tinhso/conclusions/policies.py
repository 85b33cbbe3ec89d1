"""Who writes minutes, opens ballots, votes, agrees to conclusions; and who sees them."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from tinhso.base.audit.context import Actor, SystemActor
from tinhso.base.errors import NotAllowed
from tinhso.committees import queries as committees
from tinhso.committees.models import Committee
from tinhso.committees.roles import MemberRole
from tinhso.conclusions.models import Ballot, Conclusion, ConclusionJoint, ConclusionState, Decision
from tinhso.meetings.models import Meeting
from tinhso.people import policies as people
from tinhso.people.capabilities import Capability, Scope
from tinhso.people.principals import Principal

_WRITERS = (MemberRole.CHAIR, MemberRole.STANDING_DEPUTY, MemberRole.SECRETARY)
_AGREEING = (MemberRole.CHAIR, MemberRole.STANDING_DEPUTY)
ISSUED = (ConclusionState.ISSUED, ConclusionState.CARRIED, ConclusionState.TASK)


def may_write(by: Actor, committee: Committee) -> bool:
    """Whether `by` keeps the minutes and drafts conclusions: standing office, chair, secretary."""
    if not isinstance(by, Principal):
        return isinstance(by, SystemActor)
    if not by.is_signed_in:
        return False
    if by.may(Capability.CONVENE):
        return True
    return by.may_use(Scope.MEETINGS) and committees.holds(by.person_id, committee.pk, *_WRITERS)


def require_write(by: Actor, committee: Committee) -> None:
    """Raises NotSignedIn, NotAllowed."""
    if may_write(by, committee):
        return
    _refuse(by, _("Chỉ chủ trì, thư ký và cơ quan thường trực ghi biên bản, lập phiếu và dự thảo kết luận."))


def may_write_somewhere(by: Principal) -> bool:
    """Whether `by` writes for any committee at all."""
    if by.may(Capability.CONVENE):
        return True
    if not by.is_signed_in or not by.may_use(Scope.MEETINGS):
        return False
    return committees.committees_of(by.person_id, *_WRITERS).exists()


def may_agree(by: Actor, meeting: Meeting) -> bool:
    """Whether `by` decides what a meeting concluded: who chaired it, or who signs by the regulation."""
    if not isinstance(by, Principal):
        return isinstance(by, SystemActor)
    if not by.is_signed_in or by.person_id is None or not by.may_use(Scope.MEETINGS):
        return False
    if meeting.chair_id == by.person_id:
        return True
    regulation = committees.regulation(meeting.committee, meeting.starts_at.date())
    roles = tuple(MemberRole(role) for role in regulation.signs) if regulation else _AGREEING
    return bool(roles) and committees.holds(by.person_id, meeting.committee_id, *roles)


def may_chair(by: Actor, ballot: Ballot) -> bool:
    """Whether `by` decides a tie: who chairs the meeting, or the committee."""
    if not isinstance(by, Principal) or by.person_id is None or not by.may_use(Scope.MEETINGS):
        return isinstance(by, SystemActor)
    if ballot.meeting and ballot.meeting.chair_id == by.person_id:
        return True
    return committees.holds(by.person_id, ballot.committee_id, MemberRole.CHAIR)


def refuse_agree(by: Actor) -> None:
    """Raises NotSignedIn, NotAllowed: only the chair agrees."""
    _refuse(by, _("Chỉ người chủ trì hoặc người ký theo quy chế được thống nhất kết luận."))


def refuse_vote(by: Actor) -> None:
    """Raises NotSignedIn, NotAllowed: only those on the roll vote."""
    _refuse(by, _("Chỉ thành viên có tên trong danh sách lấy phiếu được gửi phiếu."))


def require_use(by: Principal) -> None:
    """A person, or a key with the scope of meetings. Raises NotSignedIn, NotAllowed."""
    people.require_signed_in(by)
    if not by.may_use(Scope.MEETINGS):
        raise people.scope_missing(Scope.MEETINGS)


def _refuse(by: Actor, message: str) -> None:
    if isinstance(by, Principal):
        require_use(by)
    raise NotAllowed(
        message, hint=_("Kiểm tra tài khoản đang dùng; hỏi cơ quan thường trực nếu cần được bổ sung.")
    )


def require_read(by: Principal) -> None:
    """Raises NotSignedIn, NotAllowed unless `by` reads anything here: members, agencies, auditors."""
    if by.may(Capability.READ_SUBMITTED) or (by.is_signed_in and by.person_id and _sits(by)):
        return
    people.require_may(by, Capability.READ_SUBMITTED)


def _sits(by: Principal) -> bool:
    return by.may_use(Scope.READ) and committees.committees_of(by.person_id).exists()


def reads_all(by: Principal) -> bool:
    """Whether `by` reads of every committee: leaders, standing office, auditors."""
    return by.may(Capability.READ_SUBMITTED) and by.reach(Capability.READ_SUBMITTED) is None


def of_committees(by: Principal, field: str = "committee") -> Q:
    """Rows of the committees that `by` reads of."""
    if reads_all(by):
        return Q()
    return Q(**{f"{field}__in": committees.committees_of(by.person_id)})


def visible(by: Principal, rows: QuerySet[Conclusion]) -> QuerySet[Conclusion]:
    """The conclusions that `by` may see: those of one's committees; issued ones about one's agencies."""
    if reads_all(by):
        return rows
    own = by.reach(Capability.READ_SUBMITTED) or frozenset()
    joint = ConclusionJoint.objects.filter(agency__in=own).values("conclusion")
    about = Q(state__in=ISSUED) & (Q(lead__in=own) | Q(pk__in=joint))
    return rows.filter(of_committees(by) | about)


def require_meeting(by: Principal, meeting: Meeting) -> None:
    """Raises NotAllowed unless `by` may read what was said there: members, invited, leaders, auditors."""
    if may_read_meeting(by, meeting):
        return
    people.require_signed_in(by)
    raise NotAllowed(
        _("Biên bản và kết luận dự thảo chỉ dành cho thành viên và người được mời họp."),
        hint=_("Kết luận đã ban hành có việc của đơn vị nằm ở danh mục kết luận."),
    )


def require_decision(by: Principal, decision: Decision) -> None:
    """Raises NotAllowed unless `by` may read what was decided: the committee's, those who were invited."""
    if decision.meeting and may_read_meeting(by, decision.meeting):
        return
    if reads_all(by) or (by.may_use(Scope.READ) and committees.holds(by.person_id, decision.committee_id)):
        return
    people.require_signed_in(by)
    raise NotAllowed(
        _("Quyết nghị chỉ dành cho thành viên và người được mời họp."),
        hint=_("Kết luận đã ban hành có việc của đơn vị nằm ở danh mục kết luận."),
    )


def may_read_meeting(by: Principal, meeting: Meeting) -> bool:
    """Whether `by` may read the minutes and drafts of a meeting."""
    if reads_all(by):
        return True
    if not by.is_signed_in or by.person_id is None or not by.may_use(Scope.READ):
        return False
    return (
        committees.holds(by.person_id, meeting.committee_id)
        or meeting.invitations.filter(Q(person_id=by.person_id) | Q(substitute_id=by.person_id)).exists()
    )


def refuse_writing(by: Principal) -> None:
    """Raises NotSignedIn, NotAllowed: only those who keep minutes open ballots."""
    _refuse(by, _("Chỉ chủ trì, thư ký và cơ quan thường trực lập phiếu lấy ý kiến."))
