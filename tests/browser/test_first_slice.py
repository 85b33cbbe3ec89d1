"""The first thing anybody must see: Resolution 49 with its published totals and where they come from."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.accessibility import violations
from tinhso.base.actions import acting
from tinhso.base.audit.context import SystemActor
from tinhso.documents.models import Document
from tinhso.places.models import Place
from tinhso.steering.models import Plan, ReportedTotal

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def _resolution() -> None:
    with acting(SystemActor("kiểm thử"), "test"):
        country = Place.objects.create(
            level="country", code="VN", type="", name="Việt Nam", slug="viet-nam", sort_key="v",
            search_key="v", path="/VN",
        )  # fmt: skip
        province = Place.objects.create(
            level="province", code="20", type="Tỉnh", name="Lạng Sơn", slug="lang-son", sort_key="l",
            search_key="lang son", path="/VN/20", parent=country,
        )  # fmt: skip
        review = Document.objects.create(
            slug="tong-ket-2022", type="TIN", title="Lạng Sơn nhìn lại một năm chuyển đổi số",
            issuer_name="Báo Lạng Sơn", date=date(2023, 1, 10),
        )  # fmt: skip
        plan = Plan.objects.create(
            slug="49-nq-tu", full_slug="langson-2021-49-nq-tu", pack="langson", place=province,
            kind="resolution", title="Nghị quyết 49-NQ/TU về chuyển đổi số", short_title="Nghị quyết 49",
            starts_on=date(2021, 9, 28), ends_on=date(2025, 12, 31), declared_targets=30,
        )  # fmt: skip
        for day, met in ((date(2022, 12, 31), 18), (date(2024, 10, 31), 21)):
            ReportedTotal.objects.create(plan=plan, dated=day, total=30, met=met, document=review)


def test_the_resolution_shows_its_totals_and_their_source(
    page: Page, live_server: LiveServer, screenshot: Callable[[str], Path]
) -> None:
    _resolution()
    page.goto("/plans/49-nq-tu")
    totals = page.locator("#plan-totals")
    assert "21/30" in totals.inner_text() and "31/10/2024" in totals.inner_text()
    first = totals.locator("li", has_text="18/30")
    assert "31/12/2022" in first.inner_text()
    source = first.get_by_role("link", name="Lạng Sơn nhìn lại một năm chuyển đổi số")
    assert source.get_attribute("href") == "/documents/tong-ket-2022/"
    assert page.get_by_text("chưa có danh mục chi tiết").is_visible()
    assert violations(page) == []
    screenshot("plan")


def test_the_day_chosen_leaves_later_totals_out(page: Page, live_server: LiveServer) -> None:
    _resolution()
    page.goto("/plans/langson-2021-49-nq-tu?as_of=2023-06-30")
    totals = page.locator("#plan-totals").inner_text()
    assert "18/30" in totals and "21/30" not in totals


def test_the_rail_shows_where_the_reader_is(page: Page, live_server: LiveServer) -> None:
    """On a low screen too, where the entry stands below the fold."""
    page.set_viewport_size({"width": 1366, "height": 420})
    page.goto("/places/")
    expect(page.locator("#rail [aria-current]")).to_have_text("Địa bàn")
    expect(page.locator("#rail [aria-current]")).to_be_in_viewport()
