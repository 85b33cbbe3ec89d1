"""Goals, targets and tasks out of plans, conclusions and tables of work."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from tinhso.reading.core.drafts import Drafts, Source, WorkKind, drafts_of
from tinhso.reading.core.reader import read

PLAN = """ỦY BAN NHÂN DÂN TỈNH NAM ĐỊNH
KẾ HOẠCH
Chuyển đổi số năm 2025
I. MỤC TIÊU
1. Mục tiêu chung
- Tiếp tục đưa hoạt động của các cấp chính quyền lên môi trường số.
2. Mục tiêu cụ thể
- 90% hồ sơ công việc cấp xã được xử lý trên môi trường mạng.
- Chỉ số chuyển đổi số tăng ít nhất 2 bậc.
II. NHIỆM VỤ
1. Giao Sở Khoa học và Công nghệ chủ trì, phối hợp với Sở Tài chính và UBND các xã, phường xây dựng kho \
dữ liệu dùng chung, trình UBND tỉnh trước ngày 30/6/2025; sản phẩm: Quyết định ban hành danh mục dữ liệu.
2. Sở Nội vụ
- Mở 12 lớp bồi dưỡng kỹ năng số trong quý III/2025.
- Công bố kết quả xếp hạng của các đơn vị.
III. TỔ CHỨC THỰC HIỆN
Đề nghị Công an tỉnh tiếp tục triển khai Đề án 06.
"""
ANNEX = """Phụ lục: Phân công nhiệm vụ
TT | Nội dung nhiệm vụ | Cơ quan chủ trì | Cơ quan phối hợp | Thời hạn | Sản phẩm
1 | Nâng cấp cổng dữ liệu mở | Sở Khoa học và Công nghệ | Sở Tài chính, Công an tỉnh | Quý II/2025 | Cổng \
dữ liệu mở
2 | Tập huấn cho 1.500 công chức | Sở Nội vụ | Các sở, ngành | 31/10/2025 | Báo cáo
"""
CONCLUSION = """VĂN PHÒNG
THÔNG BÁO
Kết luận của Chủ tịch UBND tỉnh tại phiên họp
1. Yêu cầu các sở, ngành rà soát chỉ tiêu chưa đạt, báo cáo trước ngày 15/5/2025.
2. Công an tỉnh
Bố trí điểm hỗ trợ cấp định danh điện tử tại các xã.
3. Các đơn vị gửi báo cáo về Văn phòng UBND tỉnh.
"""


def laid_down(text: str) -> Drafts:
    return drafts_of(read(text, dated=date(2025, 1, 10)))


def test_a_plan_tells_goals_targets_and_tasks() -> None:
    found = laid_down(PLAN)
    assert found.source is Source.PLAN
    assert [one.text for one in found.of(WorkKind.GOAL)] == [
        "Tiếp tục đưa hoạt động của các cấp chính quyền lên môi trường số."
    ]
    assert [len(one.figures) for one in found.of(WorkKind.TARGET)] == [1, 1]
    shared, classes, ranking, police = found.of(WorkKind.TASK)
    assert shared.lead == "Sở Khoa học và Công nghệ"
    assert shared.joint == ("Sở Tài chính", "UBND các xã, phường")
    assert (shared.deadline, shared.product) == (date(2025, 6, 30), "Quyết định ban hành danh mục dữ liệu")
    assert (classes.lead, classes.deadline) == ("Sở Nội vụ", date(2025, 9, 30))
    assert (ranking.lead, ranking.deadline) == ("Sở Nội vụ", None)
    assert (police.lead, police.number) == ("Công an tỉnh", "")


def test_the_table_of_an_annex_tells_tasks() -> None:
    first, second = laid_down(ANNEX).of(WorkKind.TASK)
    assert (first.number, first.text) == ("1", "Nâng cấp cổng dữ liệu mở")
    assert (first.lead, first.joint) == ("Sở Khoa học và Công nghệ", ("Sở Tài chính", "Công an tỉnh"))
    assert (first.deadline, first.product) == (date(2025, 6, 30), "Cổng dữ liệu mở")
    assert (second.lead, second.joint, second.deadline) == (
        "Sở Nội vụ",
        ("Các sở, ngành",),
        date(2025, 10, 31),
    )


def test_a_conclusion_tells_tasks() -> None:
    found = laid_down(CONCLUSION)
    assert found.source is Source.CONCLUSION
    review, police, reports = found.items
    assert (review.lead, review.deadline) == ("các sở, ngành", date(2025, 5, 15))
    assert (police.lead, police.text) == (
        "Công an tỉnh",
        "Bố trí điểm hỗ trợ cấp định danh điện tử tại các xã.",
    )
    assert reports.lead == "Các đơn vị"


def test_a_report_lays_nothing_down() -> None:
    text = "BÁO CÁO\nI. Kết quả\n1. Toàn tỉnh có 1.680 tổ công nghệ số.\n2. Đã hoàn thành 18/30 chỉ tiêu."
    assert laid_down(text).items == ()


LINES = st.sampled_from(
    [*PLAN.splitlines(), *ANNEX.splitlines(), *CONCLUSION.splitlines(), "", "|", "- ", "1."]
)


@given(st.lists(LINES, max_size=25))
def test_any_row_of_lines_is_taken_apart(lines: list[str]) -> None:
    found = read("\n".join(lines))
    for one in drafts_of(found).items:
        assert one.span.of(found.text) == one.text


HEAD = """Văn phòng Ủy ban nhân dân tỉnh Lạng Sơn
Số: 345/TB-VP
Lạng Sơn, ngày 10 tháng 11 năm 2026
THÔNG BÁO
Kết luận của đồng chí Chủ tịch Ủy ban nhân dân tỉnh tại phiên họp Ban Chỉ đạo chuyển đổi số

"""


def test_the_head_of_a_document_is_no_work() -> None:
    body = "1. Giao Sở Y tế rà soát kiến trúc số.\n2. Giao Công an tỉnh cấp định danh điện tử."
    found = laid_down(HEAD + body)
    assert [one.number for one in found.items] == ["1", "2"]
    plain = laid_down(f"{HEAD}Giao Sở Y tế rà soát kiến trúc số của ngành.")
    assert [one.lead for one in plain.items] == ["Sở Y tế"]
    assert laid_down(HEAD).items == ()
