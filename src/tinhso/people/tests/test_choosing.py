"""Finding the person a post is lent or handed over to: by name or agency, without a script."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tinhso.people import choosing
from tinhso.people.models import Delegation, Post, Role
from tinhso.people.tests.conftest import House

pytestmark = pytest.mark.django_db


@pytest.fixture
def crowd(house: House) -> House:
    """Forty officers of one agency, and Đỗ Thị Hoà of another."""
    for number in range(40):
        house.account(f"cb{number:02}", Role.REPORTING_OFFICER, agency="a")
    account = house.account("hoa", Role.REPORTING_OFFICER, agency="b")
    assert account.person
    account.person.full_name = "Đỗ Thị Hoà"
    account.person.search_key = "do thi hoa"
    account.person.save()
    return house


def test_names_and_agencies_are_found_without_tones(crowd: House) -> None:
    assert choosing.persons("").total == 41
    assert len(choosing.persons("").choices) == choosing.MOST
    assert choosing.persons("").more == 11
    [(_id, words)] = choosing.persons("ĐỖ hòa").choices
    assert words.startswith("Đỗ Thị Hoà · ")
    assert choosing.persons("so b").total == 1
    assert choosing.persons("so b").only == choosing.persons("hoa").only != ""
    assert choosing.persons("khong ai ca").total == 0


def test_the_one_that_was_chosen_stays(crowd: House) -> None:
    hoa = choosing.persons("hoa").only
    assert choosing.persons("cb zz", chosen=hoa).choices[0][0] == hoa
    assert choosing.persons("", chosen="không phải mã").total == 41


def test_queries_do_not_grow(crowd: House, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(3):
        choosing.persons("")


def _choices(page: str) -> list[str]:
    chosen = re.search(r'<select id="f-person".*?</select>', page, re.DOTALL)
    assert chosen
    return re.findall(r'<option value="([^"]+)"', chosen[0])


def test_searching_keeps_what_was_typed_and_sends_nothing(crowd: House) -> None:
    owner = crowd.account("an", Role.HEAD_OF_AGENCY, agency="c")
    post = Post.objects.get(person=owner.person)
    client = Client()
    client.force_login(owner, "tinhso.people.backends.Passwords")
    address = f"/account/posts/{post.pk}/delegate/"
    typed = {"first_day": "21/11/2026", "last_day": "30/11/2026", "note": "Đi công tác"}
    answer = client.post(address, {**typed, "q": "hoa", "find": "1", "person": ""})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert not Delegation.objects.exists()
    assert "Đi công tác" in page and 'value="hoa"' in page and "Thấy 1 người" in page
    [found] = _choices(page)
    assert f'value="{found}" selected' in page
    assert client.post(address, {**typed, "q": "hoa", "person": found}).status_code == 302
    assert str(Delegation.objects.get().delegate_id) == found


def test_an_address_can_hold_the_words(crowd: House, sign_in: Callable[..., Client]) -> None:
    post = Post.objects.filter(position__agency__code="a").first()
    assert post
    page = sign_in(Role.ADMINISTRATOR, agency="d").get(f"/manage/posts/{post.pk}/hand-over/?q=hoa")
    assert len(_choices(page.content.decode())) == 1
    nobody = sign_in(Role.ADMINISTRATOR, agency="d").get(f"/manage/posts/{post.pk}/hand-over/?q=zzz")
    assert "Không có ai khớp" in nobody.content.decode()
