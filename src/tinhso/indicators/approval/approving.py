"""The levels of stored figures: the steps laid down for their period, the tree as it is today."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from tinhso.indicators.approval.levels import Chain, Deciding, Ladder, chain
from tinhso.indicators.models import Definition, Indicator, Observation
from tinhso.people.ladders import ladder

Steps = tuple[str, ...]


class Levels:
    """The chains of figures of some indicators and agencies, read together: two statements at most."""

    def __init__(self, indicators: Iterable[Indicator], agencies: Iterable[UUID | None]) -> None:
        self._today = {row.pk: tuple(row.approvals) for row in indicators}
        rows = Definition.objects.filter(indicator__in=self._today).values_list(
            "indicator_id", "valid_from", "approvals"
        )
        self._dated: dict[UUID, list[tuple[date, Steps]]] = {}
        for indicator, since, steps in rows:
            self._dated.setdefault(indicator, []).append((since or date.min, tuple(steps)))
        told = any(self._today.values()) or any(steps for found in self._dated.values() for _, steps in found)
        self._ladder: Ladder = ladder(agencies) if told else {}
        self._chains: dict[tuple[Steps, UUID | None], Chain] = {}

    def steps(self, indicator: UUID, day: date) -> Steps:
        """The steps laid down on `day`; by the first definition where none stood yet, today's without any."""
        dated = self._dated.get(indicator)
        if not dated:
            return self._today.get(indicator, ())
        standing = [one for one in dated if one[0] <= day]
        return max(standing)[1] if standing else min(dated)[1]

    def of(self, indicator: UUID, agency: UUID | None, day: date) -> Chain:
        """The levels of a figure of that agency, whose period ends on `day`."""
        steps = self.steps(indicator, day)
        at = (steps, agency)
        if at not in self._chains:
            self._chains[at] = chain(steps, agency, self._ladder)
        return self._chains[at]

    def of_figure(self, row: Observation) -> Chain:
        """The levels of a stored figure."""
        return self.of(row.indicator_id, row.agency_id, row.period_end)


def levels_of(rows: Sequence[Observation]) -> Levels:
    """The levels of those figures, their indicators with them."""
    return Levels({row.indicator for row in rows}, {row.agency_id for row in rows})


def sending_level(who: Deciding, indicator: Indicator, agency: UUID, day: date) -> int | None:
    """How many steps a figure of that agency has passed when `who` sends it."""
    return Levels([indicator], [agency]).of(indicator.pk, agency, day).sent_by(who)
