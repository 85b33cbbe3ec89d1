"""A task in depth: split to communes, reported, a joint agency answers, a deliverable accepted, then done."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.accessibility import violations
from tests.browser.signing import sign_in
from tests.meta.world import PDF
from tinhso.base import clock
from tinhso.base.actions import acting
from tinhso.people.models import Account, Person, Position, Post, Role
from tinhso.steering.models import JointAgency, Task
from tinhso.steering.tests import factories, scene

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OFFICER, OFFICE, COMMUNE = "Vi Văn Lực", "Nông Thị Hạnh", "Hoàng Thị Xã"


@pytest.fixture(autouse=True)
def _demo(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.DEMO = True
    settings.FILES = tmp_path / "files"
    made = scene.make(targets=0, tasks=0, communes=2)
    with acting(scene.ROBOT, "test"):
        assert made.plan is not None
        for place in made.communes:
            agency = factories.agency(f"ubnd-{place.code}", name=f"UBND {place.name}", short_name="",
                                      kind="committee", place=place)  # fmt: skip
        person = Person.objects.create(code="xa", full_name=COMMUNE)
        chair = Position.objects.create(agency=agency, title="Văn phòng", role=Role.REPORTING_OFFICER)
        Post.objects.create(person=person, position=chair)
        Account.objects.create(username="xa", person=person, illustrative=True)
        task = Task.objects.create(
            plan=made.plan,
            code="kho-du-lieu",
            title="Đưa kho dữ liệu vào sử dụng",
            lead=made.agencies[2],
            state="in_progress",
            deadline=clock.today() + timedelta(days=30),
            illustrative=True,
        )
        JointAgency.objects.create(task=task, agency=made.agencies[0], illustrative=True)
    yield


def _report_done(page: Page, words: str) -> None:
    page.locator("main").get_by_role("link", name="Báo cáo", exact=True).first.click()
    page.get_by_label("Hoàn thành", exact=True).check()
    page.get_by_label(re.compile("Kết quả")).first.fill(words)
    page.get_by_role("button", name=re.compile("Gửi")).click()


def test_a_task_is_split_answered_accepted_and_done(
    page: Page, live_server: LiveServer, screenshot: Callable[[str], Path], tmp_path: Path
) -> None:
    pdf = tmp_path / "danh-muc.pdf"
    pdf.write_bytes(PDF)
    sign_in(page, OFFICE)
    page.goto("/tasks/kho-du-lieu")
    page.get_by_role("link", name="Chia việc").click()
    page.get_by_label("Tất cả UBND xã, phường, đặc khu").check()
    assert violations(page) == []
    screenshot("split")
    page.get_by_role("button", name="Giao phần việc").click()
    expect(page.get_by_role("heading", name=re.compile("Phần việc"))).to_contain_text("0/2")
    page.get_by_text("Thêm sản phẩm").first.click()
    page.get_by_label("Sản phẩm", exact=True).fill("Danh mục dữ liệu")
    page.get_by_label(re.compile("^Bắt buộc")).check()
    page.get_by_role("button", name="Thêm sản phẩm").click()
    expect(page.get_by_role("link", name="Danh mục dữ liệu")).to_be_visible()
    page.get_by_role("link", name=re.compile("^Trả lời")).click()
    page.get_by_label("Đã xong phần việc").check()
    page.get_by_role("button", name="Trả lời").click()
    expect(page.get_by_text("Đã xong phần việc")).to_be_visible()

    part = Task.objects.get(parent__code="kho-du-lieu", lead__code="ubnd-06001")
    sign_in(page, COMMUNE)
    page.goto(part.get_absolute_url())
    _report_done(page, "Đã nhập đủ dữ liệu của xã")
    sign_in(page, OFFICE)
    page.goto(f"/reports/{part.reports.get().pk}")
    page.get_by_role("button", name="Xác nhận").click()
    page.goto("/tasks/kho-du-lieu")
    expect(page.get_by_role("heading", name=re.compile("Phần việc"))).to_contain_text("1/2")

    sign_in(page, OFFICER)
    page.goto("/tasks/kho-du-lieu")
    page.get_by_role("link", name="Danh mục dữ liệu").click()
    page.get_by_label(re.compile("^Tệp")).set_input_files(pdf)
    page.get_by_role("button", name="Nộp", exact=True).click()
    expect(page.get_by_text("Đã nộp, chờ nghiệm thu")).to_be_visible()
    _report_done(page, "Kho dữ liệu đã vào sử dụng")

    sign_in(page, OFFICE)
    report = Task.objects.get(code="kho-du-lieu").reports.get()
    page.goto(f"/reports/{report.pk}")
    page.get_by_role("button", name="Xác nhận").click()
    expect(page.get_by_text(re.compile("Sản phẩm bắt buộc chưa nghiệm thu")).first).to_be_visible()
    page.goto("/tasks/kho-du-lieu")
    page.get_by_role("link", name="Danh mục dữ liệu").click()
    page.get_by_role("button", name="Nghiệm thu").click()
    page.goto(f"/reports/{report.pk}")
    page.get_by_role("button", name="Xác nhận").click()
    page.goto("/tasks/kho-du-lieu")
    expect(page.locator(".head")).to_contain_text("Hoàn thành")
    assert violations(page) == []
    screenshot("done")
