"""Balances as of a moment, statements, closings."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tinhso.base import clock
from tinhso.base.errors import Conflict, Invalid
from tinhso.ledger import actions, queries
from tinhso.ledger.models import Closing
from tinhso.ledger.tests import scene
from tinhso.ledger.tests.scene import BOOK, CLERK, NOON, anybody, assessed, paid, post

pytestmark = pytest.mark.django_db
MIDNIGHT = datetime(2025, 5, 8, tzinfo=clock.TZ)
SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def _book() -> None:
    scene.open_book()


def test_a_balance_as_of_a_moment_and_as_it_was_known() -> None:
    with clock.standing_at(NOON + timedelta(days=1)):
        post(assessed(100, "a", at=NOON))
    with clock.standing_at(NOON + timedelta(days=2)):
        post(assessed(50, "b", at=NOON + SECOND))
    assert queries.balance(BOOK, "131", as_of=NOON - SECOND).balance == 0
    assert queries.balance(BOOK, "131", as_of=NOON).balance == 100
    assert queries.balance(BOOK, "131", as_of=NOON + SECOND).balance == 150
    assert queries.balance(BOOK, "131", known_at=NOON + timedelta(days=1)).balance == 100
    assert queries.balance(BOOK, "131", about="b").balance == 50
    assert queries.trial_balance(BOOK, as_of=NOON).debit == 100


def test_a_statement_opens_runs_and_closes() -> None:
    post(assessed(100, "a", at=NOON - timedelta(days=1)))
    post(paid(100, "a", at=NOON))
    post(assessed(70, "b", at=NOON + SECOND))
    post(assessed(50, "c", at=MIDNIGHT))
    found = queries.statement(BOOK, "131", NOON, MIDNIGHT)
    assert (found.opening, found.closing) == (100, 70)
    assert [(line.about, line.debit, line.credit, line.balance) for line in found.lines] == [
        ("a", 0, 100, 0),
        ("b", 70, 0, 70),
    ]
    assert found.lines[0].document == "FT-a"
    budget = queries.statement(BOOK, "3331", NOON, MIDNIGHT)
    assert (budget.opening, budget.closing) == (90, 153)
    of_a = queries.statement(BOOK, "131", NOON, MIDNIGHT, about="a")
    assert (of_a.opening, of_a.closing, len(of_a.lines)) == (100, 0, 1)


def test_a_closed_day_stays_as_it_was_told() -> None:
    late = MIDNIGHT - SECOND
    post(assessed(100, "a", at=NOON))
    post(paid(60, "a", at=late))
    closing = actions.close_until(CLERK, BOOK, MIDNIGHT, right=anybody)
    assert closing.entries == 2
    assert closing.balances["131"] == {"opening": 0, "debit": 100, "credit": 60, "closing": 40}
    assert sum(row["closing"] for row in closing.balances.values()) == 0
    with pytest.raises(Conflict) as refusal:
        post(assessed(10, "b", at=late))
    assert refusal.value.code == "day_closed"
    post(paid(40, "a", at=MIDNIGHT, key="pay-2"))
    second = actions.close_until(CLERK, BOOK, MIDNIGHT + timedelta(days=1), right=anybody)
    assert second.balances["131"] == {"opening": 40, "debit": 0, "credit": 40, "closing": 0}
    assert second.previous == closing


def test_a_book_is_closed_forwards_and_never_ahead() -> None:
    first = actions.close_until(CLERK, BOOK, MIDNIGHT, right=anybody)
    assert actions.close_until(CLERK, BOOK, MIDNIGHT, right=anybody) == first
    assert Closing.objects.count() == 1
    with pytest.raises(Conflict):
        actions.close_until(CLERK, BOOK, MIDNIGHT - SECOND, right=anybody)
    with pytest.raises(Invalid):
        actions.close_until(CLERK, BOOK, clock.now() + SECOND, right=anybody)


def test_a_reversal_of_a_closed_day_is_posted_today() -> None:
    fee = post(assessed(100, "a", at=NOON))
    actions.close_until(CLERK, BOOK, MIDNIGHT, right=anybody)
    with pytest.raises(Conflict):
        actions.reverse(CLERK, fee.pk, key="r", reason="Nhầm", at=NOON, right=anybody)
    actions.reverse(CLERK, fee.pk, key="r", reason="Nhầm", right=anybody)
    assert queries.balance(BOOK, "131", as_of=NOON).balance == 100
    assert queries.balance(BOOK, "131").balance == 0
