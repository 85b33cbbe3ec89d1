"""The chain: what is altered behind the product's back is found, and named."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from tinhso.base.actions import acting
from tinhso.base.audit import chain
from tinhso.base.audit.context import SystemActor
from tinhso.base.audit.hashing import entry_hash
from tinhso.base.audit.models import AuditEntry, DailySeal, StreamHead
from tinhso.base.files.models import StoredFile
from tinhso.base.packs.clear import clear_demo

BY = SystemActor("tester")


@contextmanager
def _behind_the_back() -> Iterator[Any]:
    """A cursor for somebody who has the database and switches its triggers off."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        yield cursor
        cursor.execute("SET LOCAL session_replication_role = origin")


def _append(stream: str = "plan:a", times: int = 1, **fact: Any) -> StoredFile:
    for _time in range(times):
        with acting(BY, "test.append") as act:
            values = {"digest": "0" * 64, "size": 0, "media_type": "text/plain", "name": "a.txt"} | fact
            kept = StoredFile.objects.create(**values)
            act.record(stream, subject=kept, data={"rate": Decimal("89.50")}, facts=[kept])
    return kept


def _broken() -> tuple[str, str]:
    broken = chain.verify().broken
    assert broken is not None, "the tampering went unnoticed"
    return broken.where, broken.found


@pytest.mark.django_db
def test_a_whole_chain_holds_and_is_counted() -> None:
    _append(times=3)
    _append("plan:b")
    chain.seal()
    _append("plan:b")
    chain.seal()
    assert chain.seal() is None, "nothing moved"
    found = chain.verify()
    assert (found.broken, found.entries, found.streams, found.facts, found.seals) == (None, 5, 2, 5, 2)
    assert DailySeal.objects.latest("id").heads.keys() == {"plan:b"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        "verb = 'other'",
        "data = jsonb_set(data, '{rate}', '\"99.9\"')",
        "actor_label = 'somebody else'",
        "at = at - interval '1 day'",
        "reason = 'x'",
        "subject = ''",
        "actor = gen_random_uuid()",
    ],
)
def test_an_altered_entry(change: str) -> None:
    _append(times=3)
    with _behind_the_back() as cursor:
        cursor.execute(f"UPDATE base_auditentry SET {change} WHERE sequence = 2")
    where, found = _broken()
    assert where.startswith("plan:a #2 (")
    assert found == "its content was altered after it was written"


@pytest.mark.django_db
def test_an_altered_entry_with_a_hash_to_match() -> None:
    _append(times=3)
    entry = AuditEntry.objects.get(sequence=2)
    entry.verb = "other"
    with _behind_the_back() as cursor:
        cursor.execute(
            "UPDATE base_auditentry SET verb = 'other', hash = %s WHERE sequence = 2", [entry_hash(entry)]
        )
    where, found = _broken()
    assert (where.split(" (")[0], found) == ("plan:a #3", "does not follow the entry before it")


@pytest.mark.django_db
@pytest.mark.parametrize(("gone", "named"), [(1, "plan:a #2"), (2, "plan:a #3"), (3, "plan:a #3")])
def test_a_deleted_entry(gone: int, named: str) -> None:
    _append(times=3)
    with _behind_the_back() as cursor:
        cursor.execute("DELETE FROM base_auditentry WHERE sequence = %s", [gone])
    where, found = _broken()
    assert where.split(" (")[0] == named
    assert "missing" in found


@pytest.mark.django_db
@pytest.mark.parametrize("head", ["moved back", "deleted"])
def test_a_truncated_tail_with_its_head_to_match_breaks_the_seal(head: str) -> None:
    _append(times=3)
    chain.seal()
    second = AuditEntry.objects.get(sequence=2)
    with _behind_the_back() as cursor:
        if head == "deleted":
            cursor.execute("DELETE FROM base_auditentry")
            cursor.execute("DELETE FROM base_streamhead")
        else:
            cursor.execute("DELETE FROM base_auditentry WHERE sequence = 3")
            cursor.execute(
                "UPDATE base_streamhead SET sequence = 2, hash = %s, sealed_sequence = 0", [second.hash]
            )
    where, found = _broken()
    assert where.startswith("seal of ")
    assert found == "sealed head plan:a #3 is missing or differs"


@pytest.mark.django_db
def test_a_head_that_was_lost() -> None:
    _append(times=2)
    StreamHead.objects.all().delete()
    assert _broken() == ("plan:a #2", "the newest entry of this stream is missing")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE base_storedfile SET size = 1", "was altered"),
        ("UPDATE base_storedfile SET actor = gen_random_uuid()", "was altered"),
        ("UPDATE base_storedfile SET recorded_at = recorded_at + interval '1 microsecond'", "was altered"),
        ("UPDATE base_storedfile SET illustrative = true", "was altered"),
        ("DELETE FROM base_storedfile", "is gone"),
    ],
)
def test_an_altered_or_deleted_fact(statement: str, found: str) -> None:
    kept = _append()
    with _behind_the_back() as cursor:
        cursor.execute(statement)
    assert _broken()[1] == f"the fact base.storedfile:{kept.pk} {found}"


def test_a_zero_is_a_figure() -> None:
    fact = StoredFile(size=0)
    zero = chain.digest(fact)
    setattr(fact, "size", None)  # noqa: B010 - the schema forbids it, a forger does not ask
    assert chain.digest(fact) != zero


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE base_dailyseal SET day = day - 1",
        "UPDATE base_dailyseal SET heads = '{}' WHERE id = (SELECT min(id) FROM base_dailyseal)",
        "DELETE FROM base_dailyseal WHERE id = (SELECT min(id) FROM base_dailyseal)",
        "DELETE FROM base_dailyseal WHERE id = (SELECT max(id) FROM base_dailyseal)",
        "DELETE FROM base_dailyseal",
    ],
)
def test_an_altered_or_deleted_seal(statement: str) -> None:
    for _day in range(3):
        _append()
        chain.seal()
    with _behind_the_back() as cursor:
        cursor.execute(statement)
    where, found = _broken()
    assert where.startswith("seal of ") or found == "the seal over this entry is missing"


@pytest.mark.django_db
def test_the_trail_holds_after_the_demo_was_cleared_and_only_then() -> None:
    _append(illustrative=True)
    real = _append()
    chain.seal()
    clear_demo(BY)
    assert chain.verify().broken is None
    with _behind_the_back() as cursor:
        cursor.execute("DELETE FROM base_storedfile")
    assert _broken()[1] == f"the fact base.storedfile:{real.pk} is gone"


@pytest.mark.django_db
def test_verifying_costs_no_query_a_row(django_assert_max_num_queries: Any) -> None:
    _append(times=20)
    for number in range(20):
        _append(f"plan:{number}")
    chain.seal()
    with django_assert_max_num_queries(6):
        assert chain.verify().broken is None


@pytest.mark.django_db(transaction=True)
def test_threads_that_append_to_one_stream_do_not_fork_it() -> None:
    problems: list[BaseException] = []

    def work() -> None:
        try:
            _append(times=10)
            chain.seal()
        except BaseException as error:
            problems.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _each in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    chain.seal()
    assert problems == []
    found = chain.verify()
    assert (found.broken, found.entries) == (None, 60)
    assert list(AuditEntry.objects.order_by("id").values_list("sequence", flat=True)) == list(range(1, 61))


@given(st.dictionaries(st.text(), st.one_of(st.text(), st.integers(), st.none(), st.booleans())))
def test_the_canonical_form_does_not_follow_the_order_of_writing(data: dict[str, Any]) -> None:
    assert chain.canonical(data) == chain.canonical(dict(reversed(data.items())))


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4), st.integers(0, 6))
def test_equal_decimals_have_one_form(value: Decimal, zeros: int) -> None:
    padded = Decimal(f"{value}{'0' * zeros}") if "E" not in str(value) else value
    assert chain.canonical(value) == chain.canonical(padded)
