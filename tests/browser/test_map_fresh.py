"""A figure confirmed on one page shows on a map that is open elsewhere, by itself: the product as it runs."""

from __future__ import annotations

import re
from typing import Final

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.signing import sign_in, visitor
from tests.system.product import Product
from tinhso.base import clock
from tinhso.base.calendar.periods import Period, PeriodKind

pytestmark = [pytest.mark.browser, pytest.mark.system]
INDICATOR: Final = "minh-hoa-ky-nang-so"
COMMUNE: Final = "06325"


def _this_month() -> Period:
    """The demo tells figures up to the month before."""
    return Period.of(PeriodKind.MONTH, clock.today())


def test_a_confirmed_figure_appears_on_an_open_map(browser: Browser, product: Product) -> None:
    month = _this_month()
    office, reader = visitor(browser, product.port), visitor(browser, product.port)
    sign_in(office, "Trần Thị Ví Dụ")
    office.goto(f"/entry/?period={month.code}&indicator={INDICATOR}")
    office.locator(f"input[name='c:{COMMUNE}:{INDICATOR}:value']").fill("12,3")
    office.get_by_role("button", name="Gửi số liệu").click()
    expect(office.get_by_text("Đã gửi 1 số liệu.")).to_be_visible()

    reader.goto(
        f"/explore/?m={INDICATOR}&form=map&level=commune&within=20&by=month&at={month.code}&illustrative=1"
    )
    unit = reader.locator(f".mapx__unit[href*='place={COMMUNE}']")
    expect(unit).to_have_attribute("aria-label", re.compile("chưa có số liệu"))

    office.goto("/entry/waiting/")
    office.get_by_role("button", name="Xác nhận các số đã chọn").click()
    expect(office.get_by_text(re.compile("đã xác nhận 1 số liệu", re.IGNORECASE))).to_be_visible()
    expect(unit).to_have_attribute("aria-label", re.compile("12,3 %"))
    expect(reader.locator(f"[data-list] tr:has(a[href*='place={COMMUNE}'])")).to_contain_text("12,3 %")
    for page in (office, reader):
        page.context.close()
