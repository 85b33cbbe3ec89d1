"""Who sees a meeting, who plans and leads it, who answers an invitation. The public sees none."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from tinhso.base.audit.context import Actor, SystemActor
from tinhso.base.errors import NotAllowed, NotFound
from tinhso.base.files.models import StoredFile
from tinhso.committees import queries as committees
from tinhso.committees.models import Committee
from tinhso.committees.roles import MemberRole
from tinhso.meetings.models import Invitation, Meeting, Paper
from tinhso.meetings.states import InviteState
from tinhso.people import policies as people
from tinhso.people.capabilities import Capability, Scope
from tinhso.people.principals import Principal

TOLD: Final = (InviteState.SENT, InviteState.ACCEPTED, InviteState.DECLINED, InviteState.SUBSTITUTED)
"""States of invitations that were sent and stand."""


def _agencies(by: Principal) -> frozenset[UUID]:
    """Every agency in which somebody holds a post."""
    return by.agencies_as(*by.agencies)


def _opened(by: Principal) -> bool:
    """Whether the way of asking opens meetings at all."""
    return by.is_signed_in and (by.may_use(Scope.READ) or by.may_use(Scope.MEETINGS))


def sees_all(by: Actor) -> bool:
    """Standing office, leaders and auditors; and the product itself."""
    if not isinstance(by, Principal):
        return isinstance(by, SystemActor)
    if not by.is_signed_in:
        return False
    return by.reach(Capability.READ_SUBMITTED) is None or by.reach(Capability.CONVENE) is None


def own_invitations(by: Principal) -> Q:
    """Invitations of somebody: in person, as a substitute, or of an agency in which they hold a post."""
    mine = Q(agency__in=_agencies(by), person=None)
    if by.person_id is not None:
        mine |= Q(person=by.person_id) | Q(substitute=by.person_id)
    return mine


def visible(by: Actor, rows: QuerySet[Meeting]) -> QuerySet[Meeting]:
    """Those of `rows` that somebody may see: all, or those of their committees and invitations."""
    if sees_all(by):
        return rows
    if not isinstance(by, Principal) or not _opened(by):
        return rows.none()
    asked = Invitation.objects.filter(own_invitations(by), meeting=OuterRef("pk"), state__in=TOLD)
    return rows.filter(Q(committee__in=committees.committees_of(by.person_id)) | Exists(asked))


def require_see(by: Actor, meeting: Meeting) -> None:
    """Raises NotSignedIn; NotFound for what may not be seen: it is not admitted to exist."""
    if isinstance(by, Principal):
        people.require_signed_in(by)
    if not visible(by, Meeting.objects.filter(pk=meeting.pk)).exists():
        raise NotFound(_("Không có phiên họp này."), field="meeting")


def may_plan_somewhere(by: Actor) -> bool:
    """Whether somebody plans meetings of any committee."""
    if isinstance(by, SystemActor):
        return True
    if not isinstance(by, Principal) or not by.is_signed_in:
        return False
    if by.reach(Capability.CONVENE) is None:
        return True
    return (
        by.may_use(Scope.MEETINGS) and committees.committees_of(by.person_id, MemberRole.SECRETARY).exists()
    )


def require_plan_somewhere(by: Actor) -> None:
    """Raises NotSignedIn, NotAllowed."""
    if not may_plan_somewhere(by):
        _refuse(by, _("Chỉ cơ quan thường trực và thư ký của ban tổ chức phiên họp."))


def may_plan(by: Actor, committee: Committee) -> bool:
    """Standing office, or the committee's secretary: plan, invite, fill the agenda, take attendance."""
    if isinstance(by, SystemActor):
        return True
    if not isinstance(by, Principal) or not by.is_signed_in:
        return False
    if by.reach(Capability.CONVENE) is None:
        return True
    return by.may_use(Scope.MEETINGS) and committees.holds(by.person_id, committee.pk, MemberRole.SECRETARY)


def require_plan(by: Actor, committee: Committee) -> None:
    """Raises NotSignedIn, NotAllowed."""
    if not may_plan(by, committee):
        _refuse(by, _("Chỉ cơ quan thường trực và thư ký của ban tổ chức phiên họp."))


def may_lead(by: Actor, meeting: Meeting) -> bool:
    """Whoever plans it, and its chair: open, say which item is on, close."""
    if may_plan(by, meeting.committee):
        return True
    if not isinstance(by, Principal) or by.person_id is None or not by.may_use(Scope.MEETINGS):
        return False
    return meeting.chair_id == by.person_id


def require_lead(by: Actor, meeting: Meeting) -> None:
    """Raises NotSignedIn, NotAllowed."""
    if not may_lead(by, meeting):
        _refuse(by, _("Chỉ chủ trì, thư ký và cơ quan thường trực điều hành phiên họp."))


def is_own(by: Actor, invitation: Invitation) -> bool:
    """Whether the invitation is somebody's own, or of an agency in which they hold a post."""
    if not isinstance(by, Principal) or not by.is_signed_in:
        return False
    if invitation.person_id is not None:
        return invitation.person_id == by.person_id
    return invitation.agency_id is not None and invitation.agency_id in _agencies(by)


def may_answer(by: Actor, invitation: Invitation) -> bool:
    """The invited themselves, or whoever plans the meeting and was told by telephone."""
    if is_own(by, invitation):
        return not isinstance(by, Principal) or by.may_use(Scope.MEETINGS)
    return may_plan(by, invitation.meeting.committee)


def require_answer(by: Actor, invitation: Invitation) -> None:
    """Raises NotSignedIn, NotAllowed."""
    if not may_answer(by, invitation):
        _refuse(by, _("Chỉ người được mời trả lời giấy mời này."))


def may_join(by: Actor, meeting: Meeting) -> bool:
    """Whether the links of remote points are told: to those who are invited, and to those who plan."""
    if may_lead(by, meeting):
        return True
    if not isinstance(by, Principal) or not by.is_signed_in:
        return False
    return meeting.invitations.filter(own_invitations(by), state__in=TOLD).exists()


def may_see_file(who: object, file: StoredFile) -> bool:
    """Whether a paper of a meeting that the reader may see carries this file; in `TINHSO_FILE_POLICIES`."""
    if not isinstance(who, Principal) or not who.is_signed_in:
        return False
    meetings = Paper.objects.filter(file=file, withdrawn=False).values("item__meeting")
    return visible(who, Meeting.objects.filter(pk__in=meetings)).exists()


def _refuse(by: Actor, message: str) -> None:
    if isinstance(by, Principal):
        people.require_signed_in(by)
        if by.scopes is not None and not by.may_use(Scope.MEETINGS):
            raise people.scope_missing(Scope.MEETINGS)
    raise NotAllowed(message)
