"""Many at once on a real database: one entry a key, no balance below its floor, nothing lost."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial

import pytest
from django.db import IntegrityError, connection, transaction

from tinhso.base.audit import chain
from tinhso.base.errors import Conflict
from tinhso.ledger import actions, queries
from tinhso.ledger.models import Entry, Leg
from tinhso.ledger.tests import scene
from tinhso.ledger.tests.scene import BOOK, CLERK, NOON, anybody, assessed, draft, paid, post

pytestmark = pytest.mark.django_db(transaction=True)
HANDS = 6
Work = Callable[[], object]


@pytest.fixture(autouse=True)
def _book() -> Iterator[None]:
    scene.open_book()
    yield
    assert queries.trial_balance(BOOK).difference == 0
    assert chain.verify().broken is None


def together(work: Sequence[Work]) -> Counter[str]:
    """Begin `HANDS` of it at a time, at once; how often it ended how."""
    met = threading.Barrier(HANDS, timeout=60)

    def one(task: Work) -> str:
        met.wait()
        try:
            task()
        except Conflict as refusal:
            return refusal.code
        finally:
            connection.close()
        return "done"

    assert len(work) % HANDS == 0
    with ThreadPoolExecutor(HANDS) as pool:
        return Counter(pool.map(one, work))


def test_one_key_makes_one_entry() -> None:
    assert together([partial(post, assessed())] * HANDS) == {"done": HANDS}
    assert Entry.objects.count() == 1


def test_one_key_with_many_contents_makes_one_entry() -> None:
    ends = together([partial(post, assessed(1000 + n * 10)) for n in range(HANDS)])
    assert ends == {"done": 1, "key_used": HANDS - 1}


def test_a_debt_is_paid_once_however_many_pay() -> None:
    post(assessed(100, "a"))
    ends = together([partial(post, paid(60, "a", key=f"ft-{n}")) for n in range(HANDS)])
    assert ends == {"done": 1, "below_floor": HANDS - 1}
    assert queries.balance(BOOK, "131", about="a").balance == 40


def test_a_purse_never_falls_below_its_floor() -> None:
    post(draft(("112", 1000), ("511", -1000), key="nap"))
    out = [draft(("112", -300), ("113", 300), key=f"rut-{n}") for n in range(HANDS)]
    assert together([partial(post, one) for one in out]) == {"done": 3, "below_floor": HANDS - 3}
    assert queries.balance(BOOK, "112").balance == 100


def test_two_hands_with_plain_sql_do_not_overdraw_either() -> None:
    """Both look before either commits; the database looks again at the commit, one after the other."""
    post(draft(("112", 1000), ("511", -1000), key="nap"))
    put = threading.Barrier(2, timeout=60)
    book = queries.book(BOOK)
    purse, gone = queries.account(BOOK, "112"), queries.account(BOOK, "113")

    def take(number: int) -> str:
        try:
            with transaction.atomic():
                entry = Entry.objects.create(
                    book=book, key=f"tay-{number}", kind="tay", at=NOON, reference="tay", legs_count=2
                )
                legs = ((1, purse, -600), (2, gone, 600))
                for position, account, amount in legs:
                    Leg.objects.create(
                        entry=entry, position=position, account=account, amount=amount, at=NOON
                    )
                assert queries.balance(BOOK, "112").balance == 400
                put.wait()
        except IntegrityError as error:
            return str(error.__cause__.diag.constraint_name)  # type: ignore[union-attr]  # of the driver
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(2) as pool:
        assert Counter(pool.map(take, range(2))) == {"done": 1, "ledger_floor": 1}


def test_an_entry_is_reversed_once_however_many_try() -> None:
    back = partial(actions.reverse, CLERK, post(assessed()).pk, reason="Nhầm", right=anybody)
    ends = together([partial(back, key=f"r-{n}") for n in range(HANDS)])
    assert ends == {"done": 1, "already_reversed": HANDS - 1}


def test_locks_are_taken_in_one_order() -> None:
    """Entries over the same balances in opposite order do not wait in a circle, and nothing is lost."""
    visits = ["a", "b", "c"]
    actions.post_all(CLERK, [assessed(10_000, visit) for visit in visits], right=anybody)
    work: list[Work] = []
    for n in range(HANDS * 3):
        order = visits if n % 2 else visits[::-1]
        pays = [paid(10, visit, key=f"ft-{n}-{visit}") for visit in order]
        work.append(partial(actions.post_all, CLERK, pays, right=anybody))
    assert together(work) == {"done": HANDS * 3}
    assert set(queries.open_items(BOOK, "131").values()) == {10_000 - 10 * HANDS * 3}


def test_a_day_is_closed_before_or_after_an_entry_never_around_it() -> None:
    midnight = NOON + timedelta(hours=12)
    work: list[Work] = [partial(post, assessed(100, f"luot-{n}", at=NOON)) for n in range(HANDS - 1)]
    work.insert(2, partial(actions.close_until, CLERK, BOOK, midnight, right=anybody))
    ends = together(work)
    assert ends["done"] + ends["day_closed"] == HANDS
    closing = queries.closings(BOOK).get()
    assert closing.entries == ends["done"] - 1 == Entry.objects.count()
    assert closing.balances["131"]["closing"] == queries.balance(BOOK, "131", as_of=midnight).balance


def test_an_account_closes_empty_or_stays_open() -> None:
    work: list[Work] = [
        partial(post, draft(("113", 10), ("511", -10), key=f"k-{n}")) for n in range(HANDS - 1)
    ]
    work.insert(1, partial(actions.close_account, CLERK, BOOK, "113", reason="Thôi", right=anybody))
    ends = together(work)
    closed = queries.account(BOOK, "113").closed_at is not None
    wanted = {"done": 1, "account_closed": HANDS - 1} if closed else {"done": HANDS - 1, "balance_left": 1}
    assert ends == wanted
