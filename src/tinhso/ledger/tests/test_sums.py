"""Arithmetic that holds whatever is posted, in whatever order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tinhso.base.errors import Conflict
from tinhso.ledger import actions, queries
from tinhso.ledger.kinds import AccountKind
from tinhso.ledger.models import Entry
from tinhso.ledger.schemas import AccountDraft, BookDraft, EntryDraft, Line
from tinhso.ledger.tests.scene import CLERK, NOON, anybody

pytestmark = pytest.mark.django_db
CODES = ("tien", "no", "von", "thu", "chi")
FREE = tuple(AccountDraft(code, code, kind) for code, kind in zip(CODES, AccountKind, strict=True))
FEW = settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
amounts = st.integers(-(10**12), 10**12).filter(bool)


class _Undone(Exception):
    pass


@contextmanager
def undone() -> Iterator[None]:
    """A book for one example, gone after it."""
    try:
        with transaction.atomic():
            actions.open_book(CLERK, BookDraft("so", "Sổ", FREE), right=anybody)
            yield
            raise _Undone
    except _Undone:
        return


@st.composite
def drafts(draw: st.DrawFn) -> EntryDraft:
    """An entry that sums to zero, at some second of one day."""
    parts = draw(st.lists(amounts, min_size=1, max_size=4))
    if (rest := -sum(parts)) != 0:
        parts.append(rest)
    if len(parts) < 2:
        parts = [7, -7]
    lines = tuple(
        Line(draw(st.sampled_from(CODES)), part, draw(st.sampled_from(["", "a", "b"]))) for part in parts
    )
    at = NOON + timedelta(seconds=draw(st.integers(0, 3600)))
    return EntryDraft("so", draw(st.uuids()).hex, "thu", "viec", lines, at=at)


entries = st.lists(drafts(), min_size=1, max_size=6, unique_by=lambda one: one.key)


def nets(posted: list[EntryDraft], until: int = 3600) -> dict[str, int]:
    """The recount: net of every account, by hand."""
    found: dict[str, int] = defaultdict(int)
    for one in posted:
        if one.at is not None and one.at <= NOON + timedelta(seconds=until):
            for line in one.lines:
                found[line.account] += line.amount
    return {code: net for code, net in found.items() if net}


def told(until: int = 3600) -> dict[str, int]:
    balance = queries.trial_balance("so", as_of=NOON + timedelta(seconds=until))
    assert balance.difference == 0
    assert balance.debit == balance.credit >= 0
    return {line.code: line.net for line in balance.lines if line.net}


@FEW
@given(entries, st.integers(0, 3600))
def test_balances_are_a_recount_of_the_legs_at_every_moment(posted: list[EntryDraft], until: int) -> None:
    with undone():
        actions.post_all(CLERK, posted, right=anybody)
        assert told() == nets(posted)
        assert told(until) == nets(posted, until)
        for code in CODES:
            since = NOON + timedelta(seconds=until)
            found = queries.statement("so", code, since, NOON + timedelta(days=1))
            assert found.closing == queries.balance("so", code).balance
            assert found.closing - found.opening == sum(
                (line.debit - line.credit) * queries.account("so", code).side for line in found.lines
            )


@FEW
@given(st.data())
def test_any_order_and_any_repetition_give_the_same_balances(data: st.DataObject) -> None:
    posted = data.draw(entries)
    mixed = data.draw(st.permutations(posted + data.draw(st.lists(st.sampled_from(posted), max_size=4))))
    with undone():
        for one in mixed:
            actions.post(CLERK, one, right=anybody)
        assert told() == nets(posted)
        assert Entry.objects.filter(book__code="so").count() == len(posted)


@FEW
@given(entries, st.data())
def test_what_is_reversed_leaves_the_rest(posted: list[EntryDraft], data: st.DataObject) -> None:
    taken = data.draw(st.sets(st.sampled_from(range(len(posted)))))
    with undone():
        made = actions.post_all(CLERK, posted, right=anybody)
        for n in taken:
            actions.reverse(CLERK, made[n].pk, key=f"r{n}", reason="x", right=anybody, at=made[n].at)
        assert told() == nets([one for n, one in enumerate(posted) if n not in taken])


@FEW
@given(st.lists(st.integers(-50, 50).filter(bool), min_size=1, max_size=12))
def test_a_floor_lets_through_what_a_careful_hand_would(moves: list[int]) -> None:
    with undone():
        actions.revise_account(CLERK, "so", "tien", name="tien", floor=0, right=anybody)
        stands, refused = 0, 0
        for n, move in enumerate(moves):
            lines = (Line("tien", move), Line("no", -move))
            try:
                actions.post(CLERK, EntryDraft("so", f"k{n}", "thu", "x", lines), right=anybody)
                stands += move
            except Conflict:
                refused += 1
                assert stands + move < 0
        assert queries.balance("so", "tien").balance == stands >= 0
        assert Entry.objects.filter(book__code="so").count() == len(moves) - refused
