"""From a question to a view that is kept, shared, put on a dashboard, and read by somebody else."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.accessibility import violations
from tests.browser.signing import sign_in
from tinhso.base.actions import acting
from tinhso.base.audit.context import SystemActor
from tinhso.exploration.models import Dashboard, View
from tinhso.indicators.current import keep_current
from tinhso.indicators.models import Indicator, Kind, Observation, State
from tinhso.steering.tests import scene

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OFFICER, OFFICE, LEADER = "Vi Văn Lực", "Nông Thị Hạnh", "Hoàng Văn Thành"
QUESTION = "/explore/?m=song-4g&level=commune&within=20&by=year&first=2024-01-01"


@pytest.fixture(autouse=True)
def _demo(settings: Any) -> Iterator[None]:
    settings.DEMO = True
    made = scene.make(targets=5, tasks=4, communes=4)
    with acting(SystemActor("kiểm thử"), "test"):
        row = Indicator.objects.create(
            code="song-4g", name="Thôn có sóng 4G", kind=Kind.PERCENT, unit="%", adding="average",
            over_time="last", sort_key="s", search_key="thon co song 4g",
        )  # fmt: skip
        told = [
            Observation.objects.create(
                indicator=row, place=place, kind=row.kind, period=str(year), period_start=f"{year}-01-01",
                period_end=f"{year}-12-31", dated=f"{year}-12-31", value=60 + 5 * number + year - 2024,
                unit="%", document=made.document, state=State.CONFIRMED,
            )
            for year in (2024, 2025)
            for number, place in enumerate(made.communes)
        ]  # fmt: skip
        keep_current([one.pk for one in told])
    yield


def _said(page: Page, words: str) -> None:
    expect(page.get_by_role("status").filter(has_text=words).first).to_be_visible()


def _kept(page: Page, name: str, sharing: str = "Riêng tôi") -> None:
    page.goto(QUESTION)
    page.locator("summary", has_text="Lưu góc nhìn").click()
    page.get_by_label("Tên góc nhìn").fill(name)
    page.get_by_label("Chia sẻ").select_option(label=sharing)
    page.get_by_role("button", name="Lưu", exact=True).click()
    _said(page, f"Đã lưu góc nhìn “{name}”")


def test_a_question_becomes_a_shared_view_on_a_dashboard(
    page: Page, live_server: LiveServer, screenshot: Callable[[str], Path]
) -> None:
    sign_in(page, OFFICE)
    _kept(page, "Sóng 4G ở xã", "Mọi cán bộ")
    assert page.url.endswith("/explore/views/song-4g-o-xa/")
    expect(page.locator("h1")).to_have_text("Sóng 4G ở xã")
    assert violations(page) == []

    page.locator("summary", has_text="Đưa lên bảng theo dõi").click()
    page.get_by_role("button", name="Bảng mới của tôi").click()
    _said(page, "Đã đưa “Sóng 4G ở xã” lên bảng")
    expect(page.locator(".board__card")).to_have_count(1)
    assert violations(page) == []
    screenshot("board")

    page.get_by_role("link", name="Sửa bảng").click()
    page.get_by_label("Tên bảng").fill("Hạ tầng số cấp xã")
    page.get_by_label("Ai mở được").select_option(label="Mọi cán bộ")
    page.get_by_label("Lãnh đạo").check()
    page.locator("section", has=page.locator("#details-h")).get_by_role("button", name="Lưu").click()
    _said(page, "Đã lưu.")
    assert violations(page) == []

    sign_in(page, LEADER)
    page.goto("/explore/dashboards/")
    expect(page.locator("h1")).to_have_text("Hạ tầng số cấp xã")
    page.locator(".board__card h2 a").click()
    expect(page.locator("h1")).to_have_text("Sóng 4G ở xã")
    expect(page.locator("summary", has_text="Sửa")).to_be_visible()
    assert page.get_by_role("button", name="Thu hồi góc nhìn").count() == 0
    page.context.clear_cookies()
    assert page.goto("/explore/views/song-4g-o-xa/").status == 404  # type: ignore[union-attr]  # a page answers


def test_a_changed_view_says_so_until_it_is_saved(page: Page, live_server: LiveServer) -> None:
    sign_in(page, OFFICER)
    _kept(page, "Sóng 4G của tôi")
    page.locator("summary", has_text="Hình thức").click()
    page.get_by_role("link", name="Xếp hạng").first.click()
    _said(page, "Đã đổi so với bản đã lưu")
    expect(page.locator("h1")).to_have_text("Sóng 4G của tôi")
    page.get_by_role("button", name="Lưu thay đổi").click()
    _said(page, "Đã lưu thay đổi")
    assert View.objects.get().spec["form"] == "ranking"
    assert "Đã đổi so với bản đã lưu" not in page.content()
    page.locator("summary", has_text=re.compile("^Sửa$")).click()
    page.get_by_role("button", name="Thu hồi góc nhìn").click()
    _said(page, "đã được thu hồi")
    page.get_by_role("button", name="Hoàn tác").click()
    _said(page, "Đã khôi phục")


def test_cards_are_arranged_by_keyboard_without_scripts(
    page: Page, live_server: LiveServer, browser: Any
) -> None:
    sign_in(page, OFFICER)
    _kept(page, "Thứ nhất")
    _kept(page, "Thứ hai")
    cookies = page.context.cookies()
    context = browser.new_context(java_script_enabled=False, base_url=live_server.url, locale="vi-VN")
    context.add_cookies(cookies)
    plain = context.new_page()
    plain.goto("/explore/dashboards/new/")
    plain.get_by_label("Tên bảng").fill("Của tôi")
    plain.get_by_role("button", name="Lập bảng").press("Enter")
    for name in ("Thứ nhất", "Thứ hai", "Thay đổi tuần này"):
        plain.get_by_label("Thêm thẻ").select_option(label=name)
        plain.get_by_role("button", name="Thêm", exact=True).press("Enter")
    plain.get_by_role("button", name="Lên : Thứ hai").or_(
        plain.get_by_role("button", name="Lên: Thứ hai")
    ).press("Enter")
    titles = plain.locator(".arrange-cards .list__main").all_inner_texts()
    assert [re.sub(r"^\d+\.\s*", "", one).split("\n")[0] for one in titles][:2] == ["Thứ hai", "Thứ nhất"]
    plain.get_by_role("button", name=re.compile("^Bỏ.*Thứ nhất")).press("Enter")
    assert plain.locator(".arrange-cards > li").count() == 2
    plain.get_by_role("button", name="Hoàn tác").press("Enter")
    titles = plain.locator(".arrange-cards .list__main").all_inner_texts()
    assert "Thứ nhất" in titles[1]
    plain.goto(f"/explore/dashboards/{Dashboard.objects.get().code}/")
    assert plain.locator(".board > *").count() == 3
    context.close()


@pytest.mark.parametrize("width", [360, 1366, 1920])
def test_pages_are_accessible_and_fit(page: Page, live_server: LiveServer, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 768})
    sign_in(page, OFFICE)
    _kept(page, "Sóng 4G ở xã", "Công khai")
    page.locator("summary", has_text="Đưa lên bảng theo dõi").click()
    page.get_by_role("button", name="Bảng mới của tôi").click()
    code = Dashboard.objects.get().code
    for address in (
        "/explore/views/", "/explore/views/song-4g-o-xa/", f"/explore/dashboards/{code}/",
        f"/explore/dashboards/{code}/edit", "/explore/dashboards/all/", "/explore/dashboards/new/", "/wall/",
    ):  # fmt: skip
        page.goto(address)
        page.evaluate("document.fonts.ready")
        assert violations(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address


def test_the_wall_goes_on_and_outlives_its_server(page: Page, live_server: LiveServer) -> None:
    sign_in(page, OFFICE)
    _kept(page, "Sóng 4G ở xã", "Công khai")
    page.locator("summary", has_text="Đưa lên bảng theo dõi").click()
    page.get_by_role("button", name="Bảng mới của tôi").click()
    page.get_by_role("link", name="Sửa bảng").click()
    page.get_by_label("Tên bảng").fill("Hạ tầng số")
    page.get_by_label("Ai mở được").select_option(label="Công khai")
    page.get_by_label("Chiếu trên màn hình lớn").check()
    page.locator("section", has=page.locator("#details-h")).get_by_role("button", name="Lưu").click()
    _said(page, "Đã lưu.")
    page.context.clear_cookies()
    page.goto("/wall/?seconds=5")
    assert page.locator(".wall__view").count() == 3 and page.locator("button").count() == 0
    expect(page.locator("h1")).to_have_text("Hạ tầng số")
    expect(page.locator(".board__card")).to_be_visible()
    expect(page.get_by_text("Số liệu lúc").last).to_be_visible()
    page.route("**/*", lambda route: route.abort())
    expect(page.locator("#wall-away")).to_contain_text("Mất kết nối từ")
    expect(page.locator(".board__card")).to_be_visible()
    page.unroute("**/*")
    expect(page.locator("#wall-away")).to_be_hidden()
