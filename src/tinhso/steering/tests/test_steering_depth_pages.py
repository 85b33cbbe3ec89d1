"""Pages of tasks in depth: what they say, to whom, that nothing typed is lost, in how many queries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from tinhso.base import clock
from tinhso.base.actions import acting
from tinhso.people.models import Agency, Succession
from tinhso.steering import actions
from tinhso.steering.depth import needing, splitting
from tinhso.steering.depth.drafts import PartDraft, SplitDraft
from tinhso.steering.models import Handover, JointAgency, Recurrence, Task, TaskState
from tinhso.steering.schemas import ReportDraft, TaskChange
from tinhso.steering.tests import factories, scene

pytestmark = pytest.mark.django_db
BACKEND = "tinhso.people.backends.Passwords"
MOST_QUERIES = 40
DAY = f"{scene.TODAY:%d/%m/%Y}"


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with clock.standing_at(scene.TODAY):
        yield


@pytest.fixture(autouse=True)
def _files(settings: Settings, tmp_path: Path) -> None:
    settings.FILES = tmp_path / "files"


def _as(client: Client, username: str) -> Client:
    client.force_login(scene.account(username), backend=BACKEND)
    return client


def _post(client: Client, address: str, data: Mapping[str, object], status: int = 302) -> str:
    answer = client.post(address, data)
    text = answer.content.decode()
    assert answer.status_code == status, text[:3000]
    return text


def _page(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode()


def test_splitting_to_all_communes_from_the_page(client: Client) -> None:
    made = scene.make(targets=1, tasks=2, communes=4)
    task = made.tasks[0]
    with acting(scene.ROBOT, "test"):
        for place in made.communes:
            factories.agency(f"ubnd-{place.code}", kind="committee", place=place)
    _as(client, "thuongtruc")
    page = _page(client, f"/tasks/{task.code}/split")
    assert "xã, phường" in page
    refused = _post(client, f"/tasks/{task.code}/split", {"title": "Lập danh sách"}, 422)
    assert "Chọn ít nhất một đơn vị" in refused and "Lập danh sách" in refused
    _post(client, f"/tasks/{task.code}/split", {"group": "commune", "title": "Lập danh sách"})
    assert task.parts.count() == 4
    page = _page(client, task.get_absolute_url())
    assert "0/4" in page and "Phần việc" in page
    for part in task.parts.all():
        done = TaskChange(state=TaskState.DONE, dated=scene.TODAY)
        actions.change_task(factories.office(illustrative=True), part.pk, done)
    page = _page(client, task.get_absolute_url())
    assert "Mọi phần đã xong" in page and "4/4" in page
    task.refresh_from_db()
    assert task.state != TaskState.DONE
    draft = ReportDraft(task_state=TaskState.DONE, done="Mọi xã đã lập xong")
    actions.submit_report(factories.office(illustrative=True), task, draft)
    assert "Mọi phần đã xong" not in _page(client, task.get_absolute_url()), "nobody is asked twice"


def test_a_refused_need_keeps_what_was_typed(client: Client) -> None:
    made = scene.make(targets=1, tasks=4)
    first, second = made.tasks[0], made.tasks[2]
    _as(client, "thuongtruc")
    _post(client, f"/tasks/{first.code}/needs", {"needs": second.code})
    page = _post(client, f"/tasks/{second.code}/needs", {"needs": first.code}, 409)
    assert "thành vòng" in page and f'value="{first.code}"' in page
    assert "Đang chờ" in _page(client, first.get_absolute_url())


def test_a_deliverable_goes_its_way_on_its_page(client: Client) -> None:
    made = scene.make(targets=1, tasks=2)
    task = made.tasks[0]
    _as(client, "thuongtruc")
    _post(
        client,
        f"/tasks/{task.code}/deliverables",
        {"deliverable_title": "Danh mục", "deliverable_required": "1"},
    )
    row = task.deliverables.get()
    address = f"/tasks/{task.code}/deliverables/{row.pk}"
    assert "Chưa có gì để nộp" in _post(client, address, {"deliver": "1"}, 422)
    pdf = SimpleUploadedFile("danh-muc.pdf", b"%PDF-1.4\n%%EOF\n", "application/pdf")
    _post(client, address, {"deliver": "1", "file": pdf, "delivery_note": "Bản 1"})
    refused = _post(client, f"/tasks/{task.code}/change", {"state": "done", "dated": DAY}, 409)
    assert "chưa nghiệm thu" in refused
    assert "Nêu lý do" in _post(client, address, {"return": "1"}, 422)
    _post(client, address, {"accept": "1"})
    page = _page(client, address)
    assert "danh-muc.pdf" in page and "Đã nghiệm thu" in page
    event = row.events.exclude(file=None).get()
    assert client.get(f"/tasks/{task.code}/files/{event.file_id}").status_code == 200
    client.logout()
    assert client.get(f"/tasks/{task.code}/files/{event.file_id}").status_code == 404


def test_comments_files_and_following_are_for_those_inside(client: Client) -> None:
    made = scene.make(targets=1, tasks=2)
    task = made.tasks[0]
    assert "Trao đổi" not in _page(client, task.get_absolute_url())
    _as(client, "thuongtruc")
    assert task.lead is not None
    unknown = _post(client, f"/tasks/{task.code}/comments", {"comment": "Nhờ @khong-co xem"}, 422)
    assert "@khong-co" in unknown
    _post(client, f"/tasks/{task.code}/comments", {"comment": f"Nhờ @{task.lead.code} xem <b>"})
    page = _page(client, task.get_absolute_url())
    assert f'<strong class="mention">@{task.lead.code}</strong>' in page and "&lt;b&gt;" in page
    said = task.comments.get()
    address = f"/tasks/{task.code}/comments/{said.pk}"
    _post(client, address, {"comment": "Nhờ xem lại"})
    assert "Nhờ xem lại" in _page(client, task.get_absolute_url())
    last = task.comments.get(superseded_by=None)
    _post(client, f"/tasks/{task.code}/comments/{last.pk}", {"withdraw": "1"})
    page = _page(client, task.get_absolute_url())
    assert "đã được rút" in page and "Nhờ xem lại" not in page
    _post(client, f"/tasks/{task.code}/watch", {"follow": "1"})
    assert "Thôi theo dõi" in _page(client, task.get_absolute_url())
    pdf = SimpleUploadedFile("kem.pdf", b"%PDF-1.4\n%%EOF\n", "application/pdf")
    _post(client, f"/tasks/{task.code}/files", {"file": pdf, "file_note": "Phụ lục"})
    link = task.files.get()
    assert "kem.pdf" in _page(client, task.get_absolute_url())
    _post(client, f"/tasks/{task.code}/files/{link.pk}/remove", {})
    assert not task.files.exists()


def test_a_joint_agency_answers_on_its_page(client: Client) -> None:
    made = scene.make(targets=1, tasks=2)
    task = made.tasks[0]
    with acting(scene.ROBOT, "test"):
        other = factories.agency("phoi-hop")
        link = JointAgency.objects.create(task=task, agency=other)
    _as(client, "thuongtruc")
    address = f"/tasks/{task.code}/parts/{link.pk}"
    assert "lý do từ chối" in _post(client, address, {"part": "declined"}, 422)
    _post(client, address, {"part": "done", "part_note": "Đã gửi"})
    assert "Đã xong phần việc" in _page(client, task.get_absolute_url())


def test_the_task_page_asks_as_many_queries_whatever_is_inside(client: Client) -> None:
    made = scene.make(targets=1, tasks=6, communes=2)
    task = made.tasks[0]
    by = factories.office()
    _as(client, "thuongtruc")

    def grow(count: int) -> None:
        with acting(scene.ROBOT, "test"):
            parts = tuple(PartDraft(lead=factories.agency().code) for _n in range(count))
            splitting.split(by, task.pk, SplitDraft(parts=parts))
            for _n in range(count):
                JointAgency.objects.create(task=task, agency=factories.agency())
                needing.add_need(by, task.pk, factories.task(task.plan, deadline=scene.TODAY).code)
                task.deliverables.create(title="Sản phẩm")

    def asked() -> int:
        with CaptureQueriesContext(connection) as seen:
            _page(client, task.get_absolute_url())
        return len(seen)

    grow(2)
    asked()
    few = asked()
    grow(6)
    assert asked() == few <= MOST_QUERIES


def test_work_of_a_merged_agency_is_tried_handed_over_and_taken_back(client: Client) -> None:
    made = scene.make(targets=1, tasks=3)
    task = made.tasks[0]
    old = task.lead
    assert old is not None
    with acting(scene.ROBOT, "test"):
        new = factories.agency("so-moi", pack=old.pack)
        Succession.objects.create(predecessor=old, successor=new, on=scene.TODAY, kind="merged")
        Agency.objects.filter(pk=old.pk).update(valid_to=scene.TODAY - timedelta(days=1))
    _as(client, "thuongtruc")
    assert f"/handovers/{old.code}" in _page(client, f"/agencies/{old.code}/")
    assert old.name in _page(client, "/handovers/")
    address = f"/handovers/{old.code}"
    tried = _post(client, address, {"dated": DAY, "try": "1"}, 200)
    assert "Chạy thử" in tried and not Handover.objects.exists()
    _post(client, address, {"dated": DAY, "go": "1"})
    task.refresh_from_db()
    assert task.lead == new
    assert "đổi chủ trì" in _page(client, task.get_absolute_url())
    done = Handover.objects.get()
    assert "Nêu lý do" in _post(client, f"/handovers/done/{done.pk}/undo", {}, 422)
    _post(client, f"/handovers/done/{done.pk}/undo", {"undone_note": "Nhầm"})
    task.refresh_from_db()
    assert task.lead == old and "Đã hoàn tác" in _page(client, f"/handovers/done/{done.pk}")


def test_a_pattern_is_laid_down_shown_and_stopped(client: Client) -> None:
    scene.make(targets=1, tasks=1)
    with acting(scene.ROBOT, "test"):
        plan = factories.plan(ends_on=scene.TODAY + timedelta(days=400))
    _as(client, "thuongtruc")
    sent = {
        "title": "Báo cáo tháng", "code": "bao-cao-thang", "every": "month", "due": "working_day",
        "due_number": "0", "shift": "before", "ahead_days": "14", "starts_on": DAY,
    }  # fmt: skip
    address = f"/plans/{plan.full_slug}/recurring/new"
    assert "Báo cáo tháng" in _post(client, address, {**sent, "every": ""}, 422)
    empty = _post(client, address, {**sent, "title": "", "code": ""}, 422)
    assert (
        "Chưa nhập." in empty and "Chọn ít nhất một" not in empty and "chữ thường không dấu, số" not in empty
    )
    _post(client, address, sent)
    assert Task.objects.filter(recurrence__code="bao-cao-thang").exists()
    assert "bao-cao-thang" in _page(client, "/recurring/")
    page = _page(client, "/recurring/bao-cao-thang")
    assert f"{scene.TODAY:%m/%Y}" in page
    edit = _page(client, "/recurring/bao-cao-thang/edit")
    assert "Báo cáo tháng" in edit
    changed = {**sent, "title": "Báo cáo hằng tháng", "version": "1"}
    _post(client, "/recurring/bao-cao-thang/edit", changed)
    _post(client, "/recurring/bao-cao-thang/stop", {"ends_on": DAY})
    row = Recurrence.objects.get()
    assert row.ends_on == scene.TODAY and row.title == "Báo cáo hằng tháng"
