"""Who may send, decide on and see figures follows from the one table of capabilities."""

from __future__ import annotations

import pytest

from tinhso.base.ids import new_id
from tinhso.indicators import policies
from tinhso.people.capabilities import SCOPES, Scope
from tinhso.people.models import Role
from tinhso.people.principals import ANONYMOUS, Principal

HOME, OTHER = new_id(), new_id()


def _holder(role: Role, scopes: frozenset[str] | None = None) -> Principal:
    return Principal(account_id=new_id(), agencies={role: frozenset({HOME})}, scopes=scopes)


@pytest.mark.parametrize(
    ("role", "sends", "decides", "sees"),
    [
        (Role.PUBLIC, "", False, ""),
        (Role.LEADER, "", False, "all"),
        (Role.STANDING_OFFICE, "all", True, "all"),
        (Role.REPORTING_OFFICER, "own", False, "own"),
        (Role.HEAD_OF_AGENCY, "own", False, "own"),
        (Role.AUDITOR, "", False, "all"),
        (Role.ADMINISTRATOR, "", False, ""),
    ],
)
def test_the_table(role: Role, sends: str, decides: bool, sees: str) -> None:
    who = _holder(role)
    assert policies.may_confirm(who) is decides
    for may, reach in ((policies.may_submit, sends), (policies.may_see_versions, sees)):
        assert may(who, HOME) is bool(reach)
        assert may(who, OTHER) is (reach == "all")


@pytest.mark.parametrize("scope", SCOPES)
def test_a_key_opens_what_its_scope_names(scope: Scope) -> None:
    office = _holder(Role.STANDING_OFFICE, frozenset({scope}))
    officer = _holder(Role.REPORTING_OFFICER, frozenset({scope}))
    assert policies.may_confirm(office) is (scope is Scope.CONFIRM)
    assert policies.may_submit(officer, HOME) is (scope is Scope.REPORT)
    assert policies.may_see_versions(officer, HOME) is (scope is Scope.READ)


def test_nobody_sends_and_nobody_sees() -> None:
    assert not policies.may_submit(ANONYMOUS, HOME)
    assert not policies.may_see_versions(ANONYMOUS, None)
