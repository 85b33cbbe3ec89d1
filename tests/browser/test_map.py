"""The map and its list: by keyboard alone, through time, by class, by name, without scripts, on a phone."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.accessibility import violations
from tinhso.base import clock
from tinhso.exploration.maps.tests.scene import SPEC, land, years
from tinhso.indicators.tests.conftest import TODAY

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ADDRESS = f"/explore/?{SPEC.address}"
ROUND = 25
"""Communes in a row of the map."""


@pytest.fixture(autouse=True)
def _province() -> Iterator[None]:
    """Sixty communes over three years; in the last the third tells nothing."""
    with clock.standing_at(TODAY):
        found = land(60)
        last: list[Any] = [(60 - one, 60) for one in range(60)]
        last[2] = None
        years(
            found,
            y2023=[(one, 60) for one in range(60)],
            y2024=[(one + 1, 61) for one in range(60)],
            y2025=last,
        )
        yield


def unit(page: Page, number: int) -> Locator:
    return page.locator(f".mapx__unit[data-i='{number}']")


def test_the_map_is_walked_with_the_keyboard_to_the_facts(
    page: Page, live_server: LiveServer, screenshot: Callable[[str], Path]
) -> None:
    page.goto(f"{ADDRESS}&against=2023")
    assert page.locator(".mapx__unit[tabindex='0']").count() == 1
    unit(page, 0).focus()
    page.keyboard.press("ArrowRight")
    expect(unit(page, 1)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(unit(page, 1 + ROUND)).to_be_focused()
    expect(page.locator("[data-card]")).to_contain_text("Xã Số 027")
    expect(page.locator("[data-card]")).to_contain_text("56,7 %")
    expect(page.locator(f"tr[data-i='{1 + ROUND}']")).to_have_class(re.compile("is-picked"))
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowUp")
    expect(unit(page, 0)).to_be_focused()
    page.keyboard.press("End")
    expect(unit(page, 59)).to_be_focused()
    page.keyboard.press("+")
    expect(page.locator("[data-stage]")).to_have_class(re.compile("is-zoomed"))
    page.keyboard.press("0")
    expect(page.locator("[data-stage]")).not_to_have_class(re.compile("is-zoomed"))
    assert violations(page) == []
    screenshot("walked")
    unit(page, 59).focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/explore/facts/.*place=06059"))


def test_the_slider_goes_through_the_years_and_the_address_follows(
    page: Page, live_server: LiveServer
) -> None:
    page.goto(ADDRESS)
    slider = page.get_by_role("slider", name="Chọn kỳ")
    expect(slider).to_have_attribute("aria-valuetext", "năm 2025")
    expect(unit(page, 2)).to_have_attribute("aria-label", "Xã Số 003: chưa có số liệu")
    slider.focus()
    page.keyboard.press("ArrowLeft")
    expect(slider).to_have_attribute("aria-valuetext", "năm 2024")
    expect(page.locator("[data-period]")).to_have_text("năm 2024")
    expect(unit(page, 2)).to_have_attribute("aria-label", "Xã Số 003: 4,9 %")
    expect(unit(page, 2)).to_have_attribute("href", re.compile("period=2024"))
    expect(page).to_have_url(re.compile("at=2024"))
    page.get_by_role("link", name="Kỳ trước").click()
    expect(page).to_have_url(re.compile("at=2023"))
    page.reload()
    expect(page.get_by_role("slider", name="Chọn kỳ")).to_have_attribute("aria-valuetext", "năm 2023")
    page.get_by_role("button", name="Chạy qua các kỳ").click()
    expect(page.locator("[data-period]")).to_have_text("năm 2024")
    page.get_by_role("button", name="Dừng").click()
    expect(page.get_by_role("button", name="Chạy qua các kỳ")).to_be_visible()


def test_classes_stay_through_the_years_and_filter_both(page: Page, live_server: LiveServer) -> None:
    page.goto(ADDRESS)
    legend = page.locator("[data-keys]")
    words = legend.locator("li > button > span").all_inner_texts()
    missing = legend.get_by_role("button", name=re.compile("chưa có số liệu"))
    missing.click()
    expect(page.locator("tbody tr:visible")).to_have_count(1)
    expect(page.locator(".mapx__unit.is-dimmed")).to_have_count(59)
    expect(page.get_by_text("Đang lọc: 1 đơn vị")).to_be_visible()
    page.get_by_role("button", name="Bỏ lọc").click()
    expect(page.locator("tbody tr:visible")).to_have_count(60)
    page.get_by_role("link", name="Kỳ trước").click()
    expect(missing.locator("[data-count]")).to_have_text("0")
    assert legend.locator("li > button > span").all_inner_texts() == words


def test_the_list_is_sorted_and_shares_its_choice_with_the_map(page: Page, live_server: LiveServer) -> None:
    page.goto(ADDRESS)
    first = page.locator("tbody tr").first
    expect(first).to_contain_text("Xã Số 001")
    page.get_by_role("button", name="năm 2025").click()
    expect(first).to_contain_text("Xã Số 060")
    expect(page.locator("tbody tr").last).to_contain_text("Xã Số 003")  # nothing told stands last
    first.hover()
    expect(unit(page, 59)).to_have_class(re.compile("is-picked"))
    page.get_by_label("Tìm đơn vị trên bản đồ").fill("so 013")
    page.keyboard.press("Enter")
    expect(unit(page, 12)).to_be_focused()
    expect(page.locator("[data-card]")).to_contain_text("Xã Số 013")


def test_circles_follow_the_slider(page: Page, live_server: LiveServer) -> None:
    page.goto(ADDRESS.replace("form=map", "form=symbols"))
    circle = page.locator(".mapx__symbol[data-i='0'] circle")
    before = float(circle.get_attribute("r") or 0)
    page.get_by_role("link", name="Kỳ trước").click()
    expect(circle).not_to_have_attribute("r", str(before))
    assert float(circle.get_attribute("r") or 0) < before
    assert violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_phone_the_map_stands_above_its_list(
    browser: Browser, live_server: LiveServer, scheme: Any, screenshot: Callable[[str], Path]
) -> None:
    context = browser.new_context(
        base_url=live_server.url, viewport={"width": 360, "height": 800}, color_scheme=scheme, has_touch=True
    )
    page = context.new_page()
    page.goto(ADDRESS)
    page.locator(".mapx__unit").first.wait_for()
    sheet, listed = page.locator(".mapx__sheet").bounding_box(), page.locator("[data-list]").bounding_box()
    assert sheet and listed
    assert sheet["y"] + sheet["height"] <= listed["y"]
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert violations(page) == []
    unit(page, 30).tap()
    expect(page.locator("[data-card]")).to_contain_text(
        "Xã Số 031"
    )  # the first touch tells, the second opens
    unit(page, 30).tap()
    page.wait_for_url(re.compile("/explore/facts/"))
    context.close()


def test_without_scripts_everything_can_be_read(browser: Browser, live_server: LiveServer) -> None:
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto(ADDRESS)
    expect(page.locator(".mapx__unit")).to_have_count(60)
    expect(page.locator("tbody tr")).to_have_count(60)
    page.get_by_role("link", name="Kỳ trước").click()
    expect(page.locator("[data-period]")).to_have_text("năm 2024")
    context.close()


def test_those_who_want_no_motion_get_no_player(browser: Browser, live_server: LiveServer) -> None:
    context = browser.new_context(base_url=live_server.url, reduced_motion="reduce")
    page = context.new_page()
    page.goto(ADDRESS)
    expect(page.get_by_role("link", name="Kỳ trước")).to_be_visible()
    expect(page.locator("[data-play]")).to_be_hidden()
    context.close()


def test_a_publication_reaches_an_open_map_and_what_was_done_to_it_stays(
    page: Page, live_server: LiveServer
) -> None:
    """The version is answered by the test; the figures behind the page are not."""
    told = {"version": 1}
    page.route("**/explore/version", lambda route: route.fulfill(body=json.dumps(told)))
    page.goto(ADDRESS)
    page.get_by_role("link", name="Kỳ trước").click()
    page.get_by_role("button", name="Phóng to").click()
    unit(page, 2).focus()
    box = page.locator(".mapx__sheet").get_attribute("viewBox")
    page.evaluate("document.querySelector('[data-mapx]').dataset.old = '1'")
    told["version"] = 2
    expect(page.locator("[data-mapx]:not([data-old])")).to_be_visible()
    expect(page.locator(".mapx__sheet")).to_have_attribute("viewBox", box or "")
    expect(unit(page, 2)).to_be_focused()
    expect(page.locator("[data-period]")).to_have_text("năm 2024")
