"""Holding a gateway's file against our entries, to the đồng. Pure: no database, no clock."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import zip_longest

from tinhso.ledger.kinds import Verdict
from tinhso.ledger.schemas import Comparison, Ours, Outcome, Tally, Told

_Name = tuple[str, str]


def compare(told: Iterable[Told], ours: Iterable[Ours]) -> Comparison:
    """Every row of both sides once, under kind and reference; the sums of both sides are kept.

    Under one reference equal amounts are paired first, then one pair of what is left differs in its amount.
    What stands alone is missing on the other side, unless its reference was met there or before: then it is
    told (or entered) twice.
    """
    sides: dict[_Name, tuple[list[Told], list[Ours]]] = defaultdict(lambda: ([], []))
    for row in told:
        sides[row.kind, row.reference][0].append(row)
    for entry in ours:
        sides[entry.kind, entry.reference][1].append(entry)
    rows = tuple(row for name in sorted(sides) for row in _outcomes(name, *sides[name]))
    return Comparison(rows, _totals(rows))


def _outcomes(name: _Name, told: list[Told], ours: list[Ours]) -> Iterator[Outcome]:
    left = sorted(ours, key=lambda one: (one.at, str(one.entry), one.amount))
    alone: list[Told] = []
    met = False
    for row in sorted(told, key=lambda one: (one.line, one.at, one.amount)):
        pair = next((one for one in left if one.amount == row.amount), None)
        if pair is None:
            alone.append(row)
            continue
        met = True
        left.remove(pair)
        yield Outcome(Verdict.MATCHED, *name, row, pair)
    for there, here in zip_longest(alone, left):
        yield Outcome(_verdict(there, here, met=met), *name, there, here)
        met = True


def _verdict(there: Told | None, here: Ours | None, *, met: bool) -> Verdict:
    """What an unequal pair is, `met` when the reference was met before."""
    if there is not None and here is not None:
        return Verdict.AMOUNT_DIFFERS
    if met:
        return Verdict.TWICE
    return Verdict.MISSING_HERE if here is None else Verdict.MISSING_THERE


def _totals(rows: Iterable[Outcome]) -> dict[Verdict, Tally]:
    totals = {verdict: Tally() for verdict in Verdict}
    for row in rows:
        before = totals[row.verdict]
        totals[row.verdict] = Tally(
            before.rows + 1,
            before.told + (row.told.amount if row.told else 0),
            before.ours + (row.ours.amount if row.ours else 0),
        )
    return totals
