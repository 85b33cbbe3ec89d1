"""Until when an empty truck must be back (thời hạn xe rỗng quay về): hours by kind of truck, as data.

Seen in reports on the two-way pilot of 10/12/2025: ordinary trucks 24 hours after delivery, two-way ones 36.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final

from tinhso.bordergate.core.faults import GateFault
from tinhso.bordergate.core.visit_states import VisitState, VisitView


@dataclass(frozen=True)
class ReturnRule:
    """So many whole hours after delivery for one kind of truck, and where that is written."""

    kind: str
    hours: int
    source: str


ReturnRules = Mapping[str, ReturnRule]

PILOT_2025: Final[ReturnRules] = MappingProxyType(
    {
        rule.kind: rule
        for rule in (
            ReturnRule("ordinary", 24, "Thí điểm vận tải hai chiều từ 10/12/2025"),
            ReturnRule("two_way", 36, "Thí điểm vận tải hai chiều từ 10/12/2025"),
        )
    }
)
"""What a gate starts with where its pack says nothing."""

_OWING: Final = frozenset({VisitState.CROSSED, VisitState.ABROAD, VisitState.DISPATCHED})


@dataclass(frozen=True)
class ReturnObligation:
    """The truck must be back at `due`; from that very moment on it is overdue."""

    kind: str
    since: datetime
    due: datetime

    def is_overdue(self, at: datetime) -> bool:
        """Whether the alarm sounds (quá hạn quay về)."""
        return at >= self.due


def obligation(kind: str, delivered_at: datetime, rules: ReturnRules = PILOT_2025) -> ReturnObligation:
    """When such a truck must be back. Raises GateFault `UNKNOWN_RETURN_KIND` (422)."""
    rule = rules.get(kind)
    if rule is None:
        raise GateFault("UNKNOWN_RETURN_KIND", kind, extra={"known": sorted(rules)})
    return ReturnObligation(kind, delivered_at, delivered_at + timedelta(hours=rule.hours))


def obligation_of(view: VisitView, rules: ReturnRules = PILOT_2025) -> ReturnObligation | None:
    """What a visit owes from its delivery, or its crossing where no delivery was told; None for nothing."""
    inbound = view.direction == "import"
    owes = view.state in _OWING and not (inbound and view.delivered_at is None)
    since = view.delivered_at or view.times.get(VisitState.CROSSED)
    if not view.returns or not owes or since is None:
        return None
    return obligation(view.returns, since, rules)
