"""axe-core in the running page: `violations(page)` is empty when WCAG 2.2 AA holds."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.conftest import ROOT

AXE = ROOT / "src/tinhso/base/web/static/vendor/axe.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

LOOK = """
    rules => axe
        .run(document, {runOnly: {type: 'tag', values: rules}, resultTypes: ['violations']})
        .then(found => found.violations.flatMap(violation => violation.nodes.map(
            node => `${violation.id}: ${node.html.slice(0, 160)} — ${node.failureSummary}`
        )))
"""


def violations(page: Page) -> list[str]:
    """One line a violation: rule, element, what to do."""
    if not AXE.exists():
        pytest.fail("axe-core is not installed: python tools/assets.py")
    page.wait_for_load_state()
    page.evaluate("scrollTo(0, 0)")  # what the bar at the top covers half of is no smaller for it
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    found: list[str] = page.evaluate(LOOK, RULES)
    return found
