"""A meeting planned, filled and its members asked, step by step: for the journeys that hold one."""

from __future__ import annotations

import re
from datetime import date

from playwright.sync_api import Page, expect


def plan(page: Page, title: str, day: date) -> str:
    """A session of the province's committee; the answer is its address."""
    page.goto("/meetings/new")
    form = page.locator("main form.form")
    form.get_by_label("Ban chỉ đạo").select_option("bcd-cds-lang-son")
    form.get_by_label(re.compile("^Tên")).fill(title)
    form.get_by_label(re.compile("^Ngày họp")).fill(f"{day:%d/%m/%Y}")
    form.get_by_label(re.compile("^Địa điểm chính")).fill("Phòng họp hành trình")
    form.get_by_role("button", name="Lập phiên họp").click()
    page.wait_for_url(re.compile(r"/meetings/bcd-cds-lang-son-"))
    return re.sub(r"^https?://[^/]+", "", page.url)


def fill_agenda(page: Page, at: str, *titles: str) -> None:
    """Points of the agenda, one after the other; others may have come by themselves."""
    for title in titles:
        page.goto(at)
        page.get_by_role("link", name="Thêm nội dung").click()
        page.get_by_label(re.compile("^Nội dung")).fill(title)
        page.get_by_role("button", name="Lưu nội dung").click()
        page.wait_for_url(re.compile("/items/"))
    page.goto(at)
    for title in titles:
        expect(page.locator(".agenda__item", has_text=title).first).to_be_visible()


def invite(page: Page, at: str, reason: str = "") -> None:
    """Members of that day; a short notice is refused until it has its reason."""
    page.goto(f"{at}people")
    page.get_by_role("button", name="Mời thành viên của ban").click()
    send = page.get_by_role("button", name=re.compile(r"^Gửi \d+ giấy mời"))
    send.click()
    if reason:
        page.get_by_label("Lý do họp gấp").fill(reason)
        send.click()
    expect(page.get_by_text("Đã gửi giấy mời.")).to_be_visible()


def attend(page: Page, at: str, number: int) -> None:
    """So many who are there."""
    page.goto(f"{at}people")
    for row in range(number):
        page.get_by_role("button", name=re.compile("^Có mặt")).nth(row).click()
        page.wait_for_load_state("networkidle")
