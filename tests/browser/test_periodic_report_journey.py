"""A report from the first request to the signed paper: asked, returned, assembled, frozen, issued."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.accessibility import violations
from tests.browser.signing import sign_in
from tinhso.people.models import Agency
from tinhso.reports.actions import templates
from tinhso.reports.schemas import FormDraft, TemplateDraft
from tinhso.reports.tests.world import TODAY
from tinhso.steering.tests import factories, scene

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OFFICER, OFFICE = "Vi Văn Lực", "Nông Thị Hạnh"
BODY = """# I. KẾT QUẢ
Đạt {so-chi-tieu * dat-vuot}/{so-chi-tieu * tong} chỉ tiêu; {so-nhiem-vu * tre} nhiệm vụ quá hạn.
@de-xuat don-vi-tre *
@bang tru-cot * : Chỉ tiêu theo trụ cột
# II. KẾT QUẢ CỦA ĐƠN VỊ
@gop-y ket-qua don-vi=AGENCY : Nêu kết quả nổi bật
"""


@pytest.fixture(autouse=True)
def _demo(settings: Any) -> Iterator[None]:
    settings.DEMO = True
    made = scene.make(targets=5, tasks=4, communes=4)
    assert made.plan is not None
    late = date(TODAY.year, 9, 30)
    factories.task(made.plan, lead=made.agencies[0], deadline=late, state="in_progress", illustrative=True)
    agency = _agency_of(OFFICER)
    form = FormDraft(issuer="SỞ KH&CN", symbol="BC-SKHCN", place="Lạng Sơn", signing=("GIÁM ĐỐC",))
    draft = TemplateDraft(
        kind="quarter",
        name="Báo cáo quý",
        issuer="langson-skhcn",
        closes=False,
        title="Kết quả chuyển đổi số {ky}",
        body=BODY.replace("AGENCY", agency),
        form=form,
        valid_from=date(2022, 1, 1),
    )
    templates.lay_down(factories.ROBOT, "bao-cao-quy-thu", draft)
    yield


def _agency_of(name: str) -> str:
    found = Agency.objects.filter(positions__posts__person__full_name=name).first()
    assert found is not None
    return found.code


def test_a_report_travels_from_request_to_signed_paper(
    page: Page, live_server: LiveServer, screenshot: Callable[[str], Path]
) -> None:
    sign_in(page, OFFICE)
    page.goto("/periodic/new/?template=bao-cao-quy-thu")
    page.get_by_label("Kỳ báo cáo").fill("2026-13")
    page.get_by_role("button", name="Lập báo cáo").click()
    expect(page.locator(".error-summary")).to_be_visible()
    page.get_by_label("Kỳ báo cáo").fill(f"{TODAY.year}-Q4")
    page.get_by_role("button", name="Lập báo cáo").click()
    expect(page.get_by_text("Đề xuất từ số liệu")).to_be_visible()
    report = page.url.partition("#")[0]
    assert violations(page) == []

    sign_in(page, OFFICER)
    page.goto("/periodic/")
    page.get_by_role("link", name="Nêu kết quả nổi bật").first.click()
    page.get_by_label("Nêu kết quả nổi bật").fill("Cấp 320 chữ ký số.")
    expect(page.locator("#saved")).to_contain_text("Đã lưu lúc")
    assert violations(page) == []
    page.get_by_role("button", name="Gửi cơ quan thường trực").click()
    expect(page.get_by_text("Cấp 320 chữ ký số.")).to_be_visible()

    sign_in(page, OFFICE)
    page.goto(report)
    page.get_by_role("link", name="Sở", exact=False).filter(has_text="Nêu kết quả nổi bật").first.click()
    page.get_by_label("Lý do trả lại").fill("nêu thêm số liệu")
    page.get_by_role("button", name="Trả lại để bổ sung").click()

    sign_in(page, OFFICER)
    page.goto("/periodic/")
    page.get_by_role("link", name="Nêu kết quả nổi bật").first.click()
    expect(page.get_by_text("nêu thêm số liệu")).to_be_visible()
    page.get_by_label("Nêu kết quả nổi bật").fill("Cấp 320 chữ ký số, đạt 91% kế hoạch.")
    page.get_by_role("button", name="Gửi cơ quan thường trực").click()

    sign_in(page, OFFICE)
    page.goto(report)
    page.get_by_role("button", name="Chuyển sang tổng hợp").click()
    screenshot("assembled")
    page.get_by_role("link", name="Chốt báo cáo").click()
    page.get_by_role("button", name="Chốt báo cáo").click()
    if page.get_by_label("Vẫn chốt").count():
        page.get_by_label("Vẫn chốt").check()
        page.get_by_role("button", name="Chốt báo cáo").click()
    expect(page.get_by_text("Số liệu đã chốt")).to_be_visible()
    page.get_by_role("link", name="Ban hành", exact=True).click()
    page.get_by_label("Họ tên người ký").fill("Nông Thị Hạnh")
    assert violations(page) == []
    page.get_by_role("button", name="Ban hành").click()
    expect(page.get_by_role("link", name="01/BC-SKHCN")).to_be_visible()
    screenshot("issued")

    answer = page.request.get(f"{report}files/docx")
    document = docx.Document(io.BytesIO(answer.body()))
    text = "\n".join(
        [one.text for one in document.paragraphs]
        + [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    )
    assert "01/BC-SKHCN" in text
    assert "Cấp 320 chữ ký số, đạt 91% kế hoạch." in text
