"""Browsers at a running demo, and signing in as one of its people."""

from __future__ import annotations

import re
from typing import Any, Final

from playwright.sync_api import Browser, Page

PATIENCE: Final = 60_000
"""Milliseconds to wait for what a busy machine still owes."""


def visitor(browser: Browser, port: int, **more: Any) -> Page:
    """A page of a browser of its own, as the country's people have it; `more` is of its context."""
    context = browser.new_context(
        locale="vi-VN",
        timezone_id="Asia/Ho_Chi_Minh",
        base_url=f"http://127.0.0.1:{port}",
        accept_downloads=True,
        **more,
    )
    context.set_default_timeout(PATIENCE)
    return context.new_page()


def at_desk(browser: Browser, port: int, name: str, width: int = 1366) -> Page:
    """One of the demo's people at a screen of that width, signed in."""
    page = visitor(browser, port, viewport={"width": width, "height": 800})
    sign_in(page, name)
    return page


def sign_in(page: Page, name: str) -> None:
    """One click on the demo's sign-in page, with nobody signed in before.

    What the page before still asks for is waited for: its answer would set a cookie of the former session.
    """
    page.goto("/sign-in/")
    page.wait_for_load_state("networkidle")
    page.context.clear_cookies()
    page.goto("/sign-in/")
    page.get_by_role("button", name=re.compile(name)).first.click()
    page.wait_for_url(re.compile("^(?!.*sign-in).*$"))
