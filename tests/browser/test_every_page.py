"""Every page of the running demo, with the packs' own data, as those who use it see it.

A reader follows the links: each address of the product's table of routes that answers with a page is opened
once, 1920 px wide in the light and 360 px wide in the dark. Nothing runs over the edge, no rule of
accessibility is broken, the browser complains of nothing. The pictures stay under `artefacts/pages`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, resolve
from playwright.sync_api import Browser, Page

from tests.accessibility import violations
from tests.browser.signing import sign_in, visitor
from tests.conftest import ARTEFACTS
from tests.meta.route_table import ROUTES
from tests.system.product import Product

pytestmark = [pytest.mark.browser, pytest.mark.system]

READERS: Final[dict[str, tuple[str, ...]]] = {
    "": (
        "/", "/?plan=246-kh-ubnd", "/?wall=1", "/plans/", "/plans/langson-2021-49-nq-tu",
        "/plans/langson-ke-hoach-minh-hoa", "/plans/langson-ke-hoach-minh-hoa?part=tasks",
        "/targets/langson-246-08", "/targets/minh-hoa-10", "/indicators/minh-hoa-ho-so-truc-tuyen/",
        "/indicators/dti-rank/", "/indices/dti/2022/", "/indices/dti/2022/?place=48",
        "/indices/dti/2022/what-if/?place=79", "/indices/dti/2024/", "/indices/pci/cong-bo/",
        "/places/20", "/places/06016?as_of=2025-06-30", "/monthly/?print=1",
        "/search?q=ho+so", "/search?q=zzzz", "/targets/?q=zzzz", "/targets/khong-co", "/sign-in/",
    ),
    "Trần Thị Ví Dụ": (
        "/conclusions/", "/conclusions/ballots/", "/conclusions/meetings/bcd-cds-lang-son-2026-p1/",
        "/", "/my-work/", "/plans/langson-ke-hoach-minh-hoa", "/targets/minh-hoa-03", "/tasks/minh-hoa-nv-06",
        "/reporting/?part=indicators", "/indicators/", "/indicators/minh-hoa-ho-so-truc-tuyen/",
        "/indices/dti/2022/",
        "/places/06325", "/documents/", "/documents/langson-2025-333-kh-ubnd/", "/account/",
        "/agencies/langson-so-khcn/", "/plans/", "/plans/langson-ke-hoach-minh-hoa/arrange?kind=goals",
        "/targets/minh-hoa-12", "/tasks/minh-hoa-nv-04", "/explore/dashboards/",
        "/meetings/bcd-cds-lang-son-2026-p2/", "/meetings/bcd-cds-lang-son-2026-p2/people", "/periodic/",
        "/periodic/templates/", "/documents/issue", "/handovers/", "/handovers/langson-so-tttt",
        "/recurring/", "/recurring/minh-hoa-bao-cao-thang", "/tasks/minh-hoa-nv-03",
        "/drafts/minh-hoa-ke-hoach-2023/", "/drafts/minh-hoa-ke-hoach-2023/versions",
        "/drafts/minh-hoa-quy-che-chu-ky-so/answers", "/drafts/minh-hoa-quy-che-chu-ky-so/",
    ),
    "Đặng Thị Thí Nghiệm": ("/manage/accounts/", "/account/", "/sign-in/second-factor/"),
    "Vi Thị Làm Mẫu": ("/drafts/minh-hoa-ke-hoach-2023/opinion", "/my-work/", "/tasks/"),
}  # fmt: skip
"""Where each begins: nobody, the standing office, the administrator, an officer to whom work came back."""

AGAIN: Final = {"steering:report": 1, "reports:report": 1, "conclusions:conclusion": 3}
"""Pages that look quite different to those who may act on them, or one beside the other: how many to open."""

NO_PAGES: Final = {
    "conclusions:sheet": "a file, once papers were counted",
    "conclusions:entries": "for open pages",
    "web:theme": "a style sheet",
    "set_language": "leads back",
    "reading:detail": "once a text was read; walked by test_reading_journey",
    "reading:about": "once a text was read; walked by test_reading_journey",
    "reading:plan": "once a text was read; walked by test_reading_journey",
    "reading:file": "a file",
    "urging:run": "once a run was made; walked by test_urging_journey",
    "urging:letter": "once a letter was drafted; walked by test_urging_journey",
    "urging:edit_letter": "once a letter was drafted; walked by test_urging_journey",
    "urging:answer": "once a letter was issued; walked by test_urging_journey",
    "urging:letter_docx": "a file",
    "urging:letter_pdf": "a file",
    "documents:file": "a file",
    "people:import_template": "a file",
    "steering:template": "a file",
    "entry:workbook": "a file",
    "entry:worker": "a script",
    "checks:progress": "for programs",
    "checks:finding": "needs a figure that fell before a rule; read in test_checks_faces",
    "steering:evidence": "a file",
    "steering:task_file": "a file",
    "steering:handover_done": "needs work that was handed over; read in test_steering_depth_pages",
    "meetings:check_in": "needs the code shown in the room; walked in test_meeting_journey",
    "steering:names": "for scripts",
    "exploration:watch": "needs a watch of one's own; walked in test_watch_journey",
    "exploration:version": "for scripts",
    "meetings:version": "for scripts",
    "meetings:ics": "a file",
    "meetings:invitation": "a file",
    "consultation:file": "a file",
    "opendata:file": "a file",
    "reports:file": "a file",
    "reports:briefing_file": "a file",
    "reports:issue": "needs a frozen report; walked in test_periodic_report_journey",
    "opendata:linked": "for programs",
    "gates:board_json": "for programs",
    "gates:verifier": "a file",
    "gates:line": "for those on duty, from the gate's page; walked by test_gate_journey",
    "gates:find_place": "leads to the place",
    "gates:place": "once somebody declared; walked by test_gate_journey",
    "gates:declare": "a company's own; walked by test_gate_journey",
    "gates:day_file": "a file",
    "indices:workbook": "a file",
    "indices:step_file": "a file",
    "people:oidc_begin": "leads to the provider",
    "people:demo_configuration": "for programs",
    "people:demo_keys": "for programs",
    "people:demo_authorize": "needs a sign-in under way; walked in test_sign_in",
    "plans/<str:slug>/": "the same page with a closing stroke",
    "targets/<str:code>/": "the same page with a closing stroke",
    "tasks/<str:code>/": "the same page with a closing stroke",
}


STRETCH: Final = 30
"""Pages opened in one test; a reader walks as many stretches as there are pages to see."""

STRETCHES: Final = {"": 4, "Trần Thị Ví Dụ": 9, "Đặng Thị Thí Nghiệm": 1, "Vi Thị Làm Mẫu": 1}


@dataclass
class Reader:
    """Somebody on the way: what is still to open, what was opened, what the browser complained of."""

    page: Page
    waiting: list[str]
    mine: dict[str, set[str]] = field(default_factory=dict)
    """Addresses opened of each route."""
    said: list[str] = field(default_factory=list)


@dataclass
class Walk:
    """What was opened so far, whoever opened it."""

    seen: set[str] = field(default_factory=set)
    ended: set[str] = field(default_factory=set)
    readers: dict[str, Reader] = field(default_factory=dict)


@pytest.fixture(scope="module")
def walk() -> Iterator[Walk]:
    walked = Walk()
    yield walked
    for reader in walked.readers.values():
        reader.page.context.close()


def _page(browser: Browser, product: Product, reader: str) -> Page:
    page = visitor(browser, product.port, viewport={"width": 1920, "height": 1080}, reduced_motion="reduce")
    page.context.set_default_timeout(20_000)
    if reader:
        sign_in(page, reader)
    return page


def _name(address: str) -> str:
    """The route that answers; empty where none of ours does."""
    try:
        found = resolve(urlsplit(address).path)
    except Resolver404:
        return ""
    return found.view_name or found.route


def _looked_at(page: Page, name: str) -> list[str]:
    """What is wrong with the page that is open, wide and light, then narrow and dark."""
    wrong = []
    for width, scheme in ((1920, "light"), (360, "dark")):
        page.set_viewport_size({"width": width, "height": 1080 if width > 360 else 740})
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        page.evaluate("document.fonts.ready")
        page.evaluate("document.querySelectorAll('details.disclosure').forEach(one => { one.open = true })")
        beyond = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if beyond > 0:
            wrong.append(f"{width} px: runs {beyond} px over the edge")
        wrong += [f"{width} px, {scheme}: {one}" for one in violations(page)]
        picture = ARTEFACTS / "pages" / str(width) / f"{name}.png"
        picture.parent.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=picture)
    return wrong


def _leads(page: Page) -> list[str]:
    """Addresses of the product that the page leads to, files and twins left out."""
    found: list[str] = page.eval_on_selector_all(
        "a[href^='/']", "links => links.map(link => link.getAttribute('href'))"
    )
    return [address for address in found if "format=" not in address and not address.startswith("/api/v1")]


def _reader(browser: Browser, product: Product, walk: Walk, name: str) -> Reader:
    """The one who walks on, or sets out."""
    if name not in walk.readers:
        page = _page(browser, product, name)
        reader = walk.readers[name] = Reader(page, list(READERS[name]))
        page.on("console", lambda told: reader.said.append(told.text) if told.type == "error" else None)
        page.on("pageerror", lambda error: reader.said.append(str(error)))
    return walk.readers[name]


def _is_known(walk: Walk, who: str, reader: Reader, name: str, address: str) -> bool:
    if not who or name not in AGAIN:
        return name in walk.seen
    opened = reader.mine.get(name, set())
    return address in opened or len(opened) >= AGAIN[name]


def _opened(walk: Walk, who: str, reader: Reader, address: str) -> list[str] | None:
    """Open one page and look at it: what is wrong with it; None where it is not this reader's to see."""
    name, chosen = _name(address), address in READERS[who]
    if not name or name in NO_PAGES or (not chosen and _is_known(walk, who, reader, name, address)):
        return None
    answer = reader.page.goto(address)
    status = answer.status if answer else 0
    if status in {401, 403} or (status == 404 and not chosen):
        return None  # kept out: somebody else is let in
    if status != (404 if "khong-co" in address else 200):
        return [f"{address}: answers {status}"]
    walk.seen.add(name)
    reader.mine.setdefault(name, set()).add(address)
    told = re.sub(r"\W+", "-", f"{who} {name} {address if chosen else ''}").strip("-")
    wrong = [f"{address}: {one}" for one in _looked_at(reader.page, told)]
    reader.page.set_viewport_size({"width": 1920, "height": 1080})
    reader.waiting += [one for one in _leads(reader.page) if _name(one) not in walk.seen - AGAIN.keys()]
    return wrong


@pytest.mark.parametrize(
    ("who", "stretch"),
    [(who, stretch) for who, count in STRETCHES.items() for stretch in range(1, count + 1)],
    ids=lambda one: one or "nobody" if isinstance(one, str) else str(one),
)
def test_every_page_can_be_read_by_everyone(
    browser: Browser, product: Product, walk: Walk, who: str, stretch: int
) -> None:
    reader = _reader(browser, product, walk, who)
    wrong, opened = list[str](), 0
    while reader.waiting and opened < STRETCH:
        found = _opened(walk, who, reader, reader.waiting.pop(0))
        if found is not None:
            opened, wrong = opened + 1, wrong + found
    assert not wrong, "\n".join(wrong)
    assert [one for one in reader.said if "404" not in one and "403" not in one] == []
    if stretch == STRETCHES[who]:
        assert not reader.waiting, "pages are left to see: more stretches are needed"
        walk.ended.add(who)


def test_no_page_was_left_out(walk: Walk) -> None:
    """After the walks above: a new page must be led to by a link, or stand in NO_PAGES with its reason."""
    if walk.ended != set(READERS):
        pytest.skip("not everybody walked")
    pages = {
        name
        for name, line in ROUTES.items()
        if line.get and not name.startswith("api:") and not line.finds_nothing
    }
    assert pages - walk.seen - set(NO_PAGES) == set()


def test_the_first_fold_of_the_leaders_screen_holds_all_six_cards(browser: Browser, product: Product) -> None:
    """With the packs' data, the demo's band, and as much as a leader may see."""
    page = _page(browser, product, "Nguyễn Văn Mẫu")
    page.set_viewport_size({"width": 1366, "height": 768})
    page.goto("/")
    page.evaluate("document.fonts.ready")
    assert page.locator(".band--demo").is_visible()
    bottoms = page.evaluate(
        "[...document.querySelectorAll('.leaders > .card')].map(card => card.getBoundingClientRect().bottom)"
    )
    page.context.close()
    assert len(bottoms) == 6 and max(bottoms) <= 768
