"""A plan's workbook: out, changed, tried, brought in, and brought in again."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from tinhso.base import clock
from tinhso.base.audit.models import AuditEntry
from tinhso.base.errors import Invalid, NotAllowed
from tinhso.steering import queries, workbook
from tinhso.steering.models import Plan, Target, TargetState, Task
from tinhso.steering.tests import factories as make

pytestmark = pytest.mark.django_db
FORMULA = "=1+1 không phải công thức"


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with clock.standing_at(date(2026, 11, 21)):
        yield


@pytest.fixture
def plan() -> Plan:
    plan = make.plan()
    target = make.target(plan, due="80", code="ct-a", baseline=Decimal("20.5"), title=FORMULA)
    make.collector(target)
    task = make.task(plan, code="nv-a", deadline=date(2026, 12, 1))
    task.targets.add(target)
    return plan


def changed(plan: Plan, change: Callable[[Workbook], None]) -> bytes:
    book = load_workbook(io.BytesIO(workbook.template(plan)))
    change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def put(sheet: str, row: int, **cells: Any) -> Callable[[Workbook], None]:
    def change(book: Workbook) -> None:
        page = book[sheet]
        heads = {str(cell.value).rstrip(" *"): index for index, cell in enumerate(page[1], start=1)}
        for name, value in cells.items():
            page.cell(row, heads[HEADS.get(name, name)], value)

    return change


HEADS = {
    "code": "Mã chỉ tiêu",
    "task": "Mã nhiệm vụ",
    "title": "Chỉ tiêu",
    "work": "Nhiệm vụ",
    "due": "Phải đạt đến 31/12/2026",
    "lead": "Mã đơn vị chủ trì",
    "indicator": "Mã chỉ số",
    "day": "Hạn hoàn thành",
    "serves": "Mã các chỉ tiêu phục vụ (cách nhau dấu ;)",
}


def test_what_comes_back_unchanged_changes_nothing(plan: Plan) -> None:
    entries = AuditEntry.objects.count()
    outcome = workbook.load(make.office(), plan, workbook.template(plan))
    assert [row.what for row in outcome.rows] == ["keep", "keep"]
    assert AuditEntry.objects.count() == entries


def test_only_what_changed_is_changed(plan: Plan) -> None:
    content = changed(plan, put("Chỉ tiêu", 2, due="85,5"))
    office = make.office()
    tried = workbook.check(office, plan, content)
    assert [(row.code, row.what, row.fields) for row in tried.rows] == [
        ("ct-a", "change", ("values",)),
        ("nv-a", "keep", ()),
    ]
    assert not TargetState.objects.exists()
    workbook.load(office, plan, content)
    target = Target.objects.get(code="ct-a")
    assert target.values.get().value == Decimal("85.5")
    assert target.collectors.count() == 1
    assert target.title == FORMULA
    again = workbook.check(office, plan, changed(plan, lambda book: None))
    assert {row.what for row in again.rows} == {"keep"}


def test_rows_are_added_with_their_links(plan: Plan) -> None:
    indicator, lead = make.indicator(), make.agency()

    def add(book: Workbook) -> None:
        put("Chỉ tiêu", 3, code="ct-b", title="Mới", due=95, indicator=indicator.code, lead=lead.code)(book)
        put("Nhiệm vụ", 3, task="nv-b", work="Việc mới", day="31/12/2026", serves="ct-a; ct-b")(book)

    outcome = workbook.load(make.office(), plan, changed(plan, add))
    assert outcome.count("create") == 2
    assert Target.objects.get(code="ct-b").lead == lead
    task = Task.objects.get(code="nv-b")
    assert task.deadline == date(2026, 12, 31)
    assert {target.code for target in task.targets.all()} == {"ct-a", "ct-b"}
    assert task.events.get().state == "not_started"


def test_every_doubt_stands_at_its_cell_and_nothing_is_loaded(plan: Plan) -> None:
    def spoil(book: Workbook) -> None:
        put("Chỉ tiêu", 2, due="1.680", lead="so-khong-co")(book)
        put("Chỉ tiêu", 3, code="ct-c", title="Mới", lead="so-khong-co")(book)
        put("Chỉ tiêu", 4, code="ct-a", title="Trùng")(book)
        put("Chỉ tiêu", 5, title="Không mã")(book)
        put("Nhiệm vụ", 2, day="31/02/2026")(book)

    content = changed(plan, spoil)
    with pytest.raises(Invalid) as refused:
        workbook.load(make.office(), plan, content)
    cells = [str(problem.field) for problem in refused.value.problems]
    assert cells == ["Chỉ tiêu!M2", "Chỉ tiêu!I3", "Chỉ tiêu!A4", "Chỉ tiêu!A5", "Nhiệm vụ!L2"]
    assert "1.680" in str(refused.value.problems[0].message)
    assert Target.objects.count() == 1
    assert workbook.check(make.office(), plan, content).problems == refused.value.problems


def test_a_row_edited_meanwhile_is_not_overwritten(plan: Plan) -> None:
    content = changed(plan, put("Chỉ tiêu", 2, title="Của tệp"))
    Target.objects.filter(code="ct-a").update(title="Của người khác", version=7)
    outcome = workbook.check(make.office(), plan, content)
    assert [problem.code for problem in outcome.problems] == ["stale"]
    assert outcome.problems[0].field == "Chỉ tiêu!B2"


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 nothing", b"a,b\n1,2"])
def test_what_is_no_workbook(plan: Plan, content: bytes) -> None:
    with pytest.raises(Invalid) as refused:
        workbook.check(make.office(), plan, content)
    assert refused.value.field == "file"


def test_who_may(plan: Plan) -> None:
    with pytest.raises(NotAllowed):
        workbook.load(make.officer(), plan, workbook.template(plan))


def test_the_monthly_table_is_made_to_be_printed(plan: Plan) -> None:
    table = queries.monthly_table(date(2026, 11, 1))
    book = load_workbook(io.BytesIO(workbook.monthly_xlsx(table)))
    page = book.worksheets[0]
    lines = list(page.iter_rows(values_only=True))
    assert lines[0][0] == "TÌNH HÌNH THỰC HIỆN CHỈ TIÊU, NHIỆM VỤ THÁNG 11/2026"
    assert lines[1][0] == "Số liệu đến ngày 21/11/2026"
    heads, last = lines[3], lines[-1]
    assert last[1] == "Tổng cộng"
    assert dict(zip(heads[2:], last[2:], strict=True))["Nhiệm vụ chủ trì"] == 1
    assert len(lines) == 4 + len(table.rows) + 1
    assert (page.page_setup.orientation, page.page_setup.fitToWidth) == ("landscape", 1)
