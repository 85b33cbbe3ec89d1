"""The API's cursor: every row once, in order, whatever happens between two pages."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test import RequestFactory
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tinhso.base.audit.models import History
from tinhso.base.errors import Invalid
from tinhso.base.web.envelope import page

pytestmark = pytest.mark.django_db
START = datetime(2026, 1, 1, tzinfo=UTC)


def _row(name: str, minutes: int) -> History:
    return History.objects.create(
        at=START + timedelta(minutes=minutes), table_name=name, row_id=name, operation="I"
    )


def test_rows_of_the_same_thousandth_of_a_second_are_not_lost() -> None:
    for micro in range(20):
        History.objects.create(
            at=START + timedelta(microseconds=micro), table_name="t", row_id=str(micro), operation="I"
        )
    assert len(_walk("at", limit=3)) == 20
    assert len(_walk("-at", limit=3)) == 20


def _walk(*order: str, limit: int) -> list[int]:
    seen: list[int] = []
    address: str | None = "/things?q=x"
    while address:
        request = RequestFactory().get(address)
        found = page(History.objects.order_by(*order), request, limit, request.GET.get("cursor"))
        seen += [row.pk for row in found.items]
        address = found.next
        assert address is None or address.startswith("/things?q=x&cursor=")
        assert len(found.items) <= limit
    return seen


@given(
    st.lists(st.tuples(st.sampled_from("aâbcđ"), st.integers(0, 3)), max_size=12),
    st.sampled_from([("table_name",), ("-table_name", "at"), ("at", "-table_name"), ("-at", "-id")]),
    st.integers(1, 5),
)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_row_comes_once_in_order(
    rows: list[tuple[str, int]], order: tuple[str, ...], limit: int
) -> None:
    made = {_row(*row).pk for row in rows}
    expected = list(History.objects.order_by(*order, "pk").values_list("pk", flat=True))
    assert _walk(*order, limit=limit) == expected
    assert made <= set(expected)


def test_a_row_added_before_the_cursor_repeats_nothing() -> None:
    rows = [_row(name, 0) for name in "bcd"]
    request = RequestFactory().get("/things")
    first = page(History.objects.order_by("table_name"), request, 2)
    _row("a", 0)
    assert first.next is not None
    following = RequestFactory().get(first.next)
    second = page(History.objects.order_by("table_name"), following, 2, following.GET["cursor"])
    assert [row.pk for row in second.items] == [rows[2].pk]
    assert (second.next, second.total) == (None, 4)


@pytest.mark.parametrize(("limit", "cursor"), [(0, None), (1001, None), (5, "?"), (5, "WzFd"), (5, "bnVsbA")])
def test_what_cannot_be_read_is_refused(limit: int, cursor: str | None) -> None:
    with pytest.raises(Invalid) as refused:
        page(History.objects.order_by("at"), RequestFactory().get("/things"), limit, cursor)
    assert refused.value.field == ("limit" if cursor is None else "cursor")


def test_an_order_that_may_be_empty_is_a_mistake() -> None:
    for name in "ab":
        _row(name, 0)
    with pytest.raises(TypeError, match="actor"):
        page(History.objects.order_by("actor"), RequestFactory().get("/things"), 1)
