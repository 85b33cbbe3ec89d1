"""The page about the API: every operation can be opened and read, on a phone too, by everybody."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.accessibility import violations

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("live_server"),
]


@pytest.mark.parametrize("width", [360, 1366])
def test_an_operation_opens_and_tells_its_parameters(
    page: Page, screenshot: Callable[[str], Path], width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 768})
    page.goto("/api/")
    operation = page.locator("#report_target")
    operation.locator("summary").click()
    expect(operation.get_by_role("rowheader", name="Idempotency-Key")).to_be_visible()
    expect(operation.get_by_role("rowheader", name="numerator")).to_be_visible()
    expect(operation.get_by_text("409")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert violations(page) == []
    screenshot(f"api-{width}")
