"""Who drafts, who is asked, who sends for an agency, who reads."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from tinhso.base.audit.context import Actor, SystemActor
from tinhso.base.errors import NotAllowed, NotFound
from tinhso.consultation.models import Draft, Invitee
from tinhso.people import policies as people
from tinhso.people import queries as posts
from tinhso.people.capabilities import Capability, Scope
from tinhso.people.models import Role
from tinhso.people.principals import Principal

_SENDERS = (Role.HEAD_OF_AGENCY, Role.LEADER, Role.STANDING_OFFICE)


def may_draft(by: Actor, agency: UUID | None = None) -> bool:
    """Whether `by` consults on drafts of that agency (of any, when none is named)."""
    if isinstance(by, SystemActor):
        return True
    if not isinstance(by, Principal):
        return False
    held = people.span(by, Capability.CONSULT)
    return bool(held) if agency is None else agency in held


def require_draft(by: Actor, agency: UUID | None = None) -> None:
    """Raises NotSignedIn, NotAllowed unless `by` consults on drafts of that agency."""
    if may_draft(by, agency):
        return
    message = _("Chỉ cơ quan soạn thảo hoặc cơ quan thường trực làm được việc này.")
    if isinstance(by, Principal):
        people.require_may(by, Capability.CONSULT, agency, message=message)
    raise NotAllowed(message)


def asked_rows(by: Principal, prefix: str = "") -> Q:
    """Invitees whom `by` answers for: the own agencies, and oneself; `prefix` leads to them."""
    held = people.span(by, Capability.COMMENT).agencies or frozenset()
    mine = Q(**{f"{prefix}agency__in": held})
    if by.person_id and by.may_use(Scope.DRAFTS):
        mine |= Q(**{f"{prefix}person": by.person_id})
    return mine


def _read_as_asked(by: Principal) -> Q:
    """The same, for reading: a key that only reads does too."""
    held = people.span(by, Capability.READ_SUBMITTED).agencies or frozenset()
    read = asked_rows(by, "rounds__invitees__") | Q(rounds__invitees__agency__in=held)
    return read | Q(rounds__invitees__person=by.person_id) if by.person_id else read


def readable(by: Principal) -> Q:
    """The drafts that `by` may read: those of the own agency, those it was asked on; leaders read all.

    May repeat rows: use it on `distinct()` sets, or inside `pk__in`.
    """
    if not by.is_signed_in:
        return Q(pk__in=())
    reads, drafts = people.span(by, Capability.READ_SUBMITTED), people.span(by, Capability.CONSULT)
    if reads.agencies is None or drafts.agencies is None:
        return Q()
    return reads.rows("agency") | drafts.rows("agency") | _read_as_asked(by)


def may_read(by: Actor, draft: Draft) -> bool:
    """Whether `by` may read that draft."""
    if isinstance(by, SystemActor):
        return True
    if not isinstance(by, Principal) or not by.is_signed_in:
        return False
    return type(draft)._default_manager.filter(readable(by), pk=draft.pk).exists()


def require_read(by: Principal, draft: Draft) -> None:
    """Raises NotSignedIn; NotFound, since what may not be read is not admitted to exist."""
    if may_read(by, draft):
        return
    people.require_signed_in(by)
    raise NotFound(_("Không có dự thảo này, hoặc bạn không được xem."), field="code")


def may_write(by: Actor, invitee: Invitee) -> bool:
    """Whether `by` writes comments for whom was asked: its officers and head, or the person."""
    if isinstance(by, SystemActor):
        return True
    if not isinstance(by, Principal) or not by.is_signed_in:
        return False
    if invitee.person_id:
        return invitee.person_id == by.person_id and by.may_use(Scope.DRAFTS)
    return invitee.agency_id in (people.span(by, Capability.COMMENT).agencies or ())


def require_write(by: Actor, invitee: Invitee) -> None:
    """Raises NotSignedIn, NotAllowed naming who was asked."""
    if may_write(by, invitee):
        return
    if isinstance(by, Principal):
        people.require_signed_in(by)
        if not by.may_use(Scope.DRAFTS):
            raise people.scope_missing(Scope.DRAFTS)
    raise NotAllowed(
        _("Phần góp ý này của %(name)s.") % {"name": invitee.name},
        hint=_("Chỉ người của cơ quan được hỏi, hoặc chính người được hỏi, góp ý ở đây."),
    )


def has_head(agency: UUID) -> bool:
    """Whether somebody sits as head of that agency today, in the product."""
    return posts.is_seated(agency, Role.HEAD_OF_AGENCY)


def may_send(by: Actor, invitee: Invitee) -> bool:
    """Whether `by` sends the official answer: the head of the agency, or its officer where no head works
    in the product; a person for themselves.
    """
    if not may_write(by, invitee):
        return False
    if isinstance(by, SystemActor) or invitee.person_id or invitee.agency_id is None:
        return True
    if isinstance(by, Principal) and invitee.agency_id in by.agencies_as(*_SENDERS):
        return True
    return not has_head(invitee.agency_id)


def require_send(by: Actor, invitee: Invitee) -> None:
    """Raises NotSignedIn, NotAllowed telling who sends."""
    require_write(by, invitee)
    if not may_send(by, invitee):
        raise NotAllowed(
            _("Thủ trưởng %(name)s gửi văn bản góp ý chính thức.") % {"name": invitee.name},
            code="head_sends",
            hint=_("Ý kiến bạn soạn đã được lưu; thủ trưởng xem và gửi từ trang này."),
        )
