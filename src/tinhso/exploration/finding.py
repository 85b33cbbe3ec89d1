"""From words to an indicator, and questions that are ready to be opened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _

from tinhso.base.audit.context import Actor
from tinhso.base.calendar.periods import Period
from tinhso.base.web import wording
from tinhso.exploration import queries, words
from tinhso.exploration.asked import usual
from tinhso.exploration.drawing import address_of
from tinhso.exploration.drawn import Turn
from tinhso.exploration.spec import Form, Spec, Where
from tinhso.indicators.models import Direction, Kind
from tinhso.indicators.tables import indicator_name
from tinhso.places.models import Level
from tinhso.warehouse import catalogue
from tinhso.warehouse.questions import Op

MOST: Final = 30
_EXAMPLES: Final = 3
_KEPT: Final = 8
_WHOLE: Final = Decimal(100)


@dataclass(frozen=True)
class Found:
    """An indicator that was found: its name, what there is of it, where it opens; `added` beside others."""

    name: str
    line: str
    href: str
    added: str = ""


def search(text: str, spec: Spec, by: Actor) -> list[Found]:
    """Indicators with figures that match, each with the view that shows it."""
    rows = catalogue.findable(text, by, illustrative=spec.illustrative, most=MOST)
    known = catalogue.known([row.code for row in rows])
    return [_found(known[row.code], spec) for row in rows]


def _found(one: catalogue.Known, spec: Spec) -> Found:
    row = one.indicator
    bare = Spec(measures=(row.code,), illustrative=spec.illustrative)
    beside = (*spec.measures, row.code)
    added = spec.model_copy(update={"measures": beside}) if spec.measures else None
    return Found(
        indicator_name(row),
        line_of(one, illustrative=spec.illustrative),
        address_of(bare),
        address_of(added) if added and row.code not in spec.measures else "",
    )


def line_of(one: catalogue.Known, *, illustrative: bool) -> str:
    """`xã, phường · 03/2022–12/2026 · 2.328 số liệu`."""
    counted = one.counted(illustrative=illustrative)
    levels = ", ".join(words.level_word(level) for level in counted.levels)
    parts = [levels] if levels else []
    if counted.first and counted.last:
        first, last = counted.first.year, counted.last.year
        parts.append(str(first) if first == last else f"{first}–{last}")
    parts.append(_("%(count)s số liệu") % {"count": wording.number(counted.count)})
    return " · ".join(parts)


def kept(by: Actor) -> list[Turn]:
    """Views that somebody keeps for everybody, as questions that are ready."""
    return [Turn(wording.named(one), one.get_absolute_url()) for one in queries.views(by)[:_KEPT]]


def examples(by: Actor, today: date, *, illustrative: bool) -> list[Turn]:
    """Questions about what most units tell, in words, each opening its view."""
    rows = catalogue.findable("", by, illustrative=illustrative)
    known = [
        one.counted(illustrative=illustrative) for one in catalogue.known([row.code for row in rows]).values()
    ]
    told = sorted((one for one in known if Level.COMMUNE in one.levels), key=lambda one: -one.count)
    return [turn for one in _apart(told) for turn in _questions(one, today, illustrative=illustrative)]


def _apart(told: Sequence[catalogue.Known]) -> list[catalogue.Known]:
    """The first few, a whole and its cells counted as one."""
    kept: dict[str, catalogue.Known] = {}
    for one in told:
        kept.setdefault(one.indicator.code.partition(".")[0], one)
    return list(kept.values())[:_EXAMPLES]


def _left(one: catalogue.Known, spec: Spec, named: dict[str, str]) -> list[Turn]:
    """Where something is still left to do, and what changed since the first period."""
    row = one.indicator
    rate = row.kind in {Kind.RATIO, Kind.PERCENT} and row.factor == _WHOLE and not row.unbounded
    if spec.kind is None or spec.first is None:
        return []
    if row.direction == Direction.DOWN and (rate or row.kind == Kind.COUNT):
        where = Where(measure=row.code, op=Op.ABOVE, number=Decimal(0))
        asks = _("%(name)s: %(units)s nào còn, so với năm %(year)d thay đổi thế nào?")
    elif row.direction == Direction.UP and rate:
        where = Where(measure=row.code, op=Op.BELOW, number=_WHOLE)
        asks = _("%(name)s: %(units)s nào chưa đạt 100 %%, so với năm %(year)d thay đổi thế nào?")
    else:
        return []
    asked = spec.model_copy(
        update={
            "where": (where,),
            "against": Period.of(spec.kind, spec.first).code,
        }
    )
    told = {**named, "year": spec.first.year}
    return [Turn(asks % told, address_of(asked))]


def _questions(one: catalogue.Known, today: date, *, illustrative: bool) -> list[Turn]:
    row = one.indicator
    spec = usual(Spec(measures=(row.code,), illustrative=illustrative), today)
    named = {"name": indicator_name(row), "units": words.level_word(spec.level or Level.COMMUNE)}
    worst = _("thấp nhất") if row.direction == Direction.UP else _("cao nhất")
    last = row.direction != Direction.NONE
    ranking = spec.model_copy(update={"form": Form.RANKING, "reverse": last})
    return [
        *_left(one, spec, named),
        Turn(_("%(name)s: %(units)s nào %(worst)s?") % {**named, "worst": worst}, address_of(ranking)),
        Turn(
            _("%(name)s: từ năm %(year)d đến nay thay đổi thế nào?")
            % {**named, "year": spec.first.year if spec.first else today.year},
            address_of(
                spec.model_copy(update={"form": Form.LINE, "level": None if spec.within else spec.level})
            ),
        ),
    ]
