"""A figure climbs: sent, approved, returned with a reason, corrected, approved, confirmed, read by all."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.accessibility import violations
from tests.browser.signing import sign_in
from tinhso.indicators.models import Definition, Indicator, Observation
from tinhso.people.models import Account, Agency, Person, Position, Post, Role
from tinhso.steering.tests import scene

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CODE = "to-cnscd"
GRID = f"/entry/?period=2026-10&indicator={CODE}"
OFFICER, HEAD, PARENT, OFFICE = "Vi Văn Lực", "Lương Minh Đức", "Bế Văn Cấp Trên", "Nông Thị Hạnh"


@pytest.fixture(autouse=True)
def _demo(settings: Any) -> Iterator[None]:
    settings.DEMO = True
    scene.make(targets=2, tasks=1, communes=3)
    Indicator.objects.filter(code=CODE).update(approvals=["head", "parent"])
    Definition.objects.filter(indicator__code=CODE).update(approvals=["head", "parent"])
    below = Agency.objects.get(positions__posts__person__full_name=HEAD)
    above = below.parent or Agency.objects.create(code="cap-tren", name="UBND tỉnh", kind="committee")
    Agency.objects.filter(pk=below.pk).update(parent=above)
    chair = Position.objects.create(agency=above, title="Phó Chủ tịch", role=Role.HEAD_OF_AGENCY, order=1)
    person = Person.objects.create(code="captren", full_name=PARENT)
    Post.objects.create(person=person, position=chair)
    Account.objects.create(username="captren", person=person, illustrative=True)
    yield


def _send(page: Page, value: str) -> None:
    page.goto(GRID)
    page.get_by_role("textbox", name=re.compile("Tổ công nghệ số cộng đồng")).fill(value)
    page.get_by_role("button", name="Gửi số liệu").click()
    expect(page.get_by_text("Đã gửi 1 số liệu.")).to_be_visible()


def _pass_on(page: Page, who: str, said: str) -> None:
    sign_in(page, who)
    page.goto("/entry/waiting/")
    page.get_by_role("button", name=re.compile("^(Duyệt|Xác nhận) các số đã chọn")).click()
    expect(page.get_by_text(said)).to_be_visible()


def test_a_figure_climbs_every_level_and_back(
    page: Page, live_server: LiveServer, screenshot: Callable[[str], Path]
) -> None:
    sign_in(page, OFFICER)
    _send(page, "12")
    expect(page.get_by_text(re.compile("đã gửi, chờ thủ trưởng"))).to_be_visible()

    sign_in(page, HEAD)
    page.goto("/entry/waiting/")
    assert violations(page) == []
    page.get_by_role("link", name=re.compile("^12")).click()
    expect(page.locator("li.is-now")).to_contain_text("đang chờ duyệt")
    assert violations(page) == []
    screenshot("way")
    page.get_by_role("button", name="Duyệt", exact=True).click()
    expect(page.get_by_text("Đã duyệt số liệu, chuyển cấp tiếp theo.")).to_be_visible()

    sign_in(page, PARENT)
    page.goto("/entry/waiting/")
    page.get_by_role("button", name="Trả lại các số đã chọn").click()
    expect(page.get_by_role("alert")).to_contain_text("Nêu lý do trả lại")
    page.get_by_label(re.compile("lý do trả lại")).fill("Thiếu hai tổ.")
    page.get_by_role("button", name="Trả lại các số đã chọn").click()
    expect(page.get_by_text("Đã trả lại 1 số liệu.")).to_be_visible()

    sign_in(page, OFFICER)
    page.goto("/entry/sent/")
    expect(page.locator("main").get_by_text("Thiếu hai tổ.").first).to_be_visible()
    assert violations(page) == []
    screenshot("sent")
    _send(page, "14")

    _pass_on(page, HEAD, "Đã duyệt 1 số liệu.")
    _pass_on(page, PARENT, "Đã duyệt 1 số liệu.")
    _pass_on(page, OFFICE, "Đã xác nhận 1 số liệu.")
    row = Observation.objects.get(indicator__code=CODE, period="2026-10", state="confirmed")
    assert (row.value, row.level) == (Decimal(14), 2)

    page.context.clear_cookies()
    page.goto(f"/figures/{row.pk}/")
    expect(page.locator("main").get_by_text("14").first).to_be_visible()
    expect(page.locator("#figure-way")).to_have_count(0)
