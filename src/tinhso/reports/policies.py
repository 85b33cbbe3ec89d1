"""Who may write templates and reports, contribute, and read."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from tinhso.base.audit.context import Actor, SystemActor
from tinhso.base.errors import NotAllowed, NotFound
from tinhso.people import policies as people
from tinhso.people.capabilities import Capability, Scope
from tinhso.people.principals import Principal
from tinhso.reports.models import Contribution, PeriodicReport, State


def may_compose(by: Actor) -> bool:
    """The standing office writes templates and reports."""
    if isinstance(by, SystemActor):
        return True
    return isinstance(by, Principal) and by.reach(Capability.COMPOSE) is None


def require_compose(by: Actor) -> None:
    """Raises NotSignedIn, NotAllowed."""
    if may_compose(by):
        return
    _require_scope(by, Scope.PAPERS)
    raise NotAllowed(_("Chỉ cơ quan thường trực được soạn và ban hành báo cáo."))


def _require_scope(by: Actor, scope: Scope) -> None:
    if isinstance(by, Principal):
        people.require_signed_in(by)
        if not by.may_use(scope):
            raise people.scope_missing(scope)


def agencies_of(by: Actor) -> frozenset[UUID]:
    """The agencies for which somebody may contribute."""
    return (by.reach(Capability.COMMENT) or frozenset()) if isinstance(by, Principal) else frozenset()


def may_contribute(by: Actor, contribution: Contribution) -> bool:
    """Officers and heads write for their own agency."""
    return isinstance(by, SystemActor) or contribution.agency_id in agencies_of(by)


def require_contribute(by: Actor, contribution: Contribution) -> None:
    """Raises NotSignedIn, NotAllowed."""
    if may_contribute(by, contribution):
        return
    _require_scope(by, Scope.DRAFTS)
    raise NotAllowed(
        _("Phần này do %(agency)s gửi; bạn không gửi thay được.") % {"agency": contribution.agency},
        hint=_("Chọn chức vụ tại đơn vị đó nếu bạn kiêm nhiệm."),
    )


def reads_all(by: Actor) -> bool:
    """Who sees reports on their way: the standing office, leaders, auditors."""
    if isinstance(by, SystemActor) or may_compose(by):
        return True
    return isinstance(by, Principal) and by.is_signed_in and by.reach(Capability.READ_SUBMITTED) is None


def require_brief(by: Actor) -> None:
    """Who takes a meeting's briefing pack: it tells what agencies sent in. Raises NotSignedIn, NotAllowed."""
    if reads_all(by):
        return
    _require_scope(by, Scope.READ)
    raise NotAllowed(_("Tài liệu phục vụ họp dành cho cơ quan thường trực và lãnh đạo."))


def seen(by: Actor) -> Q:
    """The reports that `by` may open: issued ones if signed in, public ones always, those one writes for."""
    if reads_all(by):
        return Q()
    done = Q(state__in=(State.ISSUED, State.WITHDRAWN), frozen__issued__isnull=False)
    found = done & Q(template__public=True)
    if not (isinstance(by, Principal) and by.is_signed_in):
        return found
    mine = Contribution.objects.filter(report=OuterRef("pk"), agency__in=own_agencies(by))
    return found | done | Q(Exists(mine))


def own_agencies(by: Actor) -> frozenset[UUID]:
    """The agencies in which somebody holds a post."""
    return frozenset().union(*by.agencies.values()) if isinstance(by, Principal) else frozenset()


def require_see(by: Actor, report: PeriodicReport) -> None:
    """Raises NotFound: what may not be seen is not admitted to exist."""
    if not PeriodicReport.objects.filter(seen(by), pk=report.pk).exists():
        raise NotFound(_("Không có báo cáo này."), field="report")
