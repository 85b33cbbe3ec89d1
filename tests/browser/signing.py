"""Signing in as one of the demo's people."""

from __future__ import annotations

import re

from playwright.sync_api import Page


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
