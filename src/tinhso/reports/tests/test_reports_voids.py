"""Plans that set no targets, and reports without a number: said as a signed paper would say it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date

import docx
import pytest

from tinhso.base import clock
from tinhso.documents import numbering
from tinhso.documents.issuing import set_suffix
from tinhso.documents.models import DocumentType
from tinhso.people.models import Agency
from tinhso.reports import printing, queries
from tinhso.reports.actions import freezing, issuing
from tinhso.reports.actions.beginning import begin
from tinhso.reports.models import PeriodicReport, Template
from tinhso.reports.schemas import IssueDraft, ReportDraft
from tinhso.reports.tests import world
from tinhso.steering.models import Plan, Target, Task
from tinhso.steering.tests import factories as make

pytestmark = pytest.mark.django_db
BODY = """# I. CHỈ TIÊU {ky}
Đạt {so-chi-tieu PLAN dat-vuot}/{so-chi-tieu PLAN tong} chỉ tiêu ({so-chi-tieu PLAN dat-vuot doi}).
@de-xuat tru-cot PLAN
@bang tru-cot PLAN : Chỉ tiêu theo trụ cột
@bieu-do tru-cot PLAN : Chỉ tiêu theo trụ cột
# II. NHIỆM VỤ
Có {so-nhiem-vu PLAN tong} nhiệm vụ, {so-chi-tieu PLAN tong} chỉ tiêu; quá hạn {so-nhiem-vu PLAN tre}.
# III. SO SÁNH
@bang so-sanh : So sánh
@phu-luc huong=ngang: Kết quả chỉ tiêu
@bang chi-tieu PLAN : Chỉ tiêu
@phu-luc: Danh mục nhiệm vụ
@bang nhiem-vu PLAN : Nhiệm vụ
"""


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with clock.standing_at(world.TODAY):
        yield


def _built(**plan: object) -> tuple[world.World, PeriodicReport]:
    """A report on a plan whose only target is taken away."""
    built = world.built(BODY)
    Target.objects.filter(plan=built.plan).delete()
    Plan.objects.filter(pk=built.plan.pk).update(**plan)
    return built, begin(built.office, ReportDraft(template="bao-cao-thu", period="2026-Q4"))


def _text(row: PeriodicReport) -> str:
    document = docx.Document(io.BytesIO(printing.file_of(printing.paper(row), "docx")))
    cells = [cell.text for table in document.tables for line in table.rows for cell in line.cells]
    return "\n".join([*(one.text for one in document.paragraphs), *cells])


def test_a_plan_without_targets_is_said_so_once_and_not_counted() -> None:
    built, row = _built(declared_targets=0)
    text, name = _text(row), built.plan.short_title
    assert text.count(f"{name} không đặt chỉ tiêu.") == 1
    assert "chưa có số liệu" not in text and "Ghi chú" not in text and "Kết quả chỉ tiêu".upper() not in text
    assert "Có 2 nhiệm vụ, 0 chỉ tiêu; quá hạn 1." in text
    paper = printing.paper(row)
    assert [(annex.title, annex.number) for annex in paper.annexes] == [("Danh mục nhiệm vụ", "")]
    assert not printing.composition(row).missing
    freezing.freeze(built.office, row.pk)


def test_a_list_that_is_still_to_come_is_listed_before_freezing() -> None:
    built, row = _built()
    text = _text(row)
    assert text.count(f"{built.plan.short_title} chưa có danh mục chỉ tiêu.") == 1
    assert {one.missing for one in printing.composition(row).missing} >= {
        "kế hoạch chưa có danh mục chỉ tiêu"
    }


def test_targets_that_are_declared_are_still_counted() -> None:
    _, row = _built(declared_targets=5)
    assert "Đạt 0/5 chỉ tiêu" in _text(row)


def test_no_running_plan_is_said_so() -> None:
    body = "# I. KẾT QUẢ\nĐạt {so-chi-tieu * dat}/{so-chi-tieu * tong} chỉ tiêu.\n@bang so-sanh : So sánh"
    built = world.built(body)
    Plan.objects.update(ends_on=date(2020, 12, 31), starts_on=date(2020, 1, 1), stage="ended")
    row = begin(built.office, ReportDraft(template="bao-cao-thu", period="2026-Q4"))
    text = _text(row)
    assert text.count("Trong kỳ không có kế hoạch nào đang thực hiện.") == 1
    assert "So sánh: báo cáo không có số liệu để so sánh." in text and "Ghi chú" not in text


def test_what_is_left_of_a_plan_whose_years_are_over_is_its_tasks() -> None:
    """Until somebody ends it; its targets were due when its years ended."""
    body = (
        "# I. KẾT QUẢ\nCòn {so-nhiem-vu * tong} nhiệm vụ.\n# II. CHỈ TIÊU\nĐạt {so-chi-tieu * tong} chỉ tiêu."
    )
    built = world.built(body)
    Plan.objects.update(ends_on=date(2020, 12, 31), starts_on=date(2020, 1, 1))
    text = _text(begin(built.office, ReportDraft(template="bao-cao-thu", period="2026-Q4")))
    assert f"Còn {Task.objects.count()} nhiệm vụ." in text
    assert "Trong kỳ không có kế hoạch nào đặt chỉ tiêu." in text


def _shared(symbol: str = "BC-SKHCN") -> tuple[world.World, Template]:
    """The template as a shared one: no issuer of its own, its sign an example."""
    built = world.built()
    version = queries.versions(built.template)[0]
    version.form = {**version.form, "issuer": "", "parent": "", "symbol": symbol}
    version.save()
    return built, built.template


def _issuer(**more: str) -> Agency:
    told = {"name": "Sở Thông tin và Truyền thông tỉnh Bắc Kạn (minh hoạ)", "short_name": "", **more}
    return make.agency(**told)


def _begun(built: world.World, template: Template, issuer: Agency) -> PeriodicReport:
    template.issuer = issuer
    template.save()
    return begin(built.office, ReportDraft(template=template.code, period="2026-Q4"))


def test_a_draft_leaves_room_for_its_number_before_the_issuers_sign() -> None:
    built, template = _shared()
    row = _begun(built, template, _issuer())
    assert f"Số: {chr(0xA0) * 8}/BC-STTTT" in _text(row)
    freezing.freeze(built.office, row.pk, knowingly=True)
    row.refresh_from_db()
    assert f"Số: {chr(0xA0) * 8}/BC-STTTT" in _text(row)
    signed = IssueDraft(date=world.TODAY, signer="Trần Thị Ví Dụ")
    assert issuing.issue(built.office, row.pk, signed).document.notation == "01/BC-STTTT"
    row.refresh_from_db()
    assert "Số: 01/BC-STTTT" in _text(row)


def test_the_number_book_knows_better_than_letters() -> None:
    built, template = _shared()
    issuer = _issuer()
    set_suffix(built.office, issuer.code, DocumentType.REPORT, "BC-STTTT-VP")
    row = _begun(built, template, issuer)
    assert "/BC-STTTT-VP" in _text(row)


def test_a_template_with_its_own_issuer_keeps_its_sign() -> None:
    built = world.built()
    row = begin(built.office, ReportDraft(template="bao-cao-thu", period="2026-Q4"))
    assert "/BC-SKHCN" in _text(row)


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Sở KH&CN", "SKHCN"),
        ("Sở Khoa học và Công nghệ tỉnh Lạng Sơn", "SKHCN"),
        ("Ủy ban nhân dân phường Tam Thanh", "UBND"),
        ("Văn phòng UBND tỉnh", "VPUBND"),
    ],
)
def test_letters_of_a_name(name: str, letters: str) -> None:
    assert numbering.letters_of(_issuer(name=name)) == letters
