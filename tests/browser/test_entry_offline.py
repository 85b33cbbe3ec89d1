"""The entry grid on a bad line: typed, queued, sent once; whose it is; cells that changed meanwhile."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from tests.accessibility import violations
from tests.browser.signing import sign_in
from tinhso.base.calendar.periods import Period
from tinhso.base.ids import new_id
from tinhso.indicators import locks
from tinhso.indicators.entry import drafts as entry_drafts
from tinhso.indicators.entry import grid as entry
from tinhso.indicators.models import Batch, EntryDraft, Observation
from tinhso.people.models import Account
from tinhso.people.principals import Principal
from tinhso.people.queries import principal_for
from tinhso.steering.tests import scene

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
GRID = "/entry/?period=2026-10&indicator=to-cnscd&indicator=cs-00"
OFFICE, OFFICER = "Nông Thị Hạnh", "Vi Văn Lực"
CODES = ("to-cnscd", "cs-00")
SAVES = "**/entry/cells/**"
Picture = Callable[[str], Path]


@pytest.fixture(autouse=True)
def _demo(settings: Any) -> Iterator[None]:
    settings.DEMO = True
    scene.make(targets=2, tasks=1, communes=4)
    yield


def opened(page: Page, name: str = OFFICE) -> Page:
    """The grid of that person, once the browser keeps it."""
    sign_in(page, name)
    page.goto(GRID)
    page.evaluate(
        """async () => {
          const isKept = async () => {
            const names = await caches.keys();
            if (!names.length) return false;
            return (await (await caches.open(names[0])).keys()).some((one) => one.url.includes("indicator="));
          };
          while (!(await isKept())) await new Promise((done) => setTimeout(done, 50));
        }"""
    )
    return page


def paste(page: Page, text: str) -> None:
    """What a browser does with Ctrl+V in the cell that has the focus."""
    page.evaluate(
        """text => {
          const data = new DataTransfer();
          data.setData('text/plain', text);
          const event = new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true});
          document.activeElement.dispatchEvent(event);
        }""",
        text,
    )


def teams(page: Page, at: int = 0) -> Locator:
    return page.locator("input[name$='to-cnscd:value']").nth(at)


def line(page: Page) -> Locator:
    return page.locator("[data-entry-line]")


def colleague() -> Principal:
    """Somebody else of the standing office."""
    account = Account.objects.select_related("person").get(person__full_name=OFFICE)
    return replace(principal_for(account), account_id=new_id(), name="Đồng nghiệp")


def meanwhile(text: str, at: int = 0) -> None:
    """A colleague types that number of teams and sends it."""
    by = colleague()
    grid = entry.build(by, entry.chosen(CODES), Period.parse("2026-10"))
    entry_drafts.save(by, grid, {grid.rows[at].cells[0].name: text})
    entry_drafts.send(by, grid, reason="Đếm lại")


def teams_told() -> list[int]:
    """Every version of every number of teams of that month."""
    told = Observation.objects.filter(period="2026-10", indicator__code="to-cnscd").order_by(
        "recorded_at", "value"
    )
    return [int(value or 0) for value in told.values_list("value", flat=True)]


def test_what_is_typed_without_a_line_is_sent_once_when_it_is_back(
    page: Page, live_server: LiveServer, screenshot: Picture
) -> None:
    opened(page)
    said: list[str] = []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.context.set_offline(True)
    teams(page).fill("12")
    expect(line(page)).to_contain_text("1 ô chờ gửi")
    page.reload()
    expect(page.locator("[data-entry-kept]")).to_contain_text("bản giữ trên máy, số liệu lúc")
    expect(teams(page)).to_have_value("12")
    teams(page, 1).focus()
    paste(page, "13\n14\n")
    expect(line(page)).to_contain_text("3 ô chờ gửi")
    page.get_by_role("button", name="Gửi số liệu").click()
    expect(line(page)).to_contain_text("Lệnh gửi số liệu được thực hiện khi có mạng")
    expect(line(page)).to_be_in_viewport()
    page.reload()
    expect(line(page)).to_contain_text("3 ô chờ gửi")
    assert violations(page) == []
    screenshot("offline")
    assert not EntryDraft.objects.exists()

    lost: list[int] = []

    def lose(route: Route) -> None:
        """The server does it, and its answer gets lost on the way; once."""
        if lost:
            return route.fallback()
        lost.append(route.fetch().status)
        return route.abort()

    page.route(SAVES, lose)
    page.context.set_offline(False)
    expect(line(page)).to_contain_text("3 ô chờ gửi")
    page.get_by_role("button", name="Gửi ngay").click()
    expect(page.get_by_text("Đã gửi 3 số liệu.")).to_be_visible()
    expect(line(page)).to_be_hidden()
    assert lost == [200]
    assert teams_told() == [12, 13, 14]
    assert Batch.objects.filter(count__gt=0).count() == 1
    page.get_by_role("link", name="tải lại để thấy số mới").click()
    expect(page.locator("[data-entry-kept]")).to_be_hidden()
    expect(page.locator(".entry__state", has_text="đã gửi")).to_have_count(3)
    expect(teams(page)).to_have_value("12")
    assert said == []


@pytest.mark.parametrize(("choice", "stands"), [("Giữ của tôi", "5"), ("Lấy số đang có", "9")])
def test_a_cell_that_changed_meanwhile_waits_for_a_choice(
    page: Page, live_server: LiveServer, screenshot: Picture, choice: str, stands: str
) -> None:
    opened(page)
    page.context.set_offline(True)
    teams(page).fill("5")
    teams(page, 1).fill("6")
    expect(line(page)).to_contain_text("2 ô chờ gửi")
    page.reload()
    meanwhile("9")
    page.context.set_offline(False)
    expect(line(page)).to_contain_text("1 ô đã đổi ở nơi khác, chờ bạn chọn")
    box = page.locator("table [data-entry-moved]")
    expect(box).to_contain_text("Giữ của tôi: 5")
    expect(box).to_contain_text("Lấy số đang có: 9")
    expect(box).to_contain_text("đã gửi, chờ cơ quan thường trực · Đồng nghiệp")
    assert teams_told() == [9], "nothing is overwritten before somebody chooses"
    assert violations(page) == []
    screenshot("conflict")
    page.get_by_role("button", name="Tới ô cần chọn").click()
    expect(box.get_by_role("button", name="Giữ của tôi")).to_be_focused()
    box.get_by_role("button", name=choice).click()
    expect(box).to_have_count(0)
    expect(line(page)).to_be_hidden()
    expect(teams(page)).to_have_value(stands)
    page.get_by_role("button", name="Gửi số liệu").click()
    expect(page.get_by_text(re.compile("Đã gửi . số liệu."))).to_be_visible()
    assert teams_told() == ([9, 5, 6] if stands == "5" else [9, 6])


def test_two_people_in_one_grid_see_each_other(page: Page, live_server: LiveServer) -> None:
    sign_in(page, OFFICE)
    page.goto(GRID)
    meanwhile("9")
    teams(page).fill("5")
    expect(page.locator("table [data-entry-moved]")).to_contain_text("Lấy số đang có: 9")
    page.reload()
    expect(page.locator("table [data-entry-moved]")).to_contain_text("Giữ của tôi: 5")
    locks.lock(colleague(), CODES, Period.parse("2026-10"))
    teams(page, 1).fill("6")
    closed = page.locator("table [data-entry-moved]").nth(1)
    expect(closed).to_contain_text("Kỳ đã khoá")
    expect(closed.get_by_role("button", name="Giữ của tôi")).to_be_disabled()
    assert teams_told() == [9]


def test_what_another_page_sent_for_this_one_is_no_conflict(page: Page, live_server: LiveServer) -> None:
    opened(page)
    page.route(SAVES, lambda route: route.abort())
    teams(page).fill("5")
    expect(line(page)).to_contain_text("1 ô chờ gửi")
    other = page.context.new_page()
    with other.expect_response(SAVES) as sent:
        other.goto("/entry/")
    assert sent.value.ok
    expect(line(other)).to_be_hidden()
    assert EntryDraft.objects.get().typed["value"] == "5"
    page.unroute(SAVES)
    teams(page).fill("57")
    expect(page.locator("[data-entry-saved]")).to_be_visible()
    expect(page.locator("table [data-entry-moved]")).to_have_count(0)
    assert EntryDraft.objects.get().typed["value"] == "57"


def test_what_waits_is_its_writers_own(page: Page, live_server: LiveServer) -> None:
    opened(page)
    page.context.set_offline(True)
    teams(page).fill("12")
    expect(line(page)).to_contain_text("1 ô chờ gửi")
    page.goto("about:blank")
    page.context.clear_cookies()
    page.context.set_offline(False)

    sign_in(page, OFFICER)
    page.context.set_offline(True)
    assert page.evaluate("caches.keys()") == [], "the first one's pages are gone"
    page.context.set_offline(False)
    page.goto(GRID)
    expect(page.get_by_role("button", name="Gửi số liệu")).to_be_visible()
    expect(page.locator("input.entry__input[name$='to-cnscd:value']")).to_have_value("")
    expect(line(page)).to_be_hidden()
    page.get_by_role("button", name="Gửi số liệu").click()
    expect(page.get_by_text("Không có gì mới để gửi.")).to_be_visible()
    assert not Observation.objects.filter(period="2026-10").exists()
    writer, other = (Account.objects.get(person__full_name=name).pk for name in (OFFICE, OFFICER))
    assert not EntryDraft.objects.filter(account=other).exists()

    sign_in(page, OFFICE)
    page.goto(GRID)
    expect(teams(page)).to_have_value("12")
    for _moment in range(50):  # a page that closes may have sent it at the last moment, in its writer's name
        if EntryDraft.objects.filter(account=writer).exists():
            break
        page.wait_for_timeout(100)
    assert EntryDraft.objects.get().typed["value"] == "12"


def test_a_page_left_open_does_not_send_for_whoever_came_after(page: Page, live_server: LiveServer) -> None:
    opened(page)
    other = page.context.new_page()
    sign_in(other, OFFICER)
    teams(page).fill("12")
    expect(line(page)).to_contain_text("Máy này đang đăng nhập tài khoản khác; 1 ô chờ gửi được giữ")
    assert not EntryDraft.objects.exists()


def test_a_session_that_ended_keeps_the_queue_until_signed_in_again(
    page: Page, live_server: LiveServer, screenshot: Picture
) -> None:
    opened(page)
    page.context.set_offline(True)
    teams(page).fill("12")
    expect(line(page)).to_contain_text("1 ô chờ gửi")
    page.context.clear_cookies(name="sessionid")
    page.context.set_offline(False)
    expect(line(page)).to_contain_text("Phiên làm việc đã hết; 1 ô chờ gửi vẫn được giữ")
    screenshot("session")
    page.get_by_role("link", name="Đăng nhập lại").click()
    page.get_by_role("button", name=re.compile(OFFICE)).first.click()
    page.wait_for_url(re.compile(r"/entry/\?"))
    expect(teams(page)).to_have_value("12")
    expect(page.locator("[data-entry-saved]")).to_be_visible()
    assert EntryDraft.objects.get().typed["value"] == "12"


def test_without_a_line_only_what_was_kept_opens(
    page: Page, live_server: LiveServer, screenshot: Picture
) -> None:
    opened(page)
    page.context.set_offline(True)
    teams(page).fill("12")
    expect(line(page)).to_contain_text("1 ô chờ gửi")
    page.goto("/entry/?period=2026-09&indicator=to-cnscd")
    expect(page.get_by_text("Bảng này chưa từng mở trên máy này")).to_be_visible()
    shelf = page.locator("[data-entry-shelf]")
    expect(shelf).to_contain_text("1 ô chờ")
    screenshot("shelf")
    shelf.get_by_role("link").first.click()
    expect(teams(page)).to_have_value("12")
    page.get_by_text("Trên máy này giữ những gì?").click()
    page.get_by_role("button", name="Xoá khỏi máy này").click()
    expect(page.get_by_text("Đã xoá.")).to_be_visible()
    expect(line(page)).to_be_hidden()
    page.context.set_offline(False)
    page.goto(GRID)
    expect(teams(page)).to_have_value("")


def test_the_worker_keeps_the_grid_and_nothing_else(page: Page, live_server: LiveServer) -> None:
    opened(page)
    page.goto("/entry/waiting/")
    page.goto("/figures/")
    kept = page.evaluate(
        """async () => {
          const cache = await caches.open((await caches.keys())[0]);
          return (await cache.keys()).map(one => new URL(one.url).pathname);
        }"""
    )
    assert {path for path in kept if not path.startswith("/static/")} == {
        "/entry/",
        "/entry/owner",
        "/theme.css",
    }
    page.get_by_role("button", name=OFFICE).or_(page.locator("summary", has_text=OFFICE)).first.click()
    page.get_by_role("button", name="Đăng xuất").click()
    page.wait_for_url(re.compile("sign-in"))
    expect(page.get_by_text("Đã đăng xuất.")).to_be_visible()
    assert page.evaluate("caches.keys()") == []
