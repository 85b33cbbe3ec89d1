"""Who asks: posts and delegations of a day, keys, and what it costs to know."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.http import HttpRequest
from django.test import Client, RequestFactory
from pytest_django import DjangoAssertNumQueries

from tinhso.base import clock
from tinhso.people import queries, tokens
from tinhso.people.capabilities import Scope
from tinhso.people.middleware import Principals
from tinhso.people.models import Account, ApiToken, Delegation, Post, Role
from tinhso.people.principals import ANONYMOUS, Principal, principal_of
from tinhso.people.tests.conftest import House

pytestmark = pytest.mark.django_db

FROM, TO = date(2026, 11, 1), date(2026, 11, 30)


def _ask(request: HttpRequest) -> list[Principal]:
    seen: list[Principal] = []

    def view(asked: HttpRequest):  # type: ignore[no-untyped-def]  # an answer is not what this is about
        seen.append(principal_of(asked))

    Principals(view)(request)
    return seen


def test_nobody_costs_nothing(client: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        assert client.get("/sign-in/").status_code == 200
        assert principal_of(RequestFactory().get("/")) is ANONYMOUS


def test_knowing_somebody_costs_one_query(
    house: House, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    account = house.account("an", Role.LEADER, Role.AUDITOR)
    account = Account.objects.select_related("person").get(pk=account.pk)
    with django_assert_num_queries(1):
        who = queries.principal_for(account)
    assert who.roles == {Role.LEADER, Role.AUDITOR, Role.PUBLIC}
    assert who.agencies_as(Role.LEADER) == {house.agency("a").pk}
    assert who.actor_label == "Nguyễn Văn An · Kiểm tra, giám sát a, Sở a"


@pytest.mark.parametrize(
    ("day", "held"),
    [(date(2026, 10, 31), False), (FROM, True), (TO, True), (date(2026, 12, 1), False)],
)
def test_posts_hold_from_their_first_to_their_last_day(house: House, day: date, held: bool) -> None:
    account = house.account("an")
    assert account.person
    house.post(account.person, Role.LEADER, valid_from=FROM, valid_to=TO)
    with clock.standing_at(day):
        assert queries.principal_for(account).has(Role.LEADER) is held


@pytest.mark.parametrize(
    ("day", "held"),
    [(date(2026, 10, 31), False), (FROM, True), (TO, True), (date(2026, 12, 1), False)],
)
def test_a_delegated_post_counts_within_its_days(house: House, day: date, held: bool) -> None:
    owner, account = house.account("an", Role.HEAD_OF_AGENCY, agency="b"), house.account("binh")
    post = Post.objects.get(person=owner.person)
    assert account.person
    lent = Delegation.objects.create(post=post, delegate=account.person, valid_from=FROM, valid_to=TO)
    with clock.standing_at(day):
        who = queries.principal_for(account)
        assert who.has(Role.HEAD_OF_AGENCY) is held
        assert [each.delegated for each in who.posts] == ([True] if held else [])
        assert queries.principal_for(owner).has(Role.HEAD_OF_AGENCY), "lending keeps the post"
        lent.revoked_at = clock.now()
        lent.save()
        assert not queries.principal_for(account).has(Role.HEAD_OF_AGENCY)


def test_a_post_that_ended_cannot_be_lent_on(house: House) -> None:
    owner, account = house.account("an", Role.LEADER), house.account("binh")
    post = Post.objects.get(person=owner.person)
    assert account.person
    Delegation.objects.create(post=post, delegate=account.person, valid_from=FROM, valid_to=TO)
    post.valid_to = date(2026, 11, 10)
    post.save()
    assert not queries.principal_for(account).has(Role.LEADER)


def _token(account: Account, **more: object) -> str:
    secret = tokens.new_secret()
    ApiToken.objects.create(
        account=account, name="máy", prefix=secret[:8], digest=tokens.digest(secret), scopes=["read"], **more
    )
    return secret


def test_a_key_speaks_for_its_account_within_its_scopes(
    house: House, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    secret = _token(house.account("an", Role.REPORTING_OFFICER))
    request = RequestFactory().get("/", headers={"Authorization": f"Bearer {secret}"})
    with django_assert_num_queries(2):
        [who] = _ask(request)
    assert who.may("figures.read_submitted")
    assert not who.may("reports.write")
    assert who.may_use(Scope.READ)
    assert not who.may_use(Scope.REPORT)


@pytest.mark.parametrize("fault", ["unknown", "expired", "revoked", "closed"])
def test_a_key_that_is_no_good_is_refused_at_once(client: Client, house: House, fault: str) -> None:
    account = house.account("an")
    before = clock.now() - timedelta(minutes=1)
    secret = _token(
        account, **{"expired": {"expires_at": before}, "revoked": {"revoked_at": before}}.get(fault, {})
    )
    if fault == "closed":
        account.is_active = False
        account.save()
    sent = "tso_nothing" if fault == "unknown" else secret
    answer = client.get(
        "/sign-in/", headers={"Authorization": f"Bearer {sent}", "Accept": "application/json"}
    )
    assert answer.status_code == 401
    assert answer.json()["code"] == "bad_token"
    assert "Bearer" in answer["WWW-Authenticate"]


def test_one_acts_in_the_post_one_chose(house: House) -> None:
    account = house.account("an", Role.REPORTING_OFFICER)
    assert account.person
    second = house.post(account.person, Role.HEAD_OF_AGENCY, "b")
    client = Client()
    client.force_login(account, "tinhso.people.backends.Passwords")
    assert client.post(f"/account/act-in/{second.pk}/", {"next": "/account/"})["Location"] == "/account/"
    page = client.get("/account/").content.decode()
    assert "Đang làm việc cho: </span>Sở b" in page
    assert client.post("/account/act-in/0199f0e4-0000-7000-8000-000000000000/").status_code == 404
