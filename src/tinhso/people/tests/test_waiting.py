"""What waits is counted as it is listed: each thing once, in one query."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db.models import Q, QuerySet
from pytest_django import DjangoAssertNumQueries

from tinhso.people import waiting
from tinhso.people.models import Account, Agency, Position, Role
from tinhso.people.principals import Principal
from tinhso.people.waiting import Source, Waiting

pytestmark = pytest.mark.django_db


def _seats(by: Principal) -> QuerySet[Any]:
    return Agency.objects.filter(positions__role=Role.REPORTING_OFFICER).distinct().order_by("name")


def _lines(by: Principal) -> Iterator[Waiting]:
    for row in _seats(by):
        yield Waiting(text=row.name, href="/")


def _nothing(by: Principal) -> QuerySet[Any]:
    return Agency.objects.filter(Q(pk__in=[]))


def _never(by: Principal) -> Iterator[Waiting]:
    raise AssertionError("a source without rows is not asked for its lines")


@pytest.fixture
def by(monkeypatch: pytest.MonkeyPatch) -> Principal:
    told = (Source(_lines, _seats), Source(_never, _nothing), Source(_lines, _seats))
    monkeypatch.setattr(waiting, "sources", lambda: told)
    for code, seats in (("a", 3), ("b", 1), ("c", 0)):
        agency = Agency.objects.create(code=code, name=f"Sở 100% {code}", kind="department")
        for number in range(seats):
            Position.objects.create(agency=agency, title=str(number), role=Role.REPORTING_OFFICER)
    account = Account.objects.create(username="can-bo")
    return Principal(account_id=account.pk, name="Cán bộ")


def test_the_count_is_as_long_as_the_list_whatever_is_joined(
    by: Principal, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        counted = Account.objects.values_list(waiting.number(by), flat=True).get()
    assert counted == len(list(waiting.lines(by))) == 4


def test_where_nothing_can_wait_the_count_is_nought(monkeypatch: pytest.MonkeyPatch, by: Principal) -> None:
    monkeypatch.setattr(waiting, "sources", lambda: (Source(_never, _nothing),))
    assert Account.objects.values_list(waiting.number(by), flat=True).get() == 0
    assert not list(waiting.lines(by))
