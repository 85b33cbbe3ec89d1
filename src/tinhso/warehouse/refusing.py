"""What of a question can be answered; of the rest why not, and what near it can be asked instead."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from django.db.models import Q
from django.utils.translation import gettext as _

from tinhso.base import clock
from tinhso.base.audit.context import Actor
from tinhso.base.calendar.periods import PeriodKind
from tinhso.base.errors import NotAllowed
from tinhso.base.web import wording
from tinhso.indicators import policies
from tinhso.indicators import queries as indicators
from tinhso.indicators.definitions.laying import definition_on
from tinhso.indicators.derivation.over_time import ORDER
from tinhso.indicators.models import Indicator
from tinhso.indicators.tables import indicator_name
from tinhso.places.models import Level, Place
from tinhso.places.queries import ancestors
from tinhso.warehouse.answers import Note, Offer, Refused
from tinhso.warehouse.catalogue import Known, known
from tinhso.warehouse.judging import KIND_WORDS, LEVEL_WORDS, Asked, why_not
from tinhso.warehouse.questions import Places, Query, Times

MOST_OFFERS: Final = 5
_MOST_RELATIVES: Final = 12
_LEVELS: Final = tuple(Level)


@dataclass(frozen=True)
class Judged:
    """`rows`: what can be answered, in the order asked; `refused`: the rest; `known`: what there is."""

    rows: tuple[Indicator, ...]
    refused: tuple[Refused, ...]
    notes: tuple[Note, ...]
    known: Mapping[str, Known]


def judge(query: Query, rows: Sequence[Indicator], unit: Place | None, by: Actor) -> Judged:
    """Judge a question about those indicators; `unit` is what `query.places.within` names.

    Nine statements at most, however many measures. Raises NotAllowed where an indicator, or what it is
    calculated from, may tell of single persons and `by` may not read that.
    """
    for row in rows:
        policies.require_open(by, row)
    there = known([row.code for row in rows])
    require_inputs_open((one.indicator for each in there.values() for one in each.inputs.values()), by)
    level = query.places.level or (Level(unit.level) if unit else None)
    whys = {row.code: why_not(Asked(query, level), there[row.code]) for row in rows}
    kept = tuple(row for row in rows if not whys[row.code])
    lost = [row for row in rows if whys[row.code]]
    near = _relatives(lost, there, by) if lost else {}
    refused = tuple(
        Refused(
            row.code, whys[row.code], tuple(_offers(query, there[row.code], near.get(row.code, ()), unit))
        )
        for row in lost
    )
    return Judged(kept, refused, tuple(_notes(kept)), there)


def require_inputs_open(inputs: Iterable[Indicator], by: Actor) -> None:
    """Raises NotAllowed: what is calculated is as closed as what it is calculated from."""
    if not all(policies.may_read_all(by, row) for row in inputs):
        raise NotAllowed(
            _("Số liệu đầu vào của chỉ số này có dữ liệu cá nhân; chỉ người có quyền mới xem được.")
        )


Change = tuple[str, Query]
"""A question near the one asked, and what is different, in words."""


def _offers(query: Query, told: Known, relatives: Iterable[Known], unit: Place | None) -> Iterator[Offer]:
    """Questions near it that can be answered: one thing changed, else two; then of other indicators."""
    alone = replace(query, measures=(told.indicator.code,), conditions=())
    found = list(_answered(_changes(alone, told, unit), told, unit))
    if not found:
        twice = (
            (f"{words}, {more[:1].lower()}{more[1:]}", further)
            for words, near in _changes(alone, told, unit)
            for more, further in _changes(near, told, unit)
        )
        found = list(_answered(twice, told, unit))
    for one in relatives:
        other = replace(alone, measures=(one.indicator.code,))
        words = _("Chỉ số “%(name)s”") % {"name": indicator_name(one.indicator)}
        found += _answered([(words, other)], one, unit)
    seen: set[Query] = {alone}
    for words, near in found:
        if near not in seen and len(seen) <= MOST_OFFERS:
            seen.add(near)
            yield Offer(words, near)


def _answered(changes: Iterable[Change], told: Known, unit: Place | None) -> Iterator[Change]:
    for words, query in changes:
        if not why_not(Asked(query, _level_of(query, unit)), told):
            yield words, query


def _level_of(query: Query, unit: Place | None) -> Level | None:
    if query.places.level or not unit:
        return query.places.level
    return Level(unit.level)


def _changes(query: Query, told: Known, unit: Place | None) -> Iterator[Change]:
    """The question with one thing changed, the least surprising first."""
    if not query.illustrative:
        yield _("Gồm cả số liệu minh hoạ"), replace(query, illustrative=True)
    if query.places.told_at:
        yield _("Số liệu báo cáo ở mọi cấp"), replace(query, places=replace(query.places, told_at=None))
    for level in told.levels:
        places = _at(query.places, level, unit)
        if places and places != query.places:
            words = _("Xem ở %(level)s") % {"level": str(LEVEL_WORDS[level])}
            yield words, replace(query, places=places)
    yield from _other_times(query, told)


def _at(places: Places, level: Level, unit: Place | None) -> Places | None:
    """Units of that level inside the same unit; of a higher one the unit around it."""
    if unit is None or _LEVELS.index(level) >= _LEVELS.index(Level(unit.level)):
        return replace(places, level=level)
    above = next((one for one in ancestors(unit) if one.level == level), None)
    return replace(places, level=level, within=above.code) if above else None


def _other_times(query: Query, told: Known) -> Iterator[Change]:
    times = query.times
    given = told.counted(illustrative=query.illustrative)
    longest = [one for one in reversed(ORDER) if one in given.kinds and one is not PeriodKind.SPAN]
    kinds = _own_kind(told, longest)
    for kind in kinds:
        if kind is not times.kind:
            words = _("Theo %(kind)s") % {"kind": str(KIND_WORDS[kind])}
            yield words, replace(query, times=replace(times, kind=kind))
    if times.kind is not None:
        yield _("Theo kỳ báo cáo như đã ghi"), replace(query, times=replace(times, kind=None))
    first, last = given.first, given.last
    if first and last and (first > times.last or last < times.first):
        words = _("Từ %(first)s đến %(last)s") % {"first": wording.day(first), "last": wording.day(last)}
        # whole years, so that a period of any kind that something was told in ends inside
        around = Times(first.replace(month=1, day=1), last.replace(month=12, day=31), times.kind)
        yield words, replace(query, times=around)


def _own_kind(told: Known, longest: Sequence[PeriodKind]) -> Sequence[PeriodKind]:
    own = told.indicator.frequency
    return [PeriodKind(own), *(one for one in longest if one != own)] if own and told.inputs else longest


def _relatives(lost: Sequence[Indicator], there: Mapping[str, Known], by: Actor) -> dict[str, list[Known]]:
    """For each refused indicator others near it: what it is calculated from, its whole, its cells."""
    codes = {code for row in lost for code in there[row.code].inputs}
    wholes = {row.whole_id for row in lost if row.whole_id}
    around = Q(code__in=codes) | Q(pk__in=wholes) | Q(whole__in=[*wholes, *(row.pk for row in lost)])
    rows = list(indicators.indicators().filter(around)[: _MOST_RELATIVES * len(lost)])
    open_to = [row for row in rows if policies.may_read_all(by, row)]
    near = known([row.code for row in open_to])
    return {
        row.code: [near[one.code] for one in open_to if _is_near(row, one, there[row.code])] for row in lost
    }


def _is_near(row: Indicator, other: Indicator, told: Known) -> bool:
    if other.pk == row.pk:
        return False
    family = {row.pk, row.whole_id} - {None}
    return other.code in told.inputs or other.pk == row.whole_id or other.whole_id in family


def _notes(rows: Sequence[Indicator]) -> Iterator[Note]:
    """Indicators that are told no more are answered as of then, and say so."""
    stands = definition_on(rows, clock.today())
    for row in rows:
        laid = stands.get(row.pk)
        if laid and not laid.in_use:
            words = _("Chỉ số ngừng báo cáo từ %(day)s; số liệu là của thời gian trước đó.")
            yield Note(row.code, words % {"day": wording.day(laid.valid_from)})
