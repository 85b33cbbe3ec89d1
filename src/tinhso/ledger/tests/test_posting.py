"""Posting: whole entries, idempotency keys, floors, reversal, the trail."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from tinhso.base import clock
from tinhso.base.audit import chain
from tinhso.base.audit.context import SystemActor
from tinhso.base.audit.models import AuditEntry
from tinhso.base.errors import Conflict, Invalid, NotAllowed, NotFound
from tinhso.base.events.models import OutboxEvent
from tinhso.ledger import actions, policies, queries
from tinhso.ledger.kinds import MOST, AccountKind
from tinhso.ledger.models import Account, Entry, Leg
from tinhso.ledger.schemas import AccountDraft, BookDraft, EntryDraft
from tinhso.ledger.tests import scene
from tinhso.ledger.tests.scene import BOOK, CLERK, NOON, anybody, assessed, draft, nobody, paid, post

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _book() -> None:
    scene.open_book()


def test_an_entry_stands_with_its_legs() -> None:
    with clock.standing_at(NOON):
        entry = post(assessed(reason="Biểu phí 2025"))
    entry.refresh_from_db()
    assert (entry.at, entry.kind, entry.reference, entry.reason) == (
        NOON,
        "fee.assessed",
        "luot-1",
        "Biểu phí 2025",
    )
    legs = entry.legs.values_list("account__code", "amount", "about", "at")
    assert list(legs) == [
        ("131", 4_000_000, "luot-1", NOON),
        ("511", -400_000, "", NOON),
        ("3331", -3_600_000, "", NOON),
    ]
    assert queries.balance(BOOK, "131").balance == 4_000_000
    assert queries.balance(BOOK, "3331").balance == 3_600_000
    assert queries.trial_balance(BOOK).difference == 0


def test_the_same_key_gives_the_same_entry() -> None:
    first = post(paid(100, "a", key="ft-1") if post(assessed(100, "a")) else assessed())
    again = [post(paid(100, "a", key="ft-1")) for _time in range(3)]
    assert {entry.pk for entry in again} == {first.pk}
    assert Entry.objects.count() == 2
    assert AuditEntry.objects.filter(verb="ledger.post").count() == 2
    assert OutboxEvent.objects.filter(name="ledger.posted").count() == 2


@pytest.mark.parametrize(
    "other",
    [
        assessed(4_000_001),
        replace(assessed(), kind="fee.other"),
        replace(assessed(), reference="luot-2"),
        replace(assessed(), document="BL-1"),
        replace(assessed(), lines=assessed().lines[::-1]),
        replace(assessed(), at=NOON),
    ],
)
def test_the_same_key_with_other_content_is_a_conflict(other: EntryDraft) -> None:
    post(assessed())
    with pytest.raises(Conflict) as refusal:
        post(other)
    assert (refusal.value.code, refusal.value.field) == ("key_used", "key")
    assert Entry.objects.count() == 1


def test_a_moment_that_was_given_is_compared() -> None:
    first = post(assessed(at=NOON))
    assert post(assessed(at=NOON)) == first == post(assessed())
    with pytest.raises(Conflict):
        post(assessed(at=NOON + timedelta(seconds=1)))


def test_another_book_has_keys_of_its_own() -> None:
    scene.open_book("phi-thu")
    first, second = post(assessed()), post(assessed(book="phi-thu"))
    assert first.pk != second.pk
    assert queries.balance("phi-thu", "131").balance == 4_000_000


@pytest.mark.parametrize(
    ("wrong", "code", "field"),
    [
        (draft(("131", 5), ("511", -4)), "not_balanced", "lines"),
        (draft(("131", 0), ("511", 0)), "bad_amount", "amount"),
        (draft(), "too_few_legs", "lines"),
        (draft(("131", MOST + 1), ("511", -MOST - 1)), "bad_amount", "amount"),
        (draft(("131", 5), ("999", -5)), "unknown_account", "account"),
        (draft(("131", 5), ("511", -5), key=""), "bad_text", "key"),
        (draft(("131", 5), ("511", -5), key="k" * 201), "bad_text", "key"),
        (draft(("131", 5), ("511", -5), reference=""), "bad_text", "reference"),
        (draft(("131", 5, "a\x00"), ("511", -5)), "bad_text", "about"),
        (draft(("131", 5), ("511", -5), kind="Phí"), "bad_code", "kind"),
        (draft(("131", 5), ("511", -5), at=NOON.replace(year=2999)), "in_the_future", "at"),
    ],
)
def test_what_cannot_stand_is_refused_beside_its_field(wrong: EntryDraft, code: str, field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        post(wrong)
    assert (refusal.value.code, refusal.value.field) == (code, field)
    assert not Entry.objects.exists()


@pytest.mark.parametrize("amount", [1.0, True, "5"])
def test_an_amount_is_a_whole_number(amount: object) -> None:
    with pytest.raises(TypeError):
        post(draft(("131", amount), ("511", -5)))


def test_an_unknown_book_is_told_with_near_ones() -> None:
    with pytest.raises(NotFound) as refusal:
        post(assessed(book="phii"))
    assert refusal.value.near == (BOOK,)


def test_no_balance_falls_below_its_floor() -> None:
    post(assessed(100, "a"))
    post(assessed(900, "b"))
    with pytest.raises(Conflict) as refusal:
        post(paid(101, "a"))
    assert refusal.value.code == "below_floor"
    assert "(a)" in str(refusal.value.hint)
    post(paid(100, "a"))
    with pytest.raises(Conflict):
        post(draft(("131", 1, "a"), ("112", -1), key="k2"))
    assert queries.open_items(BOOK, "131") == {"b": 900}


def test_several_entries_stand_together_or_not_at_all() -> None:
    with pytest.raises(Conflict):
        actions.post_all(CLERK, [assessed(100, "a"), paid(101, "a")], right=anybody)
    assert not Entry.objects.exists()
    both = actions.post_all(CLERK, [paid(100, "a"), assessed(100, "a")], right=anybody)
    assert [entry.kind for entry in both] == ["fee.paid", "fee.assessed"]
    again = actions.post_all(CLERK, [paid(100, "a"), assessed(100, "a")], right=anybody)
    assert again == both


def test_a_key_that_comes_twice_at_once_is_one_entry() -> None:
    first, second = actions.post_all(CLERK, [assessed(100, "a"), assessed(100, "a")], right=anybody)
    assert first == second == Entry.objects.get()
    with pytest.raises(Conflict) as refusal:
        actions.post_all(CLERK, [assessed(100, "b"), assessed(110, "b")], right=anybody)
    assert refusal.value.code == "key_used"
    assert Entry.objects.count() == 1


def test_many_entries_are_told_once_a_book() -> None:
    scene.open_book("phi-thu")
    drafts = [assessed(100, "a"), assessed(100, "b"), assessed(100, "a", book="phi-thu")]
    posted = actions.post_all(CLERK, drafts, right=anybody)
    trail = AuditEntry.objects.filter(verb="ledger.post").order_by("stream")
    assert [(entry.stream, len(entry.data["facts"])) for entry in trail] == [
        ("ledger:phi", 8),
        ("ledger:phi-thu:a", 4),
    ]
    told = OutboxEvent.objects.filter(name="ledger.posted").order_by("payload__book")
    assert [event.payload["entries"] for event in told] == [
        [str(posted[0].pk), str(posted[1].pk)],
        [str(posted[2].pk)],
    ]
    assert chain.verify().broken is None


def test_a_reversal_is_the_opposite_and_the_original_stays() -> None:
    original = post(assessed(4_000_000, document="BL-1"))
    before = list(original.legs.values("account", "amount", "about"))
    back = actions.reverse(CLERK, original.pk, key="r1", reason="Nhầm xe", right=anybody)
    original.refresh_from_db()
    assert list(original.legs.values("account", "amount", "about")) == before
    assert [leg.amount for leg in back.legs.all()] == [-leg.amount for leg in original.legs.all()]
    assert (back.reverses, original.reversal) == (original, back)
    assert (back.reference, back.document, back.reason) == ("luot-1", "BL-1", "Nhầm xe")
    assert queries.trial_balance(BOOK).difference == 0
    assert {line.balance for line in queries.trial_balance(BOOK).lines} == {0}


def test_an_entry_is_reversed_once() -> None:
    original = post(assessed())
    back = actions.reverse(CLERK, original.pk, key="r1", reason="Nhầm", right=anybody)
    assert actions.reverse(CLERK, original.pk, key="r1", reason="Nhầm", right=anybody) == back
    with pytest.raises(Conflict) as refusal:
        actions.reverse(CLERK, original.pk, key="r2", reason="Nhầm", right=anybody)
    assert refusal.value.code == "already_reversed"
    with pytest.raises(Conflict) as refusal:
        actions.reverse(CLERK, back.pk, key="r3", reason="Nhầm", right=anybody)
    assert refusal.value.code == "is_a_reversal"
    with pytest.raises(NotFound):
        actions.reverse(CLERK, uuid4(), key="r4", reason="Nhầm", right=anybody)


def test_a_reversal_neither_precedes_nor_overdraws() -> None:
    fee = post(assessed(100, "a", at=NOON))
    with pytest.raises(Invalid) as early:
        actions.reverse(CLERK, fee.pk, key="r1", reason="Nhầm", at=NOON - timedelta(seconds=1), right=anybody)
    assert early.value.code == "before_the_original"
    post(paid(100, "a"))
    with pytest.raises(Conflict) as refusal:
        actions.reverse(CLERK, fee.pk, key="r1", reason="Nhầm", right=anybody)
    assert refusal.value.code == "below_floor"


def test_nothing_is_written_without_the_right() -> None:
    fee = post(assessed())
    with pytest.raises(NotAllowed):
        actions.post(CLERK, paid(), right=nobody)
    with pytest.raises(NotAllowed):
        actions.reverse(CLERK, fee.pk, key="r", reason="x", right=nobody)
    with pytest.raises(NotAllowed):
        actions.open_book(CLERK, BookDraft("x", "x"), right=nobody)
    with pytest.raises(NotAllowed):
        actions.close_until(CLERK, BOOK, NOON, right=nobody)
    with pytest.raises(NotAllowed):
        actions.close_account(CLERK, BOOK, "113", reason="x", right=nobody)
    assert Entry.objects.count() == 1


def test_the_product_alone_posts_where_no_person_may() -> None:
    class Somebody:
        actor_id, actor_label = None, "Một người"

    with pytest.raises(NotAllowed):
        actions.post(Somebody(), assessed(), right=policies.product_alone)
    assert actions.post(SystemActor("cổng"), assessed(), right=policies.product_alone)


def test_the_trail_seals_entry_and_legs() -> None:
    fee = post(assessed())
    sealed = AuditEntry.objects.get(verb="ledger.post")
    assert sealed.stream == "ledger:phi:luot-1"
    assert len(sealed.data["facts"]) == 4
    assert chain.verify().broken is None
    post(assessed(50, "luot-2"))
    assert AuditEntry.objects.filter(stream="ledger:phi:luot-2").count() == 1
    assert fee.illustrative is False


def test_what_a_demo_account_posts_is_illustrative_with_its_legs() -> None:
    class Demo:
        actor_id, actor_label, illustrative = None, "Minh hoạ", True

    fee = actions.post(Demo(), assessed(), right=anybody)
    back = actions.reverse(CLERK, fee.pk, key="r", reason="x", right=anybody)
    assert fee.illustrative and back.illustrative
    assert set(Leg.objects.values_list("illustrative", flat=True)) == {True}


def test_opening_a_book_twice_changes_nothing() -> None:
    before = list(Account.objects.values())
    scene.open_book()
    assert list(Account.objects.values()) == before
    assert AuditEntry.objects.filter(verb="ledger.open_book").count() == 1
    more = (*scene.ACCOUNTS, AccountDraft("338", "Tiền thừa", AccountKind.LIABILITY))
    actions.open_book(CLERK, BookDraft(BOOK, "Sổ phí", more), right=anybody)
    assert queries.account(BOOK, "338").side == -1
    with pytest.raises(Conflict):
        other = AccountDraft("338", "Tiền thừa", AccountKind.ASSET)
        actions.open_book(CLERK, BookDraft(BOOK, "Sổ phí", (other,)), right=anybody)
    for wrong in (replace(more[0], code="A b"), replace(more[0], floor=1), replace(more[0], floor=None)):
        with pytest.raises(Invalid):
            actions.open_book(CLERK, BookDraft(BOOK, "Sổ phí", (wrong,)), right=anybody)


def test_a_closed_account_takes_nothing_until_it_is_opened_again() -> None:
    post(assessed())
    with pytest.raises(Conflict) as refusal:
        actions.close_account(CLERK, BOOK, "131", reason="Thôi dùng", right=anybody)
    assert refusal.value.code == "balance_left"
    actions.close_account(CLERK, BOOK, "113", reason="Thôi dùng", right=anybody)
    with pytest.raises(Conflict) as refusal:
        post(paid())
    assert refusal.value.code == "account_closed"
    actions.reopen_account(CLERK, BOOK, "113", reason="Dùng lại", right=anybody)
    assert post(paid())


def test_a_floor_cannot_be_laid_above_a_balance() -> None:
    post(draft(("113", -5, "a"), ("511", 5)))
    with pytest.raises(Conflict):
        actions.revise_account(CLERK, BOOK, "113", name="Đang chuyển", floor=-4, right=anybody)
    with pytest.raises(Conflict):
        actions.revise_account(
            CLERK, BOOK, "113", name="Đang chuyển", floor=-4, floor_each=True, right=anybody
        )
    actions.revise_account(CLERK, BOOK, "113", name="Đang chuyển", floor=-5, right=anybody)
    with pytest.raises(Conflict):
        post(draft(("113", -1), ("511", 1), key="k2"))
