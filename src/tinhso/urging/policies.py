"""Who urges, who answers for an agency, who sees what is owed."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from tinhso.base.errors import NotAllowed
from tinhso.people import policies as people
from tinhso.people.capabilities import Capability
from tinhso.people.principals import Principal
from tinhso.urging.models import Letter, LetterState


def may_urge(by: Principal) -> bool:
    """Rules, runs and letters: the standing office."""
    return bool(people.span(by, Capability.URGE))


def require_urge(by: Principal) -> None:
    """Raises NotSignedIn, NotAllowed."""
    people.require_may(by, Capability.URGE, message=_("Chỉ cơ quan thường trực được đôn đốc."))


def readable(by: Principal) -> people.Span:
    """The agencies of which `by` sees what is owed and what was written to them."""
    return people.span(by, Capability.READ_SUBMITTED)


def require_read(by: Principal) -> people.Span:
    """Raises NotSignedIn, NotAllowed for those who see nothing of any agency."""
    held = readable(by)
    if not held:
        people.require_may(by, Capability.READ_SUBMITTED)
    return held


def reads_all(by: Principal) -> bool:
    """Whether `by` sees what is owed by all agencies."""
    return readable(by).agencies is None


def require_read_all(by: Principal) -> None:
    """What concerns all agencies: standing office, leaders, auditors. Raises NotSignedIn, NotAllowed."""
    if require_read(by).agencies is not None:
        raise NotAllowed(
            _("Trang này dành cho lãnh đạo, cơ quan thường trực và kiểm tra, giám sát."),
            hint=_("Việc của đơn vị bạn có ở “Việc của tôi”."),
        )


def may_see(by: Principal, letter: Letter) -> bool:
    """Drafts are the standing office's; what was issued is also for the agency, leaders and auditors."""
    if letter.illustrative and not by.illustrative:
        return False
    if may_urge(by):
        return True
    sent = letter.state != LetterState.DRAFT and letter.document_id is not None
    return sent and letter.agency_id in readable(by)


def of_agency(by: Principal, agency: UUID) -> bool:
    """Whether `by` works for the agency as officer or head."""
    own = by.reach(Capability.COMMENT) or frozenset()
    return agency in own and not may_urge(by)


def may_answer(by: Principal, letter: Letter) -> bool:
    """Officers and heads of the agency; the standing office enters what comes on paper."""
    if letter.illustrative and not by.illustrative:
        return False
    return letter.agency_id in people.span(by, Capability.WRITE_FIGURES)


def require_answer(by: Principal, letter: Letter) -> None:
    """Raises NotSignedIn, NotAllowed naming who may."""
    people.require_signed_in(by)
    if not may_answer(by, letter):
        raise NotAllowed(
            _("Công văn này không gửi đơn vị của bạn."),
            hint=_("Đơn vị trả lời: %(agency)s.") % {"agency": letter.agency},
        )
