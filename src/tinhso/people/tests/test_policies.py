"""Role × capability: the whole table, and what the general questions answer."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.base.errors import NotAllowed, NotSignedIn
from tinhso.people import policies
from tinhso.people.capabilities import SCOPES, Capability, Scope
from tinhso.people.models import Agency, Role
from tinhso.people.pages.keys import WORDS
from tinhso.people.principals import ANONYMOUS, Principal
from tinhso.people.tests.conftest import House

HOME, OTHER = uuid4(), uuid4()
ALL, OWN, NO = "all", "own", ""

A, W, N = ALL, OWN, NO

TABLE = {
    # published sent plans docs places report confirm audit accounts figures defs views data
    # convene decide consult comment urge compose channels
    Role.PUBLIC: (A, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N),
    Role.LEADER: (A, A, N, N, N, N, N, N, N, N, N, N, N, N, A, N, W, N, N, N),
    Role.STANDING_OFFICE: (A, A, A, A, A, N, A, N, N, A, A, A, A, A, N, A, W, A, A, N),
    Role.REPORTING_OFFICER: (A, W, N, N, N, W, N, N, N, W, N, N, N, N, N, W, W, N, N, N),
    Role.HEAD_OF_AGENCY: (A, W, N, N, N, N, W, N, N, W, N, N, N, N, N, W, W, N, N, N),
    Role.AUDITOR: (A, A, N, N, N, N, N, A, N, N, N, N, N, N, N, N, N, N, N, N),
    Role.ADMINISTRATOR: (A, N, N, N, N, N, N, A, A, N, N, N, N, N, N, N, N, N, N, A),
}  # fmt: skip
COLUMNS = (
    Capability.READ_PUBLISHED,
    Capability.READ_SUBMITTED,
    Capability.EDIT_PLANS,
    Capability.EDIT_DOCUMENTS,
    Capability.EDIT_PLACES,
    Capability.REPORT,
    Capability.CONFIRM,
    Capability.READ_AUDIT,
    Capability.MANAGE_ACCOUNTS,
    Capability.WRITE_FIGURES,
    Capability.DEFINE_INDICATORS,
    Capability.SHARE_VIEWS,
    Capability.PUBLISH_DATA,
    Capability.CONVENE,
    Capability.DECIDE,
    Capability.CONSULT,
    Capability.COMMENT,
    Capability.URGE,
    Capability.COMPOSE,
    Capability.MANAGE_CHANNELS,
)
CELLS = [
    (role, capability, reach)
    for role, row in TABLE.items()
    for capability, reach in zip(COLUMNS, row, strict=True)
]
WRITES = set(Capability) - {Capability.READ_PUBLISHED, Capability.READ_SUBMITTED, Capability.READ_AUDIT}


def holder(*roles: Role, scopes: frozenset[str] | None = None) -> Principal:
    held: dict[Role, frozenset[UUID]] = {role: frozenset({HOME}) for role in roles if role is not Role.PUBLIC}
    return Principal(account_id=uuid4(), person_id=uuid4(), name="Ai đó", agencies=held, scopes=scopes)


def test_the_table_is_complete() -> None:
    assert set(TABLE) == set(Role)
    assert set(COLUMNS) == set(Capability)


@pytest.mark.parametrize(("role", "capability", "reach"), CELLS)
def test_every_cell(role: Role, capability: Capability, reach: str) -> None:
    who = holder(role)
    span = policies.span(who, capability)
    assert who.may(capability) is bool(reach)
    assert (HOME in span) is bool(reach)
    assert (OTHER in span) is (reach == ALL)
    if reach:
        policies.require_may(who, capability, HOME)
    if reach != ALL:
        with pytest.raises(NotAllowed):
            policies.require_may(who, capability, OTHER)


def test_the_auditor_writes_nothing() -> None:
    assert not [capability for capability in WRITES if holder(Role.AUDITOR).may(capability)]


def test_the_administrator_sees_no_unpublished_figure() -> None:
    assert not policies.span(holder(Role.ADMINISTRATOR), Capability.READ_SUBMITTED)


@pytest.mark.parametrize("capability", [each for each in Capability if each != Capability.READ_PUBLISHED])
def test_nobody_is_sent_to_sign_in(capability: Capability) -> None:
    with pytest.raises(NotSignedIn):
        policies.require_may(ANONYMOUS, capability)
    with pytest.raises(NotSignedIn):
        policies.require(ANONYMOUS, *(set(Role) - {Role.PUBLIC}))
    policies.require_may(ANONYMOUS, Capability.READ_PUBLISHED)
    policies.require(ANONYMOUS, Role.PUBLIC)


def test_require_names_who_it_is_for() -> None:
    with pytest.raises(NotAllowed) as refused:
        policies.require(holder(Role.LEADER), Role.AUDITOR)
    assert "Kiểm tra, giám sát" in str(refused.value.hint)


roles = st.sets(st.sampled_from(Role))


@given(one=roles, more=roles)
def test_more_roles_never_take_anything_away(one: set[Role], more: set[Role]) -> None:
    few, many = holder(*one), holder(*one, *more)
    for capability in Capability:
        before, after = policies.span(few, capability), policies.span(many, capability)
        assert all(agency in after for agency in (HOME, OTHER) if agency in before)


@given(held=roles, scopes=st.frozensets(st.sampled_from(sorted(SCOPES))))
def test_a_key_never_does_more_than_its_owner(held: set[Role], scopes: frozenset[str]) -> None:
    person, program = holder(*held), holder(*held, scopes=scopes)
    opened = {capability for scope in scopes for capability in SCOPES[scope]} | {Capability.READ_PUBLISHED}
    for capability in Capability:
        assert program.may(capability) is (person.may(capability) and capability in opened)
        assert (HOME in policies.span(program, capability)) is (
            HOME in policies.span(person, capability) and capability in opened
        )


def test_every_scope_opens_something_and_is_offered_in_words() -> None:
    assert set(SCOPES) == set(Scope) == set(WORDS)
    assert all(SCOPES.values())


def test_no_scope_opens_accounts_or_places() -> None:
    opened = {capability for scope in SCOPES.values() for capability in scope}
    assert opened.isdisjoint({Capability.MANAGE_ACCOUNTS, Capability.EDIT_PLACES})


@pytest.mark.parametrize(
    ("role", "seen"), [(Role.LEADER, {"a", "b"}), (Role.REPORTING_OFFICER, {"a"}), (Role.PUBLIC, set())]
)
def test_which_rows(house: House, role: Role, seen: set[str]) -> None:
    made = {code: house.agency(code).pk for code in ("a", "b")}
    held: dict[Role, frozenset[UUID]] = {} if role is Role.PUBLIC else {role: frozenset({made["a"]})}
    who = Principal(account_id=uuid4(), agencies=held)
    rows = Agency.objects.filter(policies.span(who, Capability.READ_SUBMITTED).rows("pk"))
    assert set(rows.values_list("code", flat=True)) == seen


def test_powerful_roles_need_a_second_factor() -> None:
    needing = {role for role in Role if policies.needs_second_factor(holder(role))}
    assert needing == {Role.STANDING_OFFICE, Role.ADMINISTRATOR}


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
@pytest.mark.parametrize(
    "address",
    ["/manage/accounts/", "/manage/accounts/new/", "/manage/import/", "/manage/import/template.xlsx"],
)
def test_only_administrators_reach_the_pages_of_accounts(
    sign_in: Callable[..., object], role: Role, address: str
) -> None:
    client = sign_in(role)
    assert client.get(address).status_code == 403  # type: ignore[attr-defined]  # the fixture makes test clients
