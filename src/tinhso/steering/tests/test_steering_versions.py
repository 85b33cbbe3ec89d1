"""A form that names no version that can be read is refused in words, and changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.test import Client

from tinhso.base import clock
from tinhso.steering import actions
from tinhso.steering.models import Report
from tinhso.steering.schemas import ReportDraft
from tinhso.steering.tests import factories as make
from tinhso.steering.tests import scene

pytestmark = pytest.mark.django_db
JUNK = ["hai", "-1", "1.5", "²", "9" * 40, "1; DROP"]


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with clock.standing_at(scene.TODAY):
        yield


@pytest.fixture
def report(client: Client) -> Report:
    """A report that waits; the standing office is at its desk."""
    scene.make(targets=1)
    client.force_login(scene.account("thuongtruc"), backend="tinhso.people.backends.Passwords")
    target = make.target()
    draft = ReportDraft(value=Decimal(50), period="2026-10", done="Đã làm")
    return actions.submit_report(make.officer(target.lead), target, draft)


@pytest.mark.parametrize("version", JUNK)
def test_a_decision(client: Client, report: Report, version: str) -> None:
    for verb in ({"confirm": "1"}, {"return": "1", "reason": "Thiếu tài liệu"}):
        answer = client.post(f"/reports/{report.pk}/decide", {**verb, "version": version})
        assert answer.status_code == 422
        assert "Không rõ báo cáo này được mở ở bản nào" in answer.content.decode()
    report.refresh_from_db()
    assert report.state == Report.State.SUBMITTED


def test_a_report_sent_again(client: Client, report: Report) -> None:
    actions.return_report(make.office(), report.pk, reason="Sửa")
    sent = {"version": "hai", "period": "2026-10", "value": "55", "done": "Đã sửa"}
    answer = client.post(f"/reports/{report.pk}/mend", sent)
    assert answer.status_code == 422
    assert "Đã sửa" in answer.content.decode()
    report.refresh_from_db()
    assert report.state == Report.State.RETURNED
