"""The shared components in a real browser: accessible, nothing blocked, no sideways scrolling, keyboard."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.urls import include, path
from playwright.sync_api import Browser, Page
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from tests.accessibility import violations
from tinhso.base.web import pages, styleguide

shared = (
    [
        path("theme.css", pages.theme, name="theme"),
        path("styleguide", styleguide.page, name="styleguide"),
        path("styleguide/<str:shell>", styleguide.shell, name="styleguide-shell"),
    ],
    "web",
)
urlpatterns = [path("", include(shared)), path("i18n/setlang/", pages.set_language, name="set_language")]
handler404 = "tinhso.base.web.errors.handler404"

SHELLS = [
    "/styleguide",
    "/styleguide?state=met&late=1",
    "/styleguide/portal",
    "/styleguide/wall",
    "/styleguide/print",
]
pytestmark = [pytest.mark.browser, pytest.mark.urls(__name__), pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _plain_shell(settings: Settings) -> None:
    """These addresses stand alone: no room's shell, no room's entries in the rail."""
    settings.TINHSO_SHELL, settings.TINHSO_NAV = "", []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1366, 1920])
def test_everyone_can_use_it(browser: Browser, live_server: LiveServer, width: int, scheme: str) -> None:
    dark = scheme == "dark"
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if dark else "light",
        reduced_motion="reduce",
        base_url=live_server.url,
    )
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    for address in SHELLS:
        page.goto(address)
        page.evaluate("document.fonts.ready")
        page.evaluate("document.querySelectorAll('details.disclosure').forEach(one => { one.open = true })")
        assert violations(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
    context.close()
    assert said == []


def test_the_keyboard_is_enough(page: Page, live_server: LiveServer) -> None:
    page.goto("/styleguide")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "q"
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    assert page.locator("tr.is-current").inner_text().startswith("Tỷ lệ hồ sơ")
    page.keyboard.press("Enter")
    page.locator("#panel h1").wait_for()
    page.keyboard.press("Escape")
    assert page.locator("#panel").is_hidden()
    assert page.evaluate("document.activeElement.closest('tr') !== null")


def test_the_first_tab_skips_to_the_content(page: Page, live_server: LiveServer) -> None:
    page.goto("/styleguide/portal")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#main"


def test_charts_are_drawn_and_their_tables_stay(
    page: Page, live_server: LiveServer, screenshot: Callable[[str], Path]
) -> None:
    page.goto("/styleguide")
    page.locator("#c-line .chart__stage svg").wait_for()
    assert "Thực hiện" in (page.locator("#c-line .chart__stage svg").text_content() or "")
    page.locator("#c-line summary").click()
    assert page.locator("#c-line table").is_visible()
    screenshot("desk")


def test_without_javascript_everything_is_there(browser: Browser, live_server: LiveServer) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=live_server.url)
    page = context.new_page()
    page.goto("/styleguide?sort=-value")
    assert page.locator("nav.rail a").first.is_visible()
    assert page.locator("#c-line summary").is_visible() and page.locator("#c-line .chart__stage").is_hidden()
    assert page.locator("th[aria-sort=descending]").inner_text().strip() == "Thực hiện"
    page.get_by_text("Trạng thái", exact=True).nth(1).click()
    page.get_by_role("link", name="Vượt", exact=True).click()
    assert "state=exceeded" in page.url
    page.locator("button[name=language]").click()
    assert page.locator("html").get_attribute("lang") == "en"
    context.close()
