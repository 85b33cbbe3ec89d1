"""From a question to a chart, its files, its facts, and a view that others open: with axe on every form."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.accessibility import violations
from tinhso.base import clock
from tinhso.exploration.drawing import FORMS
from tinhso.exploration.maps.tests.scene import land, years
from tinhso.exploration.models import View
from tinhso.exploration.tests.people import account
from tinhso.indicators.models import Direction
from tinhso.people.models import Role

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BACKEND = "tinhso.people.backends.Passwords"
VIEW = "/explore/?m=phu-song&level=commune&within=20"
PLACES = 40


@pytest.fixture(autouse=True)
def _figures(transactional_db: None) -> Iterator[None]:
    """Forty communes through the last years: a third of them has no figure, some fall, most rise."""
    now = clock.today().year
    found = land(PLACES, direction=Direction.UP)
    told = {
        f"y{now - back}": [
            None if place % 3 == 2 else (90 - back * 7 + place % 10, 100) for place in range(PLACES)
        ]
        for back in range(5)
    }
    years(found, **told)
    yield


def _signed_in(page: Page, live_server: LiveServer) -> None:
    """As the standing office."""
    client = Client()
    client.force_login(account(Role.STANDING_OFFICE), backend=BACKEND)
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )


def _chip(page: Page, name: str) -> Any:
    """Opens one part of the view."""
    chip = page.locator(".explore-ways details", has=page.locator("summary", has_text=name))
    chip.locator("summary").click()
    return chip


def test_from_a_question_to_a_saved_and_shared_view(
    page: Page, live_server: LiveServer, browser: Browser, screenshot: Callable[[str], Path]
) -> None:
    _signed_in(page, live_server)
    page.goto("/explore/")
    page.get_by_role("searchbox", name="Bạn muốn xem số liệu gì?").fill("phu song")
    page.get_by_role("button", name="Tìm", exact=True).click()
    page.get_by_role("link", name="Hộ được phủ sóng", exact=True).click()
    expect(page.locator("h1")).to_have_text("Hộ được phủ sóng")
    expect(page.locator("table.pivot tbody tr")).to_have_count(PLACES)

    asking = _chip(page, "Điều kiện:")
    asking.get_by_label("so sánh").select_option(label="nhỏ hơn")
    asking.get_by_label("số", exact=True).fill("95")
    asking.get_by_role("button", name="Thêm").click()
    expect(page.locator(".explore-answer")).to_contain_text("nhỏ hơn 95 %")
    first = clock.today().year - 4
    times = _chip(page, "Thời gian:")
    times.get_by_label("So với kỳ").select_option(str(first))
    times.get_by_role("button", name="Xem").click()
    expect(page.locator("table.pivot thead")).to_contain_text("Thay đổi")
    expect(page.locator("table.pivot tbody")).to_contain_text("▲ tăng 28,0 điểm %")
    screenshot("question")
    shared = page.url

    page.get_by_text("Lưu góc nhìn", exact=True).click()
    page.locator("#keep-name").fill("Xã nào chưa phủ sóng, từ năm đầu đến nay")
    page.locator("#keep-sharing").select_option("public")
    page.get_by_role("button", name="Lưu", exact=True).click()
    expect(page.locator("h1")).to_have_text("Xã nào chưa phủ sóng, từ năm đầu đến nay")
    kept = View.objects.get()

    stranger = browser.new_context(base_url=live_server.url, locale="vi-VN").new_page()
    for address in (shared, kept.get_absolute_url()):
        stranger.goto(address)
        expect(stranger.locator("table.pivot tbody")).to_contain_text("▲ tăng 28,0 điểm %")
    stranger.context.close()


def test_a_chart_is_taken_as_files_and_opens_its_facts(page: Page, live_server: LiveServer) -> None:
    page.goto(f"{VIEW}&form=line")
    expect(page.locator(".chart__stage svg")).to_be_visible()
    with page.expect_download() as saved:
        page.get_by_role("link", name="SVG").click()
    text = "".join(ET.fromstring(saved.value.path().read_text(encoding="utf-8")).itertext())
    assert "Hộ được phủ sóng" in text
    assert "Số liệu lúc" in text
    with page.expect_download() as saved:
        page.get_by_role("link", name="PNG").click()
    assert saved.value.path().read_bytes().startswith(b"\x89PNG")
    with page.expect_download() as saved:
        page.get_by_role("link", name="XLSX").click()
    assert saved.value.suggested_filename.endswith(".xlsx")
    page.get_by_text("Bảng số liệu").click()
    page.locator(".drawn details table td a").first.click()
    expect(page.locator("h1")).to_have_text("Hộ được phủ sóng")
    page.locator("tbody td a").first.click()
    page.wait_for_url(re.compile("/figures/"))


def test_a_table_is_taken_as_a_picture_too(page: Page, live_server: LiveServer) -> None:
    page.goto(f"{VIEW}&form=pivot")
    with page.expect_download() as saved:
        page.get_by_role("link", name="PNG").click()
    assert saved.value.path().read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize("form", list(FORMS))
def test_every_form_is_accessible_wide_and_narrow(
    browser: Browser, live_server: LiveServer, form: str
) -> None:
    for width, scheme in ((1920, "light"), (360, "dark")):
        context = browser.new_context(
            base_url=live_server.url, locale="vi-VN", viewport={"width": width, "height": 800},
            color_scheme=scheme,
        )  # fmt: skip
        page = context.new_page()
        complaints: list[str] = []
        page.on(
            "console", lambda said, kept=complaints: kept.append(said.text) if said.type == "error" else None
        )
        page.goto(f"{VIEW}&form={form}&colours=1&totals=1")
        page.wait_for_load_state("networkidle")
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert complaints == []
        context.close()


def test_without_javascript_the_question_is_answered_all_the_same(
    browser: Browser, live_server: LiveServer
) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=live_server.url, locale="vi-VN")
    page = context.new_page()
    page.goto(VIEW)
    asking = _chip(page, "Điều kiện:")
    asking.get_by_label("số", exact=True).fill("95")
    asking.get_by_role("button", name="Thêm").click()
    expect(page.locator(".explore-answer")).to_contain_text("nhỏ hơn 95 %")
    _chip(page, "Hình thức:").get_by_role("link", name="Xếp hạng").click()
    expect(page.locator("table.ranking")).to_contain_text("= giữ hạng")
    context.close()
