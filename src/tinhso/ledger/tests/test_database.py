"""What the database holds to, against plain SQL by whoever has the password."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction

from tinhso.base.audit import chain
from tinhso.base.audit.context import SystemActor
from tinhso.base.packs.clear import clear_demo
from tinhso.ledger import actions, queries
from tinhso.ledger.models import Account, Book, Entry, Leg
from tinhso.ledger.schemas import BookDraft
from tinhso.ledger.tests import scene
from tinhso.ledger.tests.scene import BOOK, CLERK, NOON, anybody, assessed, paid, post

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def book() -> Book:
    return scene.open_book()


@contextmanager
def refused(name: str) -> Iterator[None]:
    """The block, or the end of its transaction, is refused by that constraint."""
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        yield
        look()
    assert error.value.__cause__ is not None
    assert error.value.__cause__.diag.constraint_name == name  # type: ignore[attr-defined]  # of the driver


def look() -> None:
    """What the database puts off to the commit, now."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def run(statement: str, *values: UUID) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def entry(*, legs: int = 2, key: str = "tay", **given: Any) -> Entry:
    """An entry put in by hand, without its legs."""
    values = {"kind": "fee.assessed", "at": NOON, "reference": "luot-1", "content": "0" * 64} | given
    return Entry.objects.create(**{"book": Book.objects.get(code=BOOK), **values}, key=key, legs_count=legs)


def leg(of: Entry, position: int, code: str, amount: int, **given: Any) -> Leg:
    """A leg put in by hand."""
    account = given.pop("account", None) or queries.account(BOOK, code)
    return Leg.objects.create(
        entry=of, position=position, account=account, amount=amount, **{"at": of.at} | given
    )


def test_legs_that_do_not_sum_to_zero() -> None:
    with refused("ledger_balanced"):
        one = entry()
        leg(one, 1, "113", 5)
        leg(one, 2, "511", -4)


def test_an_entry_without_legs_or_with_one_too_few() -> None:
    with refused("ledger_whole"):
        entry()
    with refused("ledger_whole"):
        one = entry(legs=3)
        leg(one, 1, "113", 5)
        leg(one, 2, "511", -5)
    with refused("entry_has_two_legs"):
        entry(legs=1)


def test_legs_added_to_an_entry_that_stands() -> None:
    fee = post(assessed())
    look()
    with refused("ledger_whole"):
        leg(fee, 4, "113", 7)
        leg(fee, 5, "511", -7)


def test_the_worst_amounts() -> None:
    with refused("leg_is_not_nothing"):
        leg(entry(), 1, "113", 0)
    with refused("leg_is_bounded"):
        leg(entry(), 1, "113", 10**15 + 1)


@pytest.mark.parametrize(
    "statement",
    [
        f"{words} {table}{rest}"
        for table, column in (
            ("ledger_entry", "reference = 'x'"),
            ("ledger_leg", "amount = amount + 1"),
            ("ledger_closing", "entries = 9"),
            ("ledger_reconciliation", "exact = true"),
        )
        for words, rest in (("UPDATE", f" SET {column}"), ("DELETE FROM", ""), ("TRUNCATE", " CASCADE"))
    ],
)
def test_what_stands_cannot_be_changed(statement: str, book: Book) -> None:
    post(assessed(at=NOON))
    actions.close_until(CLERK, BOOK, NOON + timedelta(days=1), right=anybody)
    run(
        "INSERT INTO ledger_reconciliation (id, recorded_at, reason, illustrative, book_id, account_id,"
        " source, since, until, digest, rows, totals, exact)"
        " SELECT gen_random_uuid(), now(), '', false, %s, id, 'tay', now(),"
        " now() + interval '1 day', '', '[]', '{}', false FROM ledger_account WHERE code = '131'",
        book.pk,
    )
    look()
    with pytest.raises(IntegrityError, match="append_only"), transaction.atomic():
        run(statement)


def test_a_leg_has_the_moment_and_mark_of_its_entry() -> None:
    with refused("ledger_leg_as_entry"):
        leg(entry(), 1, "113", 5, at=NOON + timedelta(days=1))
    with refused("ledger_leg_as_entry"):
        leg(entry(), 1, "113", 5, illustrative=True)


def test_an_entry_touches_the_accounts_of_its_book() -> None:
    scene.open_book("khac")
    with refused("ledger_one_book"):
        leg(entry(), 1, "", 5, account=queries.account("khac", "113"))


def test_a_closed_account_takes_no_leg_and_closes_at_nothing() -> None:
    post(assessed())
    look()
    with refused("ledger_closed_empty"):
        Account.objects.filter(code="131").update(closed_at=NOON)
    Account.objects.filter(code="113").update(closed_at=NOON)
    with refused("ledger_account_closed"):
        leg(entry(), 1, "113", 5)


def test_a_floor_holds_whoever_writes() -> None:
    post(assessed(100, "a"))
    look()
    with refused("ledger_floor"):
        one = entry()
        leg(one, 1, "113", 101)
        leg(one, 2, "131", -101, about="a")
    with refused("ledger_floor"):  # of each thing: what another visit owes does not help
        one = entry()
        leg(one, 1, "113", 50)
        leg(one, 2, "131", -50, about="b")
    with refused("ledger_floor"):
        Account.objects.filter(code="3331").update(kind="liability", floor=0)
        one = entry()
        leg(one, 1, "3331", 91)
        leg(one, 2, "511", -91)


def test_a_floor_is_not_laid_above_a_balance() -> None:
    post(assessed(100, "a"))
    post(paid(100, "a"))
    look()
    with refused("account_floor_is_not_above_nothing"):
        Account.objects.filter(code="131").update(floor=1)
    post(scene.draft(("113", -500), ("511", 500), key="hoan"))
    look()
    with refused("ledger_floor"):
        Account.objects.filter(code="113").update(floor=-399)
    Account.objects.filter(code="113").update(floor=-400)
    look()


@pytest.mark.parametrize("change", ["code = '999'", "kind = 'income'"])
def test_an_account_keeps_what_its_legs_mean(change: str) -> None:
    with refused("ledger_account_stands"):
        run(f"UPDATE ledger_account SET {change} WHERE code = '131'")
    with refused("account_is_in_dong"):
        run(
            "INSERT INTO ledger_account (id, illustrative, book_id, code, name, kind, currency, floor_each)"
            " SELECT gen_random_uuid(), false, id, '1122', 'Ngoại tệ', 'asset', 'USD', false FROM ledger_book"
        )


def test_a_key_is_used_once() -> None:
    post(assessed())
    with refused("entry_one_a_key"):
        entry(key="assess:luot-1")


def test_a_reversal_is_opposite_once_and_no_reversal_of_one() -> None:
    fee = post(assessed(100, "a", at=NOON))
    look()
    with refused("ledger_opposite"):
        one = entry(reverses=fee)
        leg(one, 1, "131", -99, about="a")
        leg(one, 2, "511", 99)
    with refused("ledger_opposite"):
        one = entry(reverses=fee, legs=3)
        leg(one, 1, "113", -100)
        leg(one, 2, "511", 10)
        leg(one, 3, "3331", 90)
    with refused("ledger_reversal_follows"):
        entry(reverses=fee, at=NOON - timedelta(days=1))
    back = actions.reverse(CLERK, fee.pk, key="r", reason="x", right=anybody)
    with refused("ledger_entry_reverses_id_key"):
        entry(reverses=fee)
    with refused("ledger_reversal_stands"):
        entry(reverses=back)


def test_a_closed_book_takes_nothing_before_and_never_opens_again() -> None:
    actions.close_until(CLERK, BOOK, NOON, right=anybody)
    with refused("ledger_day_closed"):
        entry(at=NOON - timedelta(microseconds=1))
    with refused("ledger_day_closed"):
        Book.objects.update(closed_until=None)
    with refused("ledger_day_closed"):
        Book.objects.update(closed_until=NOON - timedelta(seconds=1))
    with refused("ledger_book_stands"):
        Book.objects.update(code="khac")


def test_a_leg_altered_behind_the_triggers_is_found() -> None:
    fee = post(assessed(100, "a"))
    look()
    run("SET LOCAL session_replication_role = replica")
    run("UPDATE ledger_leg SET amount = amount * 10 WHERE entry_id = %s", fee.pk)
    run("SET LOCAL session_replication_role = origin")
    broken = chain.verify().broken
    assert broken is not None
    assert "ledger.leg" in broken.found


def test_clearing_the_demo_takes_whole_entries_and_leaves_the_books_balanced() -> None:
    class Demo:
        actor_id, actor_label, illustrative = None, "Minh hoạ", True

    actions.open_book(Demo(), BookDraft("minh-hoa", "Minh hoạ", scene.ACCOUNTS), right=anybody)
    fee = actions.post(Demo(), assessed(book="minh-hoa", at=NOON), right=anybody)
    actions.reverse(Demo(), fee.pk, key="r", reason="x", right=anybody)
    actions.close_until(Demo(), "minh-hoa", NOON + timedelta(days=1), right=anybody)
    actions.post(Demo(), assessed(100, "demo"), right=anybody)
    kept = post(assessed(200, "that"))
    look()
    gone = clear_demo(SystemActor("dọn"))
    assert (gone["ledger.entry"], gone["ledger.leg"], gone["ledger.closing"]) == (3, 9, 1)
    assert list(Entry.objects.values_list("pk", flat=True)) == [kept.pk]
    assert list(Book.objects.values_list("code", flat=True)) == [BOOK]
    assert queries.trial_balance(BOOK).difference == 0
