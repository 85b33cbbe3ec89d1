"""Which cells of a dataset add up to which: over places, over time, over the cells of a disaggregation. Pure.

Rather one sum too many than one too few: a sum that does not hold protects nothing less.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final

from tinhso.indicators.models import Adding, Indicator, OverTime
from tinhso.opendata.rows import Key, Where
from tinhso.opendata.suppression import Amounts, Number, Sum

_OF_A_RATIO: Final = 3
"""Amounts of a ratio: numerator, denominator, the rest."""


@dataclass(frozen=True)
class At:
    """Where a cell stands."""

    place: Where
    start: date
    end: date
    kind: str


def all_sums(
    measures: Sequence[Indicator],
    cells: Mapping[Key, Number | None],
    at: Mapping[Key, At],
    overlap: Collection[str] = (),
) -> list[Sum[Key]]:
    """The sums among `cells`; None stands for a number that is not known here.

    `overlap`: codes of indicators whose cells count things twice, so that they do not add up to the whole.
    """
    by_measure: dict[str, list[Key]] = defaultdict(list)
    for key in cells:
        by_measure[key[0]].append(key)
    found: list[Sum[Key]] = list(_over_a_denominator(cells))
    for measure in measures:
        keys = by_measure.get(measure.code, [])
        found += _over_places(measure, keys, cells, at)
        found += _over_time(measure, keys, cells, at)
        if measure.code not in overlap:
            found += _over_cells(measure, measures, keys, cells)
    return found


def overlapping(measures: Sequence[Indicator], cells: Mapping[Key, Number | None]) -> frozenset[str]:
    """Indicators all of whose cells are told somewhere, and add up to the whole nowhere."""
    found = set()
    for whole in measures:
        keys = [key for key in cells if key[0] == whole.code]
        width = sum(one.whole_id == whole.pk for one in measures)
        full = [one for one in _over_cells(whole, measures, keys, cells) if len(one.parts) == width]
        if full and not any(_holds(one.whole, one.parts, cells) for one in full):
            found.add(whole.code)
    return frozenset(found)


def _over_places(
    measure: Indicator, keys: Iterable[Key], cells: Mapping[Key, Number | None], at: Mapping[Key, At]
) -> Iterator[Sum[Key]]:
    """Each unit is made of those of every deeper level inside it."""
    by_period: dict[str, dict[str, Key]] = defaultdict(dict)
    for key in keys:
        by_period[key[2]][at[key].place.path] = key
    for units in by_period.values():
        inside: dict[tuple[Key, str], list[Key]] = defaultdict(list)
        for path, key in units.items():
            for above in _above(path):
                if above in units:
                    inside[units[above], at[key].place.level].append(key)
        for (whole, _level), parts in inside.items():
            yield from _made(measure.adding, whole, parts, cells)


def _above(path: str) -> Iterator[str]:
    while "/" in path:
        path = path.rsplit("/", 1)[0]
        yield path


def _over_time(
    measure: Indicator, keys: Iterable[Key], cells: Mapping[Key, Number | None], at: Mapping[Key, At]
) -> Iterator[Sum[Key]]:
    """Each period is made of those of every shorter kind inside it."""
    by_place: dict[str, list[Key]] = defaultdict(list)
    for key in keys:
        by_place[at[key].place.path].append(key)
    for told in by_place.values():
        told.sort(key=lambda key: (at[key].end, at[key].start))
        for whole in told:
            inside: dict[str, list[Key]] = defaultdict(list)
            for key in told:
                if key != whole and _is_within(at[key], at[whole]):
                    inside[at[key].kind].append(key)
            for parts in inside.values():
                yield from _made(measure.over_time, whole, parts, cells)


def _is_within(part: At, whole: At) -> bool:
    shorter = part.end - part.start < whole.end - whole.start
    return shorter and whole.start <= part.start and part.end <= whole.end


def _made(
    rule: str, whole: Key, parts: Sequence[Key], cells: Mapping[Key, Number | None]
) -> Iterator[Sum[Key]]:
    """The sum, or the equality, that the rule makes."""
    if rule in {Adding.SUM, Adding.RATIO_OF_SUMS}:
        yield Sum(whole, tuple(parts))
    elif rule == Adding.AVERAGE:
        yield Sum(whole, tuple(parts), times=len(parts))
    elif rule in {OverTime.LAST, OverTime.FIRST}:
        yield Sum(whole, (parts[-1 if rule == OverTime.LAST else 0],))
    else:  # the largest, the smallest; or no rule, and yet it may come out so
        for part in parts:
            if cells[part] is not None and cells[part] == cells[whole]:
                yield Sum(whole, (part,))
        if rule == Adding.NONE and _holds(whole, parts, cells):
            yield Sum(whole, tuple(parts))


def _over_cells(
    whole: Indicator,
    measures: Sequence[Indicator],
    keys: Iterable[Key],
    cells: Mapping[Key, Number | None],
) -> Iterator[Sum[Key]]:
    """An indicator is the sum of the cells of its disaggregation."""
    parts = [one.code for one in measures if one.whole_id == whole.pk]
    for _code, place, period in keys if parts else ():
        inside = [key for part in parts if (key := (part, place, period)) in cells]
        if inside:
            yield Sum((whole.code, place, period), tuple(inside))


def _over_a_denominator(cells: Mapping[Key, Number | None]) -> Iterator[Sum[Key]]:
    """Numerators of one place and period that make up the denominator they share, though nobody said so."""
    alike: dict[tuple[str, str, Fraction], list[Key]] = defaultdict(list)
    for key, number in cells.items():
        if number is not None and len(number.amounts) == _OF_A_RATIO:
            alike[key[1], key[2], number.amounts[1]].append(key)
    for (_place, _period, denominator), keys in alike.items():
        told = [first[0] for key in keys if (first := _first(cells[key]))]
        if len(keys) > 1 and sum(told) == denominator:
            yield Sum(keys[0], tuple(keys[1:]), times=-1)


def _holds(whole: Key, parts: Sequence[Key], cells: Mapping[Key, Number | None]) -> bool:
    """Whether the first amounts add up exactly, to something."""
    total = _first(cells[whole])
    told = [_first(cells[part]) for part in parts]
    known = [one for one in told if one]
    return bool(total and len(known) == len(told)) and sum(one[0] for one in known) == (total or (0,))[0] != 0


def _first(number: Number | None) -> Amounts | None:
    return number.amounts[:1] if number else None
