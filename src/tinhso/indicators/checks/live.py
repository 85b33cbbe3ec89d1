"""Rules while figures are typed and when they are sent: set-wise, whatever the number of figures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from tinhso.base.calendar.periods import Period
from tinhso.base.errors import Invalid, Problem
from tinhso.indicators.checks import known as rules_of
from tinhso.indicators.checks import words
from tinhso.indicators.checks.core import Children
from tinhso.indicators.checks.core.rules import split
from tinhso.indicators.checks.facts import COLUMNS, Facts, Figure
from tinhso.indicators.checks.known import Around, Judged, Known, Spot
from tinhso.indicators.models import Severity

_GRAVEST: Final = (Severity.REFUSE, Severity.EXPLAIN, Severity.WARN)


@dataclass(frozen=True)
class Sent:
    """A figure that is typed or sent: `explained` where a note or a reason comes with it."""

    code: str
    place: UUID
    agency: UUID | None
    period: Period
    figure: Figure
    explained: bool = False
    is_target: bool = False


def figure_of(kind: str, columns: Mapping[str, Any]) -> Figure:
    """What rules see of the columns of a row or draft."""
    return Figure(None, kind, *(columns[name] for name in COLUMNS))


@dataclass(frozen=True)
class Found:
    """What a rule says of one figure that is sent."""

    known: Known
    severity: Severity
    words: str
    column: str = ""

    @property
    def hint(self) -> str:
        """What is asked of who sends it."""
        return words.asks(self.severity)


def judge(sent: Sequence[Sent], rules: Sequence[Known] | None = None) -> dict[int, list[Found]]:
    """What rules say of those figures together with what is told already, by index; the gravest first.

    `rules`: those that look at any of the figures' indicators, where they were read already. Where there are
    none, one statement; else a number that does not grow with the figures.
    """
    told = [(index, one) for index, one in enumerate(sent) if not one.is_target]
    if rules is None:
        rules = rules_of.touching(one.code for _index, one in told)
    if not rules or not told:
        return {}
    at: dict[tuple[str, UUID, UUID | None, str], int] = {
        (one.code, one.place, one.agency, one.period.code): index for index, one in told
    }
    about = rules_of.around({one.place for _index, one in told}, rules, upwards=True)
    plain, sums = _spots(rules, [one for _index, one in told], about)
    every = {spot for spots in (*plain.values(), *sums.values()) for spot in spots}
    facts = rules_of.read(rules, every, about)
    for _index, one in told:
        facts.lay(one.code, one.place, one.agency, one.period.code, one.figure, fresh=True)
    formulas = rules_of.read_formulas(rules, every, facts)
    fallen = [
        fell
        for known in rules
        for fell in rules_of.judged(
            [known], [*plain[known.row.code], *sums[known.row.code]], facts, formulas, about
        )
    ]
    return _told(fallen, at, facts)


def _spots(
    rules: Sequence[Known], sent: Sequence[Sent], about: Around
) -> tuple[dict[str, list[Spot]], dict[str, list[Spot]]]:
    """Where each rule is judged: where its figures are sent; sums of places above those, too."""
    by_code: dict[str, dict[Spot, None]] = {}
    for one in sent:
        by_code.setdefault(one.code, {})[Spot(one.place, one.agency, one.period)] = None
    plain: dict[str, list[Spot]] = {}
    sums: dict[str, list[Spot]] = {}
    for known in rules:
        here = dict.fromkeys(spot for code in known.codes for spot in by_code.get(code, ()))
        plain[known.row.code] = list(here)
        above = (
            dict.fromkeys(
                Spot(parent, None, spot.period) for spot in here if (parent := about.parent(spot.place))
            )
            if isinstance(known.rule, Children)
            else {}
        )
        sums[known.row.code] = [spot for spot in above if spot not in here]
    return plain, sums


def _told(
    fallen: Iterable[Judged], at: Mapping[tuple[str, UUID, UUID | None, str], int], facts: Facts
) -> dict[int, list[Found]]:
    rows = list(fallen)
    names = words.names_of(code for fell in rows for code in fell.known.codes) if rows else {}
    found: dict[int, list[Found]] = {}
    for fell in rows:
        index, column, below = _blamed(fell, at, facts)
        if index is None:
            continue
        said = words.finding_words(fell.known.rule, fell.fallen, names)
        severity = Severity.WARN if below else Severity(fell.known.row.severity)
        found.setdefault(index, []).append(Found(fell.known, severity, said, column))
    for several in found.values():
        several.sort(key=lambda one: (_GRAVEST.index(one.severity), one.known.row.code))
    return found


def _blamed(
    fell: Judged, at: Mapping[tuple[str, UUID, UUID | None, str], int], facts: Facts
) -> tuple[int | None, str, bool]:
    """The figure that is told so: the first of the rule's that is being sent; of a sum, else the last part.

    The third: whether it is a part of a sum of places, whose sender answers for that part only.
    """
    spot = fell.spot
    for operand in fell.known.operands:
        code, column = split(operand)
        index = at.get((code, spot.place, spot.agency, spot.period.code))
        if index is not None:
            return index, column, False
    if not isinstance(fell.known.rule, Children):
        return None, "", False
    code, column = split(fell.known.rule.indicator)
    inside = {child.id for child in facts.children.get(spot.place, ())}
    parts = [
        index
        for (its, place, _agency, period), index in at.items()
        if its == code and period == spot.period.code and place in inside
    ]
    return (max(parts) if parts else None), column, True


def refusal(found: Sequence[Found], *, explained: bool) -> Problem | None:
    """Why a figure cannot go in: a rule refuses it, or asks for a reason that is not there."""
    for one in found:
        if one.severity == Severity.REFUSE:
            return Problem("check_refused", one.words, one.column or None, one.hint)
        if one.severity == Severity.EXPLAIN and not explained:
            return Problem("explanation_needed", one.words, "reason", one.hint)
    return None


def refusals(sent: Sequence[Sent], rules: Sequence[Known] | None = None) -> dict[int, Problem]:
    """Those of the figures that cannot go in, by index."""
    found = judge(sent, rules)
    told = ((index, refusal(said, explained=sent[index].explained)) for index, said in found.items())
    return {index: problem for index, problem in told if problem}


def require_sound(sent: Sent) -> None:
    """Raises Invalid when a rule keeps the figure out."""
    problem = refusals([sent]).get(0)
    if problem:
        raise Invalid(problem.message, code=problem.code, field=problem.field, hint=problem.hint)
