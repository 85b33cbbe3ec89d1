"""Who may see how complete the figures are, and what readers ask for in the address."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from tinhso.base.audit.context import Actor
from tinhso.base.calendar import Period, PeriodKind
from tinhso.base.errors import Invalid
from tinhso.indicators import validation
from tinhso.indicators.completeness.counting import MOST_PERIODS, stretch
from tinhso.people import policies as people
from tinhso.people.capabilities import Capability
from tinhso.people.models import Agency
from tinhso.people.principals import Principal

SHOWN: Final[Mapping[PeriodKind, int]] = {
    PeriodKind.MONTH: 12,
    PeriodKind.QUARTER: 8,
    PeriodKind.HALF: 6,
    PeriodKind.YEAR: 6,
    PeriodKind.DAY: 14,
}
"""So many periods stand beside each other where nobody asks otherwise."""

EARLIEST, LATEST = 1945, 2099


def may_see(by: Actor) -> bool:
    """Whether there is anything for `by` to see."""
    if settings.REPORTING_PUBLIC:
        return True
    return isinstance(by, Principal) and bool(people.span(by, Capability.READ_SUBMITTED))


def seen_by(by: Principal) -> frozenset[UUID] | None:
    """The agencies whose completeness `by` sees; None means all. Raises NotSignedIn, NotAllowed.

    The standing office, leaders and auditors see all, officers and heads their own; others nothing, unless
    the deployment shows it to everybody (`TINHSO_REPORTING_PUBLIC`).
    """
    if settings.REPORTING_PUBLIC:
        return None
    people.require_may(by, Capability.READ_SUBMITTED)
    return people.span(by, Capability.READ_SUBMITTED).agencies


def require_see(by: Principal, agency: Agency) -> None:
    """Raises NotSignedIn, NotAllowed unless `by` may see how complete that agency's figures are."""
    if not settings.REPORTING_PUBLIC:
        people.require_may(by, Capability.READ_SUBMITTED, agency.pk)


def read_period(code: str) -> Period:
    """A period that can be asked of somebody. Raises Invalid."""
    period = validation.read_period(code)
    if period.kind is PeriodKind.SPAN or not EARLIEST <= period.start.year <= LATEST:
        raise Invalid(
            _("Kỳ này không phải kỳ báo cáo số liệu."),
            field="period",
            hint=_("Dùng một ngày, tháng, quý, 6 tháng hoặc năm, ví dụ 2026-10 hoặc R2026-Q3."),
        )
    return period


def read_stretch(kind: PeriodKind, until: str = "", count: int = 0) -> list[Period]:
    """The periods of a kind up to `until` (a code), as many as usual. Raises Invalid."""
    last = read_period(until) if until else None
    if last is not None and last.kind is not kind:
        last = Period.of(kind, last.end)
    number = min(count or SHOWN[kind], MOST_PERIODS)
    if last is not None and last.start.year < EARLIEST + 61:
        number = 1
    return stretch(kind, number, last)
