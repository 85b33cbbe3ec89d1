"""Administration: accounts, posts, keys, workbooks."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from tinhso.base import clock
from tinhso.base.audit import chain
from tinhso.base.audit.context import SystemActor
from tinhso.base.audit.models import AuditEntry
from tinhso.base.errors import NotAllowed
from tinhso.base.events.models import OutboxEvent
from tinhso.base.packs.clear import clear_demo
from tinhso.people import queries, totp
from tinhso.people.actions import accounts, keys, posts
from tinhso.people.actions import sign_in as sign_in_actions
from tinhso.people.models import Account, ApiToken, Delegation, Person, Post, Role
from tinhso.people.open_work import Work
from tinhso.people.tests.conftest import PASSWORD, House

pytestmark = pytest.mark.django_db

Make = Callable[..., Client]
NEW = {"full_name": "Trần  Thị Bình", "username": "Binh.TT", "agency": "a", "title": "Chuyên viên"}


def _password(page: str) -> str:
    found = re.search(r">([a-z2-9]{5}-[a-z2-9]{5}-[a-z2-9]{5})<", page)
    assert found
    return found[1]


def test_an_account_is_made_with_a_one_time_password(sign_in: Make) -> None:
    admin = sign_in(Role.ADMINISTRATOR)
    answer = admin.post("/manage/accounts/new/", NEW | {"role": "reporting_officer", "since": "01/11/2026"})
    password = _password(answer.content.decode())
    assert "no-store" in answer["Cache-Control"]
    account = Account.objects.get(username="binh.tt")
    assert account.person
    assert account.person.full_name == "Trần Thị Bình"
    assert account.must_change_password
    assert queries.principal_for(account).has(Role.REPORTING_OFFICER)
    assert password not in str(list(AuditEntry.objects.values_list("data", flat=True)))
    visitor = Client()
    answer = visitor.post("/sign-in/", {"username": "binh.tt", "password": password})
    assert answer["Location"] == "/sign-in/new-password/"
    assert chain.verify().broken is None


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"username": "Bình"}, "username"),
        ({"username": "ab"}, "username"),
        ({"full_name": " "}, "full_name"),
        ({"agency": "khong-co"}, "agency"),
        ({"title": ""}, "title"),
        ({"role": "public"}, "role"),
        ({"role": ""}, "role"),
        ({"since": "31/02/2026"}, "since"),
        ({"email": "khong-phai"}, "email"),
        ({"phone": "abc"}, "phone"),
    ],
)
def test_bad_input_is_refused_beside_its_field(sign_in: Make, wrong: dict[str, str], field: str) -> None:
    admin = sign_in(Role.ADMINISTRATOR)
    answer = admin.post("/manage/accounts/new/", NEW | {"role": "reporting_officer"} | wrong)
    page = answer.content.decode()
    assert answer.status_code in {404, 409, 422}
    assert f'id="f-{field}-error"' in page
    assert 'value="Trần  Thị Bình"' in page or field == "full_name"
    assert not Account.objects.filter(username="binh.tt").exists()


def test_a_name_is_given_once_whatever_its_capitals(sign_in: Make, house: House) -> None:
    house.account("binh.tt")
    answer = sign_in(Role.ADMINISTRATOR).post("/manage/accounts/new/", NEW | {"role": "leader"})
    assert answer.status_code == 409
    assert "đã có người dùng" in answer.content.decode()


def test_resetting_ends_sessions_and_asks_for_a_new_password(sign_in: Make, house: House) -> None:
    account = house.account("an")
    client = Client()
    client.force_login(account, "tinhso.people.backends.Passwords")
    answer = sign_in(Role.ADMINISTRATOR).post(f"/manage/accounts/{account.pk}/reset/")
    password = _password(answer.content.decode())
    assert client.get("/account/").status_code == 302
    assert client.post("/sign-in/", {"username": "an", "password": PASSWORD}).status_code == 422
    sent = {"username": "an", "password": password}
    assert client.post("/sign-in/", sent)["Location"] == "/sign-in/new-password/"


def test_closing_and_opening(sign_in: Make, house: House) -> None:
    account, admin = house.account("an"), sign_in(Role.ADMINISTRATOR, username="qt")
    client = Client()
    client.force_login(account, "tinhso.people.backends.Passwords")
    address = f"/manage/accounts/{account.pk}/"
    assert admin.post(f"{address}close/").status_code == 422
    assert admin.post(f"{address}close/", {"reason": "nghỉ hưu"}).status_code == 302
    assert client.get("/account/").status_code == 302
    assert OutboxEvent.objects.filter(name="people.account_closed").count() == 1
    page = admin.get(address).content.decode()
    assert "nghỉ hưu" in page
    assert "<strong>Khoá tài khoản</strong>" in page
    assert admin.post(f"{address}close/", {"reason": "lại"}).status_code == 409
    assert admin.post(f"{address}reopen/").status_code == 302
    assert client.post("/sign-in/", {"username": "an", "password": PASSWORD}).status_code == 302
    own = Account.objects.get(username="qt")
    assert admin.post(f"/manage/accounts/{own.pk}/close/", {"reason": "x"}).status_code == 409


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_nobody_else_manages(sign_in: Make, house: House, role: Role) -> None:
    account = house.account("an", role)
    post = Post.objects.get(person=account.person)
    client = sign_in(role)
    for path in (
        "new/",
        f"{account.pk}/reset/",
        f"{account.pk}/close/",
        f"{account.pk}/reopen/",
    ):
        assert client.post(f"/manage/accounts/{path}", {"reason": "x"}).status_code == 403
    assert client.post(f"/manage/posts/{post.pk}/hand-over/").status_code == 403
    assert client.post("/manage/import/").status_code == 403
    assert client.post("/manage/import/apply/").status_code == 403
    assert Client().post(f"/manage/accounts/{account.pk}/reset/").status_code in {401, 302}


def open_work(post: Post) -> list[Work]:
    """Work that a room above knows of."""
    return [Work("Báo cáo quý IV", "/tasks/1", "hạn 15/12/2026")]


def test_handing_over(sign_in: Make, house: House, settings: Settings) -> None:
    settings.TINHSO_OPEN_WORK = [f"{__name__}.open_work"]
    old, new = house.account("an", Role.HEAD_OF_AGENCY), house.account("binh")
    post = Post.objects.get(person=old.person)
    admin, address = sign_in(Role.ADMINISTRATOR), f"/manage/posts/{post.pk}/hand-over/"
    assert "Báo cáo quý IV" in admin.get(address).content.decode()
    assert admin.post(address, {"person": str(new.person_id)}).status_code == 422
    assert admin.post(address, {"person": str(old.person_id), "last_day": "30/11/2026"}).status_code == 422
    sent = {"person": str(new.person_id), "last_day": "30/11/2026", "note": "QĐ 12/QĐ-UBND"}
    assert admin.post(address, sent).status_code == 302
    assert old.person_id
    assert new.person_id
    assert [held.role for held in queries.held_by(old.person_id, date(2026, 11, 30))] == [Role.HEAD_OF_AGENCY]
    assert queries.held_by(old.person_id, date(2026, 12, 1)) == []
    assert [held.role for held in queries.held_by(new.person_id, date(2026, 12, 1))] == [Role.HEAD_OF_AGENCY]
    told = OutboxEvent.objects.get(name="people.post_handed_over")
    assert told.payload["to_person"] == str(new.person_id)
    assert told.payload["last_day"] == "2026-11-30"
    assert admin.post(address, sent | {"last_day": "15/12/2026"}).status_code == 409


def test_ending_without_a_follower(sign_in: Make, house: House) -> None:
    old = house.account("an", Role.LEADER)
    post = Post.objects.get(person=old.person)
    admin = sign_in(Role.ADMINISTRATOR)
    assert admin.post(f"/manage/posts/{post.pk}/hand-over/", {"last_day": "20/11/2026"}).status_code == 302
    assert not queries.principal_for(old).has(Role.LEADER)


def test_delegating_ones_own_post_and_taking_it_back(house: House) -> None:
    owner, other = house.account("an", Role.HEAD_OF_AGENCY), house.account("binh")
    post = Post.objects.get(person=owner.person)
    client = Client()
    client.force_login(owner, "tinhso.people.backends.Passwords")
    address = f"/account/posts/{post.pk}/delegate/"
    sent = {"person": str(other.person_id), "first_day": "21/11/2026", "last_day": "30/11/2026"}
    assert client.get(address).status_code == 200
    assert client.post(address, sent | {"last_day": "20/11/2026"}).status_code == 422
    assert client.post(address, sent | {"person": str(owner.person_id)}).status_code == 422
    assert client.post(address, sent).status_code == 302
    assert client.post(address, sent).status_code == 409, "the same days twice"
    assert queries.principal_for(other).has(Role.HEAD_OF_AGENCY)
    assert "Đang ủy quyền" in client.get("/account/").content.decode()
    stranger = Client()
    stranger.force_login(other, "tinhso.people.backends.Passwords")
    assert stranger.get(address).status_code == 403, "what was lent is not lent on"
    lent = Delegation.objects.get()
    assert stranger.post(f"/account/delegations/{lent.pk}/revoke/").status_code == 403
    assert client.post(f"/account/delegations/{lent.pk}/revoke/").status_code == 302
    assert not queries.principal_for(other).has(Role.HEAD_OF_AGENCY)


def test_a_post_is_lent_within_its_own_days(house: House) -> None:
    owner, other = house.account("an", Role.LEADER), house.account("binh")
    post = Post.objects.get(person=owner.person)
    post.valid_to = date(2026, 11, 25)
    post.save()
    client = Client()
    client.force_login(owner, "tinhso.people.backends.Passwords")
    sent = {"person": str(other.person_id), "first_day": "21/11/2026", "last_day": "30/11/2026"}
    assert client.post(f"/account/posts/{post.pk}/delegate/", sent).status_code == 422


def test_keys_are_shown_once_and_taken_back(house: House) -> None:
    account = house.account("an", Role.REPORTING_OFFICER)
    client = Client()
    client.force_login(account, "tinhso.people.backends.Passwords")
    assert client.post("/account/keys/", {"name": "máy", "days": "90"}).status_code == 422
    page = client.post("/account/keys/", {"name": "máy", "days": "90", "scopes": ["read"]}).content.decode()
    found = re.search(r"tso_[\w-]{40,}", page)
    assert found
    assert found[0] not in client.get("/account/keys/").content.decode()
    token = ApiToken.objects.get()
    assert token.digest != found[0]
    by_key = {"headers": {"Authorization": f"Bearer {found[0]}"}}
    program: Any = Client()
    assert program.get("/agencies/", **by_key).status_code == 200
    assert program.post(f"/account/keys/{token.pk}/revoke/", **by_key).status_code == 403
    stranger = Client()
    stranger.force_login(house.account("binh"), "tinhso.people.backends.Passwords")
    assert stranger.post(f"/account/keys/{token.pk}/revoke/").status_code == 403
    assert client.post(f"/account/keys/{token.pk}/revoke/").status_code == 302
    assert program.get("/agencies/", **by_key).status_code in {401, 302}


def test_a_key_makes_no_accounts_and_no_keys(house: House) -> None:
    account = house.account("qt", Role.ADMINISTRATOR)
    who = queries.principal_for(account, frozenset({"read", "plan"}))
    with pytest.raises(NotAllowed):
        accounts.reset(who, account.pk)
    with pytest.raises(NotAllowed):
        keys.create(who, account, name="x", scopes=["read"], days=1)
    with pytest.raises(NotAllowed):
        posts.revoke(who, account.pk)


def test_exports_mask_addresses(sign_in: Make, house: House) -> None:
    house.account("an", email="nguyen.van.an@langson.gov.vn")
    admin = sign_in(Role.ADMINISTRATOR)
    lines = b"".join(admin.get("/manage/accounts/?format=csv").streaming_content).decode()  # type: ignore[attr-defined]  # a streamed answer
    assert "n…@langson.gov.vn" in lines
    assert "nguyen.van.an" not in lines
    found = admin.get("/manage/accounts/?format=json&role=administrator").json()
    assert found["total"] == 1


def test_an_empty_form_names_every_field(sign_in: Make) -> None:
    page = sign_in(Role.ADMINISTRATOR).post("/manage/accounts/new/", {}).content.decode()
    named = set(re.findall(r'id="f-(\w+)-error"', page))
    assert named == {"full_name", "username", "agency", "title", "role"}


def test_the_demo_is_cleared_with_its_accounts(house: House) -> None:
    shown, real = house.account("minh-hoa", Role.LEADER, illustrative=True), house.account("that")
    chair = house.agencies["a"].positions.get()
    Person.objects.filter(accounts=shown).update(illustrative=True)
    Post.objects.update(illustrative=True)
    house.agencies["a"].positions.update(illustrative=True)
    who = queries.principal_for(shown)
    keys.create(who, shown, name="máy", scopes=["read"], days=1)
    sign_in_actions.enrol(who, shown, b"k" * 20, totp.hotp(b"k" * 20, totp.step_of(clock.now())))
    asked = accounts.Appointment("moi", "Người Mới", "a", chair.title, chair.role)
    made, _password = accounts.create(SystemActor("kiểm thử"), asked)
    gone = clear_demo(SystemActor("kiểm thử"))
    assert gone["people.account"] == 1
    assert set(Account.objects.values_list("username", flat=True)) == {real.username, made.username}
    assert not Post.objects.exists(), "the new one sat in an illustrative chair"
    assert chain.verify().broken is None


def test_contacts_are_shown_to_administrators_and_the_look_is_written_down(
    sign_in: Make, house: House
) -> None:
    account = house.account("an", Role.LEADER)
    Person.objects.filter(accounts=account).update(phone="0912 345 678", email="an@langson.gov.vn")
    admin, address = sign_in(Role.ADMINISTRATOR), f"/manage/accounts/{account.pk}/"
    closed = admin.get(address).content.decode()
    assert "0912 345 678" not in closed
    assert "…678" in closed
    opened = admin.post(f"{address}contact/").content.decode()
    assert "0912 345 678" in opened
    assert "an@langson.gov.vn" in opened
    entry = AuditEntry.objects.get(verb="person.read_contact")
    assert entry.stream == f"account:{account.pk}"
    assert "0912" not in str(entry.data)
    assert sign_in(Role.STANDING_OFFICE, username="tt").post(f"{address}contact/").status_code == 403
