"""Signing in: right and wrong, too often, second factor, one-time password, the demo's one click."""

from __future__ import annotations

import base64
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from pytest_django import Settings as SettingsWrapper

from tinhso.base import clock
from tinhso.base.audit.models import AuditEntry
from tinhso.people import attempts, totp
from tinhso.people.models import RecoveryCode, Role, SecondFactor, SignInAttempt
from tinhso.people.tests.conftest import PASSWORD, House

pytestmark = pytest.mark.django_db


def _send(client: Client, username: str, password: str = PASSWORD, **more: str):  # type: ignore[no-untyped-def]  # the test client's own response
    return client.post("/sign-in/", {"username": username, "password": password, **more})


def _signed_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


def test_right_password_opens_a_session_and_is_audited(client: Client, house: House) -> None:
    account = house.account("an", Role.REPORTING_OFFICER)
    answer = _send(client, "AN", next="/account/")
    assert answer.status_code == 302
    assert answer["Location"] == "/account/"
    page = client.get("/account/").content.decode()
    assert "Nguyễn Văn An" in page
    entry = AuditEntry.objects.get(stream=f"account:{account.pk}")
    assert (entry.verb, entry.actor, entry.data) == (
        "account.sign_in",
        account.pk,
        {"method": "password"},
    )


@pytest.mark.parametrize(
    "address", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"]
)
def test_nobody_is_led_away(client: Client, house: House, address: str) -> None:
    house.account("an")
    assert _send(client, "an", next=address)["Location"] == "/"


def test_wrong_and_unknown_say_the_same_and_keep_the_name(client: Client, house: House) -> None:
    house.account("an")
    pages = []
    for name in ("an", "khong-co"):
        answer = _send(client, name, "sai-mat-khau")
        assert answer.status_code == 422
        page = answer.content.decode()
        assert f'value="{name}"' in page
        assert "sai-mat-khau" not in page
        pages.append(re.sub(r'value="[^"]*"', "", page))
    assert pages[0] == pages[1]


def test_unknown_names_cost_a_hash(client: Client, house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    hashed: list[str] = []
    monkeypatch.setattr("tinhso.people.backends.make_password", hashed.append)
    _send(client, "khong-co", "abc")
    assert hashed == ["abc"]


def test_a_closed_account_stays_out(client: Client, house: House) -> None:
    house.account("an", is_active=False)
    assert _send(client, "an").status_code == 422


def test_five_failures_close_the_account_for_a_quarter_of_an_hour(client: Client, house: House) -> None:
    house.account("an")
    for _try in range(attempts.PER_ACCOUNT):
        assert _send(client, "an", "sai").status_code == 422
    answer = _send(client, "an")
    assert answer.status_code == 429
    assert "Thử lại sau 15 phút" in answer.content.decode()
    assert _send(client, "binh", "sai").status_code == 422
    with clock.standing_at(clock.now() + timedelta(minutes=16)):
        assert _send(client, "an").status_code == 302


def test_success_forgives_earlier_failures(client: Client, house: House) -> None:
    house.account("an")
    for _round in range(3):
        for _try in range(attempts.PER_ACCOUNT - 1):
            assert _send(client, "an", "sai").status_code == 422
        assert _send(client, "an").status_code == 302
        client.post("/sign-out/")


def test_an_address_that_tries_many_names_is_stopped(client: Client, house: House) -> None:
    house.account("an")
    SignInAttempt.objects.bulk_create(
        SignInAttempt(kind="password", username=f"n{number}", address="127.0.0.1")
        for number in range(attempts.PER_ADDRESS)
    )
    assert _send(client, "an").status_code == 429
    assert (
        client.post("/sign-in/", {"username": "an", "password": PASSWORD}, REMOTE_ADDR="10.0.0.9").status_code
        == 302
    )


@pytest.mark.django_db(transaction=True)
def test_tries_at_once_are_all_counted() -> None:
    def attempt(_number: int) -> bool:
        try:
            with attempts.counted("password", "an", None):
                return True
        except attempts.TooManyAttempts:
            return False
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as threads:
        heard = list(threads.map(attempt, range(24)))
    assert heard.count(True) == attempts.PER_ACCOUNT


def test_old_tries_are_forgotten(db: None) -> None:
    SignInAttempt.objects.create(kind="password", username="a", at=clock.now() - timedelta(days=31))
    SignInAttempt.objects.create(kind="password", username="b")
    assert attempts.forget_old() == 1


def _key_of(page: str) -> bytes:
    found = re.search(r'class="tabular">([A-Z2-7 ]+)</strong>', page)
    assert found
    return base64.b32decode(found[1].replace(" ", ""))


def _code(key: bytes) -> str:
    return totp.hotp(key, totp.step_of(clock.now()))


@pytest.mark.parametrize("role", [Role.STANDING_OFFICE, Role.ADMINISTRATOR])
def test_powerful_roles_must_set_up_a_second_factor(client: Client, house: House, role: Role) -> None:
    account = house.account("an", role)
    assert _send(client, "an")["Location"] == "/sign-in/second-factor/"
    assert not _signed_in(client)
    page = client.get("/sign-in/second-factor/").content.decode()
    assert "data:image/svg+xml" in page
    assert " style=" not in page
    key = _key_of(page)
    assert client.post("/sign-in/second-factor/", {"code": "000000"}).status_code == 422
    codes_page = client.post("/sign-in/second-factor/", {"code": _code(key)}).content.decode()
    codes = re.findall(r">([a-z2-9]{5}-[a-z2-9]{5})<", codes_page)
    assert len(codes) == 10
    assert client.post("/sign-in/go-on/")["Location"] == "/"
    assert _signed_in(client)
    assert key not in SecondFactor.objects.get(account=account).secret.encode()

    other = Client()
    assert _send(other, "an")["Location"] == "/sign-in/second-step/"
    assert other.get("/sign-in/new-password/")["Location"] == "/sign-in/second-step/"
    assert other.get("/sign-in/second-factor/").status_code == 302
    assert not _signed_in(other)
    assert other.post("/sign-in/second-step/", {"code": _code(key)}).status_code == 422, "taken once already"
    with clock.standing_at(clock.now() + timedelta(seconds=60)):
        assert other.post("/sign-in/second-step/", {"code": _code(key)})["Location"] == "/"
        assert _signed_in(other)

    third = Client()
    _send(third, "an")
    assert third.post("/sign-in/second-step/", {"code": codes[0].upper()})["Location"] == "/"
    _send(fourth := Client(), "an")
    assert fourth.post("/sign-in/second-step/", {"code": codes[0]}).status_code == 422
    assert RecoveryCode.objects.filter(used_at__isnull=True).count() == 9


def test_the_demo_asks_for_no_second_factor(client: Client, house: House, settings: SettingsWrapper) -> None:
    settings.DEMO = True
    house.account("an", Role.ADMINISTRATOR)
    assert _send(client, "an")["Location"] == "/"


def test_one_click_is_for_demo_accounts_in_demo_mode_only(house: House, settings: SettingsWrapper) -> None:
    shown = house.account("minh-hoa", Role.LEADER, illustrative=True)
    real = house.account("that", Role.LEADER)
    client = Client(enforce_csrf_checks=True)
    assert client.post(f"/sign-in/demo/{shown.pk}/").status_code == 403
    assert Client().post(f"/sign-in/demo/{shown.pk}/").status_code == 404
    settings.DEMO = True
    assert Client().get(f"/sign-in/demo/{shown.pk}/").status_code == 405
    assert Client().post(f"/sign-in/demo/{real.pk}/").status_code == 404
    page = Client().get("/sign-in/").content.decode()
    assert str(shown.pk) in page
    assert str(real.pk) not in page
    visitor = Client()
    assert visitor.post(f"/sign-in/demo/{shown.pk}/", {"next": "/account/"})["Location"] == "/account/"
    assert _signed_in(visitor)


def test_a_one_time_password_is_replaced_first(client: Client, house: House) -> None:
    account = house.account("an", must_change_password=True)
    assert _send(client, "an")["Location"] == "/sign-in/new-password/"
    assert not _signed_in(client)
    for new, again, wrong in (
        ("ngan", "ngan", "quá ngắn"),
        (PASSWORD, PASSWORD, "phải khác"),
        ("Mot-mat-khau-moi", "Mot-mat-khau-khac", "không giống nhau"),
    ):
        answer = client.post("/sign-in/new-password/", {"new": new, "again": again})
        assert answer.status_code == 422
        assert wrong in answer.content.decode()
        assert new not in answer.content.decode()
    sent = {"new": "Mot-mat-khau-moi", "again": "Mot-mat-khau-moi"}
    assert client.post("/sign-in/new-password/", sent)["Location"] == "/"
    assert _signed_in(client)
    account.refresh_from_db()
    assert not account.must_change_password


def test_a_sign_in_left_lying_ends(client: Client, house: House) -> None:
    house.account("an", must_change_password=True)
    _send(client, "an")
    with clock.standing_at(clock.now() + timedelta(minutes=11)):
        answer = client.get("/sign-in/new-password/")
        assert answer.status_code == 302
        assert answer["Location"].startswith("/sign-in/?next=")


def test_changing_the_password_ends_other_sessions(client: Client, house: House) -> None:
    house.account("an")
    other = Client()
    _send(client, "an")
    _send(other, "an")
    sent = {"old": "sai", "new": "Mot-mat-khau-moi", "again": "Mot-mat-khau-moi"}
    assert client.post("/account/password/", sent).status_code == 422
    assert client.post("/account/password/", sent | {"old": PASSWORD}).status_code == 302
    assert _signed_in(client)
    assert not _signed_in(other)


def test_signing_out_is_sent(client: Client, house: House) -> None:
    house.account("an")
    _send(client, "an")
    assert client.get("/sign-out/").status_code == 405
    assert client.post("/sign-out/").status_code == 302
    assert not _signed_in(client)


def test_the_page_asks_little_of_the_database(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, db: None
) -> None:
    with django_assert_num_queries(0):
        client.get("/sign-in/")
