"""The one statement of all engines: told figures → places by ways → longer periods. Pure text.

Stage one adds the figures of one told period up to each target, rank by rank, and chooses the first rank that
says everything; what it makes is a figure of its own, kept to six decimals, half away from zero. Stage two
makes asked periods of told ones. Steps that a plan does not need are left out of its text.

It ends in the relation `answer` and stands over four that an engine lays before it: `facts` (indicator,
place, kind, first, last, value, numerator, denominator: whole numbers of 10^-scale, stands), `way` (origin,
target, rank, first, last, weight, whole), `goal` (target, rank, first, last, expected, undivided, over) and
`base` (period, kind, last, size, is_own, month, quarter, half). Engines know `div(a, b)`, which
cuts towards zero, and put the type of their longest whole numbers for `{wide}`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from tinhso.warehouse.engines.rules import Made, first_stage, second_stage
from tinhso.warehouse.engines.tracing import Traits
from tinhso.warehouse.plans import Plan
from tinhso.warehouse.storage.spoken import EITHER, ILLUSTRATIVE_ONLY


@dataclass(frozen=True)
class Text:
    """The relations after those given, and the scale of the numbers it gives."""

    body: str
    scale: int


NUMBERS: Final = ("v", "n", "d")
FLAGS: Final = frozenset({"is_own", "comparable", "apportioned", "illustrative"})
COLUMNS: Final = (
    "indicator", "target", "period", "kind", "first", "last", *NUMBERS, "told", "expected", "used",
    "size", "base", "is_own", "comparable", "apportioned", "illustrative",
)  # fmt: skip
"""Of the statement's last relation, `answer`."""
_KEYS: Final = "indicator, target, kind, first, last"


def statement(plan: Plan, traits: Traits) -> Text:
    """The text for that plan over figures of those traits."""
    made = first_stage(plan.shape, traits)
    steps = [f"one AS ({_one(plan, traits, made)})", f"made AS ({_made(traits, made)})"]
    source = "made"
    if traits.ranked:
        steps.append(f"best AS ({_best()})")
        source = "best"
    if plan.bases is None:
        last = _as_told(source)
    elif traits.own_only:
        last = _own(source)
    else:
        steps.append(f"laid AS ({_laid(source)})")
        source = "laid"
        if len(traits.kinds) > 1:
            steps.append(f"used AS ({_used(traits)})")
            source = "used"
        last = _over_time(plan, traits, made, source)
    steps.append(f"answer AS ({last})")
    return Text(", ".join(steps), made.scale)


def _one(plan: Plan, traits: Traits, made: Made) -> str:
    """Told figures of one period added up to each target."""
    group = ["f.indicator", "w.target", "f.last"]
    rank, kind, first = "0 AS rank", f"{min(traits.kinds, default=0)} AS kind", "f.last AS first"
    if traits.ranked:
        group.append("w.rank")
        rank = "w.rank"
    if plan.bases is None or len(traits.kinds) > 1:
        group += ["f.kind", "f.first"]
        kind, first = "f.kind", "f.first"
    where = [f"f.stands {'>=' if plan.illustrative else '<='} {EITHER}"]
    where.append(f"f.last BETWEEN DATE '{plan.first:%Y-%m-%d}' AND DATE '{plan.last:%Y-%m-%d}'")
    if traits.narrowed:
        where.append(f"f.kind IN ({', '.join(map(str, sorted(traits.kinds)))})")
    if made.own_rank:
        where.append("w.rank = 0")
    days = " AND f.last BETWEEN w.first AND w.last" if traits.ranged else ""
    shown = f"bool_or(f.stands = {ILLUSTRATIVE_ONLY})" if plan.illustrative else "false"
    shares = "bool_and(w.whole)" if traits.weighted else "true"
    parted = "bool_or(NOT w.whole AND w.weight > 0)" if traits.weighted else "false"
    return (
        f"SELECT f.indicator, w.target, {rank}, {kind}, {first}, f.last, count(*) AS told, {shares} AS whole,"
        f" {parted} AS apportioned, {shown} AS illustrative, {', '.join(made.sums)}"
        f" FROM facts f JOIN way w ON w.origin = f.place{days}"
        f" WHERE {' AND '.join(where)} GROUP BY {', '.join(group)}"
    )


def _made(traits: Traits, made: Made) -> str:
    """The figure of each target, and whether it says everything."""
    on = " AND g.rank = o.rank" if traits.ranked else ""
    days = " AND o.last BETWEEN g.first AND g.last" if traits.goals_ranged else ""
    apart = "g.undivided" if traits.undivided else "false"
    parts = [f"{text} AS {name}" for name, text in made.parts.items()]
    if traits.undivided:
        parts = [f"CASE WHEN NOT g.undivided THEN {text} END AS {name}" for name, text in made.parts.items()]
    columns = (
        "o.indicator, o.target, o.rank, o.kind, o.first, o.last, o.told, o.apportioned, o.illustrative,"
        f" g.expected, {apart} AS undivided, {', '.join(parts)}"
    )
    inner = f"SELECT {columns} FROM one o JOIN goal g ON g.target = o.target{on}{days}"
    if made.always and not traits.undivided:
        return f"SELECT *, true AS ok, true AS comparable, told >= expected AS complete FROM ({inner}) AS i"
    return (
        "SELECT *, ok AND told >= expected AS complete, "
        " NOT undivided AND (ok OR told < expected) AS comparable"
        f" FROM (SELECT *, v IS NOT NULL OR n IS NOT NULL AS ok FROM ({inner}) AS i) AS j"
    )


def _best() -> str:
    """The first rank that says everything, else the first that tells anything."""
    return (
        f"SELECT DISTINCT ON ({_KEYS}) * FROM made"
        f" ORDER BY {_KEYS}, CASE WHEN complete THEN 0 ELSE 1 END, rank"
    )


_SINCE = "DATE '1970-01-01'"
_REST = (
    "told, expected, {used} AS used, {size} AS size, kind AS base, true AS is_own, comparable, apportioned"
)


def _as_told(source: str) -> str:
    rest = _REST.format(used=1, size=1)
    return (
        f"SELECT indicator, target, -1 AS period, kind, first - {_SINCE} AS first, last - {_SINCE} AS last,"
        f" v, n, d, {rest}, illustrative FROM {source}"
    )


def _own(source: str) -> str:
    rest = _REST.format(used=1, size="b.size").replace("kind AS", "s.kind AS")
    return (
        "SELECT indicator, target, b.period, -1 AS kind, -1 AS first, -1 AS last,"
        f" v, n, d, {rest.replace('is_own', 'is_own')}, illustrative FROM {source} s"
        f" JOIN base b ON b.kind = s.kind AND {_SINCE} + b.last::int = s.last AND b.is_own"
    )


def _laid(source: str) -> str:
    """Told periods beside the asked ones for which they may speak."""
    return (
        f"SELECT s.*, b.period, b.size, b.is_own, b.month, b.quarter, b.half FROM {source} s"
        f" JOIN base b ON b.kind = s.kind AND {_SINCE} + b.last::int = s.last"
    )


def _used(traits: Traits) -> str:
    """Without what lies in a longer period that says everything, and without longer ones that say less."""
    kinds = sorted(traits.kinds)
    asked = max(kinds)
    holders = {1: ", month", 2: ", quarter", 3: ", half"}
    covered: list[str] = []
    windows: list[str] = []
    for kind in kinds[1:]:
        holder = "" if kind == asked else holders[kind]
        windows.append(f"w{kind} AS (PARTITION BY indicator, target, period{holder})")
        covered.append(f"(kind < {kind} AND bool_or(complete AND kind = {kind}) OVER w{kind})")
        covered.append(f"(kind = {kind} AND NOT complete AND bool_or(ok AND kind < {kind}) OVER w{kind})")
    return (
        f"SELECT * FROM (SELECT *, {' OR '.join(covered)} AS covered FROM laid"
        f" WINDOW {', '.join(windows)}) AS i WHERE NOT covered"
    )


def _over_time(plan: Plan, traits: Traits, made: Made, source: str) -> str:
    sure = made.always and not traits.undivided
    ok = "" if sure else " FILTER (WHERE ok)"
    parts = second_stage(plan.shape, ok)

    def counted(column: str) -> str:
        return f"sum({column})" if sure else f"COALESCE(sum({column}) FILTER (WHERE ok), sum({column}))"

    return (
        f"SELECT indicator, target, period, -1 AS kind, -1 AS first, -1 AS last,"
        f" {parts['v']} AS v, {parts['n']} AS n, {parts['d']} AS d,"
        f" {counted('told')} AS told, {counted('expected')} AS expected,"
        f" count(*){ok} AS used, COALESCE(sum(size){ok}, 0) AS size, COALESCE(min(kind){ok}, 0) AS base,"
        f" COALESCE(bool_or(is_own){ok}, false) AS is_own, bool_or(comparable) AS comparable,"
        f" bool_or(apportioned) AS apportioned, bool_or(illustrative) AS illustrative"
        f" FROM {source} GROUP BY indicator, target, period"
    )
