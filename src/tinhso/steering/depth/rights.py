"""Who may see and do what inside a task: those who owe it, those who steer, those who watch."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from tinhso.base.errors import NotAllowed
from tinhso.people import policies as people
from tinhso.people import queries as agencies
from tinhso.people.capabilities import Capability
from tinhso.people.models import Agency
from tinhso.people.principals import Principal
from tinhso.steering.models import Deliverable, Task
from tinhso.steering.policies import may_edit, may_report_for, reporters

_SPEAKING = (Capability.REPORT, Capability.CONFIRM, Capability.EDIT_PLANS, Capability.DECIDE)


def _of_today(agency: Agency) -> set[UUID]:
    if agency.valid_to is None:
        return {agency.pk}
    return {one.pk for one in agencies.successors(agency)} | {agency.pk}


def _involved(task: Task) -> set[UUID]:
    found = {agency.pk for agency in reporters(task)}
    for row in task.deliverables.exclude(acceptor=None).select_related("acceptor"):
        found |= _of_today(row.acceptor) if row.acceptor else set()
    return found


def _reaches(by: Principal, task: Task, *capabilities: Capability) -> bool:
    spans = [people.span(by, capability) for capability in capabilities]
    if any(span.agencies is None for span in spans):
        return True
    return any(spans) and any(agency in span for agency in _involved(task) for span in spans)


def may_see_inside(by: Principal, task: Task) -> bool:
    """Papers and words of a task: agencies that work on it, the standing office, leaders, auditors."""
    return by.is_signed_in and _reaches(by, task, Capability.READ_SUBMITTED)


def may_speak(by: Principal, task: Task) -> bool:
    """Attaching and commenting: those who work on it or steer; auditors only read."""
    return by.is_signed_in and _reaches(by, task, *_SPEAKING)


def require_speak(by: Principal, task: Task) -> None:
    """Raises NotSignedIn, NotAllowed naming who may."""
    people.require_signed_in(by)
    if not may_speak(by, task):
        names = ", ".join(str(agency) for agency in reporters(task)) or _("chưa giao đơn vị nào")
        raise NotAllowed(
            _("Bạn không tham gia nhiệm vụ này."), hint=_("Đơn vị tham gia: %(names)s.") % {"names": names}
        )


def may_split(by: Principal, task: Task) -> bool:
    """Giving parts to others: the standing office, and the head of the lead agency."""
    if may_edit(by):
        return True
    return task.lead is not None and any(
        agency in people.span(by, Capability.CONFIRM) for agency in _of_today(task.lead)
    )


def require_split(by: Principal, task: Task) -> None:
    """Raises NotSignedIn, NotAllowed."""
    people.require_signed_in(by)
    if not may_split(by, task):
        raise NotAllowed(
            _("Bạn không chia được nhiệm vụ này."),
            hint=_("Cơ quan thường trực, hoặc thủ trưởng đơn vị chủ trì, chia việc."),
        )


def speaks_for(by: Principal, agency: Agency) -> bool:
    """Whether `by` may say something for that agency, or for one that it became."""
    heads = people.span(by, Capability.CONFIRM)
    return any(one in heads or may_report_for(by, one) for one in _of_today(agency))


def require_for(by: Principal, agency: Agency, message: str) -> None:
    """Raises NotSignedIn, NotAllowed with `message`."""
    people.require_signed_in(by)
    if not speaks_for(by, agency):
        raise NotAllowed(message, hint=_("Việc này của %(agency)s.") % {"agency": agency.name})


def may_accept(by: Principal, row: Deliverable) -> bool:
    """The acceptor named, and the standing office."""
    return may_edit(by) or (row.acceptor is not None and speaks_for(by, row.acceptor))


def require_accept(by: Principal, row: Deliverable) -> None:
    """Raises NotSignedIn, NotAllowed naming who may."""
    people.require_signed_in(by)
    if not may_accept(by, row):
        who = row.acceptor.name if row.acceptor else _("cơ quan thường trực")
        raise NotAllowed(
            _("Bạn không nghiệm thu được sản phẩm này."), hint=_("Bên nghiệm thu: %(who)s.") % {"who": who}
        )
