"""What is known here: indicators and targets by name, what people taught, how words are shortened."""

from __future__ import annotations

from datetime import date

from tinhso.base import clock
from tinhso.indicators import queries as indicators
from tinhso.indicators.definitions.laying import in_use
from tinhso.indicators.models import Indicator
from tinhso.reading.matching.likeness import Known, Vocabulary
from tinhso.reading.models import Abbreviation, Concerns, Synonym
from tinhso.steering.models import Plan, Target


def taught(*concerns: Concerns) -> dict[tuple[str, str], frozenset[str]]:
    """The folded phrases that mean something today, by what they concern and its code; one query."""
    newest = Synonym.objects.filter(concerns__in=concerns).order_by(
        "concerns", "phrase", "-recorded_at", "-id"
    )
    found: dict[tuple[str, str], set[str]] = {}
    for row in newest.distinct("concerns", "phrase"):
        if row.code:
            found.setdefault((row.concerns, row.code), set()).add(row.phrase)
    return {key: frozenset(phrases) for key, phrases in found.items()}


def abbreviations() -> dict[str, str]:
    """What shortened words stand for."""
    return dict(Abbreviation.objects.values_list("short", "words"))


def _stands(target: Target, *, illustrative: bool) -> bool:
    """Of a plan that is no draft, and nobody retired it."""
    shown = illustrative or not target.illustrative
    return shown and target.retired_on is None and target.plan.stage != Plan.Stage.DRAFT


def known(day: date | None = None, *, illustrative: bool = False) -> list[Known]:
    """Indicators in use and the targets that aim at them, with all their names; six queries."""
    when = day or clock.today()
    rows = in_use(indicators.indicators(), when).wholes()
    rows = rows if illustrative else rows.published()
    phrases = taught(Concerns.INDICATOR, Concerns.TARGET)
    found: list[Known] = []
    for row in rows.prefetch_related("targets__plan", "targets__place"):
        found.append(_of_indicator(row, phrases.get((Concerns.INDICATOR, row.code), frozenset())))
        for target in row.targets.all():
            if _stands(target, illustrative=illustrative):
                learned = phrases.get((Concerns.TARGET, target.code), frozenset())
                found.append(_of_target(row, target, learned))
    return found


def _of_indicator(row: Indicator, learned: frozenset[str]) -> Known:
    return Known("indicator", row.code, _names(row.name), row.kind, row.unit, learned, row)


def _of_target(indicator: Indicator, row: Target, learned: frozenset[str]) -> Known:
    row.indicator = indicator
    return Known("target", row.code, _names(row.title), indicator.kind, indicator.unit, learned, row)


def _names(*names: str) -> tuple[str, ...]:
    return tuple(name for name in names if name)


def vocabulary(day: date | None = None, *, illustrative: bool = False) -> Vocabulary:
    """Everything that a figure may be of, ready to be looked through."""
    return Vocabulary(known(day, illustrative=illustrative), abbreviations())
