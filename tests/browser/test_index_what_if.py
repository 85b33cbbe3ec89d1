"""The DTI page and its what-if: what lifts a province most, and value and rank that follow a slider."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.accessibility import violations
from tinhso.base.packs.load import load

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WHAT_IF = "/indices/dti/2022/what-if/"


@pytest.fixture(autouse=True)
def _national(transactional_db: None) -> None:
    load("national")


def test_the_page_says_what_lifts_most_or_why_it_cannot(page: Page, live_server: LiveServer) -> None:
    page.goto("/indices/dti/2022/?place=20")
    card = page.locator("section", has=page.locator("#i-lifts"))
    expect(card).to_contain_text("chưa được công bố")
    page.locator("#i-place").select_option("48")
    page.wait_for_url(re.compile("place=48"))
    first = card.locator("table").last.locator("tbody tr").first
    expect(first).to_contain_text("Hoạt động xã hội số")
    expect(first).to_contain_text("72,05")
    board = page.locator("section", has=page.locator("#i-board")).locator("tbody tr")
    assert board.count() == 63
    expect(board.nth(1)).to_contain_text("0,7163")
    expect(board.nth(1)).to_contain_text("0,7164")
    expect(board.nth(1)).to_contain_text("≠")


def test_a_slider_moves_value_and_rank(page: Page, live_server: LiveServer) -> None:
    page.goto(f"{WHAT_IF}?place=79")
    value, rank = page.locator("[data-value]"), page.locator("[data-rank]")
    expect(value).to_have_text("0,7164")
    expect(rank).to_have_text("2/63")
    slider = page.get_by_role("slider", name="Hoạt động xã hội số")
    slider.fill("1")
    expect(page.locator("#f-s-xa-hoi-so")).to_have_value("1,0000")
    expect(value).to_have_text("0,8125")
    expect(rank).to_have_text("1/63")
    page.locator("#f-s-xa-hoi-so").fill("0,1")
    expect(slider).to_have_value("0.1")
    expect(value).to_have_text("0,6775")
    expect(rank).to_have_text("5–24/63")
    page.locator("#f-s-xa-hoi-so").fill("2")
    expect(value).to_have_text("–")
    assert violations(page) == []


def test_without_javascript_the_form_is_sent(browser: Browser, live_server: LiveServer) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=live_server.url, locale="vi-VN")
    page = context.new_page()
    page.goto(f"{WHAT_IF}?place=79")
    page.locator("#f-s-xa-hoi-so").fill("0,1")
    page.locator("#f-e-the-che-so").fill("2")
    page.locator("#f-e-nhan-thuc-so").fill("3")
    page.get_by_label("Cần thêm bao nhiêu điểm").fill("10")
    page.get_by_role("button", name="Tính").click()
    expect(page.locator("[data-value]")).to_have_text("0,6775")
    expect(page.locator("[data-rank]")).to_have_text("5–24/63")
    expect(page.get_by_text("Ít công nhất:")).to_contain_text("Thể chế số")
    context.close()
