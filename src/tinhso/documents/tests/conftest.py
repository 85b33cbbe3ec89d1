"""Issuers, and people with roles."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from tinhso.base import clock
from tinhso.base.ids import new_id
from tinhso.people.models import Agency, Role
from tinhso.people.principals import Principal


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    """Tests stand on one day."""
    with clock.standing_at(date(2026, 11, 21)):
        yield


@pytest.fixture
def committee(db: None) -> Agency:
    """An issuer."""
    return Agency.objects.create(code="ubnd-tinh", name="Ủy ban nhân dân tỉnh", kind="committee")


@pytest.fixture
def office(committee: Agency) -> Principal:
    """Somebody of the standing office."""
    held = {Role.STANDING_OFFICE: frozenset({committee.pk})}
    return Principal(account_id=new_id(), name="Thường trực", agencies=held)


@pytest.fixture
def officer(committee: Agency) -> Principal:
    """A reporting officer."""
    held = {Role.REPORTING_OFFICER: frozenset({committee.pk})}
    return Principal(account_id=new_id(), name="Cán bộ", agencies=held)
