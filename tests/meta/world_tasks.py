"""What stands inside the one task of the world: everything that addresses of tasks in depth may name."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

from tinhso.base import clock
from tinhso.base.audit.context import SystemActor
from tinhso.base.files import actions as files
from tinhso.people.models import Role
from tinhso.steering.models import (
    Deliverable,
    Dependency,
    Handover,
    JointAgency,
    Recurrence,
    Task,
    TaskComment,
    TaskFile,
)

_PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def lay(world: Any) -> None:
    """One of each."""
    rows, task, plan = world.rows, world.task, world.plan
    officer = world.accounts[Role.REPORTING_OFFICER]
    other = Task.objects.create(plan=plan, code="kh246-nv-truoc", title="Việc trước", lead=world.other_agency)
    rows["needed_task"] = other
    rows["joint_link"] = JointAgency.objects.create(task=task, agency=world.other_agency)
    rows["need"] = Dependency.objects.create(task=task, needs=other)
    rows["deliverable"] = Deliverable.objects.create(task=task, title="Danh mục", required=False)
    kept = files.store(SystemActor("kiểm thử"), BytesIO(_PDF), name="phu-luc.pdf")
    rows["task_file"] = TaskFile.objects.create(
        task=task, file=kept, added_at=clock.now(), added_by=officer.pk, added_label="Cán bộ"
    )
    rows["comment"] = TaskComment.objects.create(
        task=task, author=officer, author_label="Cán bộ", text="Đã gửi"
    )
    rows["handover"] = Handover.objects.create(
        predecessor=world.other_agency, dated=date(2026, 7, 1), made_at=clock.now(), made_label="Văn phòng"
    )
    rows["pattern"] = Recurrence.objects.create(
        plan=plan, code="bao-cao-thang", title="Báo cáo tháng", every="month", starts_on=plan.starts_on
    )
