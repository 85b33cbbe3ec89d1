"""Locked periods (khoá kỳ): what is written of a closed period is refused, and who may reopen it is said."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from tinhso.base.actions import acting
from tinhso.base.audit.context import Actor
from tinhso.base.calendar.periods import Period
from tinhso.base.errors import Conflict, Invalid
from tinhso.base.web import wording
from tinhso.indicators import policies
from tinhso.indicators.models import Indicator, PeriodLock

STREAM = "period:"


def locked(indicators: Iterable[UUID]) -> frozenset[tuple[UUID, str]]:
    """The closed periods of those indicators."""
    rows = PeriodLock.objects.filter(indicator__in=list(indicators))
    return frozenset(rows.values_list("indicator_id", "period"))


def of_period(period: Period, indicators: Sequence[UUID] = ()) -> dict[UUID, PeriodLock]:
    """Who closed the period, by indicator."""
    rows = PeriodLock.objects.filter(period=period.code)
    return {row.indicator_id: row for row in (rows.filter(indicator__in=indicators) if indicators else rows)}


def refusal(period: Period) -> Conflict:
    """What is said to whoever writes into a closed period."""
    return Conflict(
        _("Số liệu %(period)s của chỉ số này đã khoá.") % {"period": wording.period(period)},
        code="period_locked",
        field="period",
        hint=_("Cơ quan thường trực Ban Chỉ đạo được mở lại kỳ, có nêu lý do; đề nghị nơi đó mở lại."),
    )


def require_open(indicator: UUID, period: str) -> None:
    """Raises Conflict when that period of the indicator is closed."""
    if PeriodLock.objects.filter(indicator=indicator, period=period).exists():
        raise refusal(Period.parse(period))


def _chosen(codes: Sequence[str]) -> list[Indicator]:
    found = list(Indicator.objects.filter(code__in=codes).order_by("pk"))
    if not found:
        raise Invalid(_("Chọn ít nhất một chỉ số."), field="indicator")
    return found


def lock(by: Actor, codes: Sequence[str], period: Period, note: str = "") -> int:
    """Close a period for those indicators (khoá kỳ). How many were open. Raises NotAllowed, Invalid."""
    policies.require_lock(by)
    chosen = _chosen(codes)
    with acting(by, "indicators.lock", reason=note) as act:
        closed = {key for key, code in locked(row.pk for row in chosen) if code == period.code}
        wanted = [row for row in chosen if row.pk not in closed]
        PeriodLock.objects.bulk_create(
            [
                PeriodLock(
                    indicator=row,
                    period=period.code,
                    locked_at=act.now,
                    locked_by=by.actor_label,
                    note=note,
                    illustrative=row.illustrative,
                )
                for row in wanted
            ],
            ignore_conflicts=True,
        )
        if wanted:
            act.record(f"{STREAM}{period.code}", data={"indicators": [row.code for row in wanted]})
    return len(wanted)


def reopen(by: Actor, codes: Sequence[str], period: Period, reason: str) -> int:
    """Open a closed period again (mở lại kỳ). How many were closed. Raises NotAllowed, Invalid."""
    policies.require_lock(by)
    if not reason.strip():
        raise Invalid(_("Nêu lý do mở lại kỳ."), field="reason")
    chosen = _chosen(codes)
    with acting(by, "indicators.reopen", reason=reason) as act:
        rows = PeriodLock.objects.filter(indicator__in=chosen, period=period.code)
        told = sorted(rows.values_list("indicator__code", flat=True))
        if told:
            rows.delete()
            act.record(f"{STREAM}{period.code}", data={"indicators": told})
    return len(told)
