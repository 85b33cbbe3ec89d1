"""Answers kept while a publication stands: made once, never another's, bounded."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid4

import numpy as np

from tinhso.indicators.derivation.over_time import Rhythm
from tinhso.indicators.models import Adding, OverTime
from tinhso.warehouse.engines.base import Columns, empty
from tinhso.warehouse.engines.keeping import MOST, WORTH_KEEPING, Kept
from tinhso.warehouse.plans import Plan, Shape
from tinhso.warehouse.ways import ways

DAY = date(2026, 1, 1)
TOKEN = UUID(int=1)


def _plan(**other: object) -> Plan:
    shape = Shape(is_ratio=False, adding=Adding.SUM, over_time=OverTime.SUM, factor=1000, rhythm=Rhythm())
    plain = Plan(shape, (UUID(int=7),), WAYS, DAY, DAY, None, None, illustrative=False)
    return replace(plain, **other)  # type: ignore[arg-type]  # fields by name, told by the test


WAYS = ways([], [], DAY, [])
OTHER_WAYS = ways([], [], DAY, [])


def _rows(many: int) -> Columns:
    return replace(empty(), measure=np.zeros(many, np.int64))


class Asked:
    """Makes answers and counts them."""

    def __init__(self, kept: Kept, rows: int = 1) -> None:
        self.kept, self.rows, self.made = kept, rows, 0

    def __call__(self, plan: Plan, token: UUID = TOKEN) -> Columns:
        return self.kept.answer(token, plan, self._make)

    def _make(self) -> Columns:
        self.made += 1
        return _rows(self.rows)


def test_the_same_plan_of_the_same_publication_is_made_once() -> None:
    ask = Asked(Kept())
    assert ask(_plan()) is ask(_plan())
    assert ask.made == 1


def test_anything_else_is_made_anew() -> None:
    ask = Asked(Kept())
    ask(_plan())
    others = [
        _plan(measures=(UUID(int=8),)),
        _plan(ways=OTHER_WAYS),
        _plan(last=DAY + timedelta(1)),
        _plan(first=DAY - timedelta(1)),
        _plan(kinds=frozenset({1})),
        _plan(illustrative=True),
        _plan(shape=replace(_plan().shape, adding=Adding.MAX)),
    ]
    for other in others:
        ask(other)
    ask(_plan(), uuid4())
    assert ask.made == len(others) + 2


def test_long_answers_are_not_kept() -> None:
    ask = Asked(Kept(), rows=WORTH_KEEPING + 1)
    ask(_plan())
    ask(_plan())
    assert ask.made == 2


def test_what_was_asked_longest_ago_goes_first() -> None:
    ask = Asked(Kept(most=30), rows=9)
    plans = [_plan(last=DAY + timedelta(number)) for number in range(4)]
    for plan in (plans[0], plans[1], plans[0], plans[2], plans[3]):
        ask(plan)
    assert ask.made == 4
    for plan in (plans[0], plans[2], plans[3]):
        ask(plan)
    assert ask.made == 4
    ask(plans[1])
    assert ask.made == 5


def test_no_more_answers_than_so_many() -> None:
    ask = Asked(Kept(), rows=0)
    for number in range(MOST + 1):
        ask(_plan(last=DAY + timedelta(number)))
    ask(_plan(last=DAY + timedelta(1)))
    assert ask.made == MOST + 1
    ask(_plan(last=DAY))
    assert ask.made == MOST + 2
