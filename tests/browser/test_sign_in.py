"""Signing in as people do: with the keyboard, a second factor under the strict policy, and a provider."""

from __future__ import annotations

import re
from base64 import b32decode
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import override_settings
from playwright.sync_api import Page, expect

from tests.accessibility import violations
from tinhso.base import clock
from tinhso.people import totp
from tinhso.people.models import Account, Agency, Person, Position, Post, Role

pytestmark = [
    pytest.mark.browser,
    pytest.mark.urls("tinhso.people.tests.urls"),
    pytest.mark.django_db(transaction=True),
]
PASSWORD = "mot-mat-khau-dai"


@pytest.fixture(autouse=True)
def _rooms() -> object:
    """This room's pages and those below it."""
    with override_settings(
        TINHSO_NAV=["tinhso.people.nav.ITEMS"],
        TINHSO_SHELL="tinhso.people.shell.provide",
        LOGIN_REDIRECT_URL="/account/",
    ):
        yield


def account(role: Role, *, illustrative: bool = False) -> Account:
    """Somebody with one post."""
    agency = Agency.objects.create(code="so-a", name="Sở A", kind="department")
    person = Person.objects.create(code="an", full_name="Nguyễn Văn An")
    position = Position.objects.create(agency=agency, title="Chuyên viên", role=role)
    Post.objects.create(person=person, position=position)
    made = Account(username="an.nv", person=person, illustrative=illustrative)
    made.set_password(PASSWORD)
    made.save()
    return made


def listened(page: Page) -> list[str]:
    """What the browser complains about: blocked pictures, scripts, styles."""
    heard: list[str] = []
    page.on("console", lambda message: heard.append(message.text) if message.type == "error" else None)
    return heard


def test_a_second_factor_is_set_up_with_the_keyboard_alone(
    page: Page, live_server: object, screenshot: Callable[[str], Path]
) -> None:
    account(Role.STANDING_OFFICE)
    heard = listened(page)
    page.goto("/sign-in/")
    page.get_by_label("Tên đăng nhập").focus()
    page.keyboard.type("an.nv")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/sign-in/second-factor/"))
    picture = page.get_by_alt_text("Mã QR chứa khoá xác thực")
    assert picture.evaluate("picture => picture.complete && picture.naturalWidth > 0"), (
        "the policy lets it in"
    )
    screenshot("enrol")
    key = b32decode(page.locator("strong.tabular").inner_text().replace(" ", ""))
    page.get_by_label("Mã 6 chữ số").focus()
    page.keyboard.type(totp.hotp(key, totp.step_of(clock.now())))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Mã khôi phục")).to_be_visible()
    first = page.locator("li strong.tabular").first.inner_text()
    assert page.locator("li strong.tabular").count() == 10
    page.get_by_role("button", name="Tôi đã ghi lại").press("Enter")
    expect(page.get_by_role("heading", name="Tài khoản của tôi")).to_be_visible()

    page.locator("summary", has_text="Nguyễn Văn An").press("Enter")
    page.get_by_role("button", name="Đăng xuất").press("Enter")
    page.get_by_label("Tên đăng nhập").fill("an.nv")
    page.get_by_role("textbox", name="Mật khẩu").fill(PASSWORD)
    page.get_by_role("textbox", name="Mật khẩu").press("Enter")
    page.get_by_label("Mã 6 chữ số").fill(first)
    page.get_by_label("Mã 6 chữ số").press("Enter")
    expect(page.get_by_text("còn 9 mã").first).to_be_visible()
    assert heard == []


def test_the_demo_signs_in_with_one_click_and_through_its_provider(page: Page, live_server: object) -> None:
    account(Role.LEADER, illustrative=True)
    heard = listened(page)
    with override_settings(DEMO=True):
        page.goto("/sign-in/?next=/agencies/")
        page.get_by_role("button", name="Vào").click()
        expect(page).to_have_url(re.compile(r"/agencies/$"))
        page.goto("/account/")
        page.locator("summary", has_text="Nguyễn Văn An").click()
        page.get_by_role("button", name="Đăng xuất").click()
        page.get_by_role("link", name="Định danh điện tử").click()
        page.get_by_role("button", name="Là tôi").click()
        expect(page.get_by_role("heading", name="Tài khoản của tôi")).to_be_visible()
    assert heard == []


@pytest.mark.parametrize(
    "address", ["/sign-in/", "/account/", "/account/keys/", "/manage/accounts/", "/agencies/so-a/"]
)
@pytest.mark.parametrize("width", [360, 1366])
def test_everyone_can_use_it(page: Page, live_server: object, width: int, address: str) -> None:
    account(Role.ADMINISTRATOR, illustrative=True)
    page.set_viewport_size({"width": width, "height": 800})
    with override_settings(DEMO=True):
        page.goto("/sign-in/")
        if address != "/sign-in/":
            page.get_by_role("button", name="Vào").click()
            page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert violations(page) == []
