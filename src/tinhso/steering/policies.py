"""Who may edit plans, report, confirm, and decide; and who may see what is not confirmed yet."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from tinhso.base.audit.context import Actor, SystemActor
from tinhso.base.errors import Conflict, NotAllowed
from tinhso.indicators import policies as figures
from tinhso.indicators.approval.approving import levels_of
from tinhso.indicators.approval.levels import Chain
from tinhso.people import policies as people
from tinhso.people import queries as agencies
from tinhso.people.capabilities import Capability, Scope
from tinhso.people.models import Agency
from tinhso.people.principals import Principal
from tinhso.steering.models import Plan, Report, Target, Task

Subject = Target | Task


def may_edit(by: Principal) -> bool:
    """Whether `by` may edit plans and what they hold: the standing office."""
    return bool(people.span(by, Capability.EDIT_PLANS))


def require_edit(by: Principal, plan: Plan | None = None) -> None:
    """Raises NotSignedIn, NotAllowed; Conflict for a plan of another province, which is only read."""
    people.require_may(by, Capability.EDIT_PLANS, message=_("Chỉ cơ quan thường trực được sửa kế hoạch."))
    if plan is not None:
        require_home(plan)


def require_home(plan: Plan) -> None:
    """Raises Conflict for a plan of a reference province."""
    if plan.pack != settings.HOME_PACK:
        raise Conflict(_("Kế hoạch của tỉnh khác để tham khảo, không sửa và không báo cáo ở đây."))


def reporters(subject: Subject) -> list[Agency]:
    """The agencies that owe reports on it, those that carry on for agencies that ended included.

    Of a target its collectors, else its lead; of a task its lead and the joint agencies.
    """
    if isinstance(subject, Target):
        named = [collector.agency for collector in subject.collectors.select_related("agency")]
        named = named or ([subject.lead] if subject.lead else [])
    else:
        named = [*([subject.lead] if subject.lead else []), *subject.joint.all()]
    found: dict[UUID, Agency] = {}
    for agency in named:
        for current in [agency] if agency.valid_to is None else agencies.successors(agency) or [agency]:
            found.setdefault(current.pk, current)
    return list(found.values())


def may_report_for(by: Principal, agency: UUID) -> bool:
    """Its reporting officers; and the standing office, which enters what comes on paper."""
    held = people.span(by, Capability.REPORT)
    return agency in held or (people.span(by, Capability.CONFIRM).agencies is None)


def may_report(by: Principal, subject: Subject) -> bool:
    """Whether `by` may report on it for one of the agencies that owe it."""
    return by.is_signed_in and any(may_report_for(by, agency.pk) for agency in reporters(subject))


def require_report(by: Principal, subject: Subject, owing: Iterable[Agency]) -> list[Agency]:
    """The agencies among `owing` for which `by` may report. Raises NotSignedIn, NotAllowed naming who may."""
    people.require_signed_in(by)
    require_home(subject.plan)
    known = list(owing)
    found = [agency for agency in known if may_report_for(by, agency.pk)]
    if found:
        return found
    names = ", ".join(str(agency) for agency in known) or _("chưa giao đơn vị nào")
    what = _("Chỉ tiêu này") if isinstance(subject, Target) else _("Nhiệm vụ này")
    raise NotAllowed(
        _("%(what)s không do đơn vị của bạn báo cáo.") % {"what": what},
        field="agency",
        hint=_("Đơn vị báo cáo: %(names)s.") % {"names": names},
    )


def require_evidence(by: Principal) -> None:
    """Sending a file before its report: those who report for any agency. Raises NotSignedIn, NotAllowed."""
    people.require_signed_in(by)
    if not by.may_use(Scope.REPORT):
        raise people.scope_missing(Scope.REPORT)
    if not people.span(by, Capability.REPORT) and people.span(by, Capability.CONFIRM).agencies is not None:
        people.require_may(by, Capability.REPORT, message=_("Chỉ người gửi báo cáo được gửi minh chứng."))


def _levels(report: Report) -> Chain | None:
    """The levels of approval of the report's figure; None where none stands before the standing office."""
    if report.observation is None or report.target_id is None:
        return None
    found = levels_of([report.observation]).of_figure(report.observation)
    return found if found.steps else None


def may_confirm(by: Principal, report: Report) -> bool:
    """The standing office everywhere, a head inside the own agency; with levels laid down, who holds one.

    Then the level whose turn it is decides, and one above it returns.
    """
    levels = _levels(report)
    if levels is None or report.observation is None:
        return report.agency_id in people.span(by, Capability.CONFIRM)
    who = figures.deciding(by)
    return any(rung.held_by(who) for rung in levels.open(report.observation.level))


def decides_as(by: Principal, report: Report) -> Actor:
    """As whom `by` decides on the report's figure: as themselves where levels are laid down for it."""
    return on_behalf(by) if _levels(report) is None else by


def require_confirm(by: Principal, report: Report) -> None:
    """Raises NotSignedIn, NotAllowed naming who may."""
    people.require_signed_in(by)
    require_home((report.target or report.task).plan)  # type: ignore[union-attr]  # the database keeps one of them
    if not may_confirm(by, report):
        raise NotAllowed(
            _("Bạn không xác nhận được báo cáo của %(agency)s.") % {"agency": report.agency},
            hint=_("Cơ quan thường trực, hoặc thủ trưởng của chính đơn vị đó, xác nhận."),
        )


def require_decide(by: Principal) -> None:
    """Deciding on requests and changing tasks directly: the standing office. Raises NotAllowed."""
    people.require_may(
        by, Capability.EDIT_PLANS, message=_("Chỉ cơ quan thường trực được quyết định việc này.")
    )


def may_see_report(by: Principal, report: Report) -> bool:
    """Confirmed reports are open; others are for who works on them, leaders and auditors."""
    if report.state == Report.State.CONFIRMED:
        return True
    if report.agency_id in people.span(by, Capability.READ_SUBMITTED):
        return True
    return by.is_signed_in and _levels(report) is not None and may_confirm(by, report)


def on_behalf(by: Principal) -> SystemActor:
    """The same person for the engine below, after this room has asked its own policies."""
    return SystemActor(by.actor_label, by.actor_id)
