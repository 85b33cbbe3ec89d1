"""DOCX opened again: measures, faces, title block, numbers of pages, tables, pictures."""

from __future__ import annotations

import io
from typing import Any

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Mm

from tinhso.papers import docx
from tinhso.papers.content import Paper
from tinhso.papers.measures import measures
from tinhso.papers.tests import samples


def opened(paper: Paper) -> Any:
    """The paper's DOCX as python-docx sees it."""
    return Document(io.BytesIO(docx.render(paper)))


@pytest.fixture(scope="module")
def plan() -> Any:
    """The plan, opened again."""
    return opened(samples.PLAN)


def words(table: Any) -> list[str]:
    """The lines of a table's cells."""
    return [line.text for row in table.rows for cell in row.cells for line in cell.paragraphs]


def test_the_page_is_as_the_rule_wants_it(plan: Any) -> None:
    rule = measures("state")
    section = plan.sections[0]
    assert abs(section.page_width - Mm(210)) < Mm(1) / 10 and abs(section.page_height - Mm(297)) < Mm(1) / 10
    for name in ("top", "bottom", "left", "right"):
        told = rule.all[f"margin_{name}_mm"]
        margin = getattr(section, f"{name}_margin").mm
        assert told.least - 0.1 <= margin <= told.most + 0.1
    normal = plan.styles["Normal"]
    assert normal.font.name == "Times New Roman" and normal.font.size.pt == 14
    assert normal.paragraph_format.space_after.pt >= 6
    assert 1 <= normal.paragraph_format.line_spacing <= 1.5


def test_no_theme_replaces_the_face(plan: Any) -> None:
    for faces in plan.styles.element.iter(qn("w:rFonts")):
        parent = faces.getparent().getparent()
        if parent.get(qn("w:styleId")) in {"Normal", "Heading1", "Heading2", "Heading3", "Heading4"}:
            assert not [name for name in faces.attrib if "Theme" in name or "theme" in name]
            assert faces.get(qn("w:ascii")) == "Times New Roman"


def test_the_number_of_the_page_is_hidden_on_the_first(plan: Any) -> None:
    for section in plan.sections:
        assert section.different_first_page_header_footer
        assert "PAGE" in section.header._element.xml and section.header.paragraphs[0].alignment == 1
        assert "PAGE" not in section.first_page_header._element.xml
    starts = [section._sectPr.find(qn("w:pgNumType")) for section in plan.sections]
    assert [None if start is None else start.get(qn("w:start")) for start in starts] == [None, "1", "1"]


def test_the_title_block(plan: Any) -> None:
    told = words(plan.tables[0])
    assert told[:4] == [
        "ỦY BAN NHÂN DÂN\nTỈNH MẪU",
        "",
        "Số: 247/KH-UBND",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    ]
    assert "Độc lập - Tự do - Hạnh phúc" in told and told[-1] == "Mẫu, ngày 05 tháng 01 năm 2023"
    nation = plan.tables[0].rows[0].cells[1].paragraphs[0].runs[0]
    assert nation.bold and 12 <= nation.font.size.pt <= 13
    lines = [paragraph.text for paragraph in plan.paragraphs[:3]]
    assert lines[:2] == ["KẾ HOẠCH", "Chuyển đổi số tỉnh Mẫu năm 2023"]


def test_signature_and_recipients_stay_together(plan: Any) -> None:
    block = plan.tables[3]
    told = words(block)
    assert told[0] == "Nơi nhận:" and "- Lưu: VT, KGVX (NVM)." in told and told[-1] == "Nguyễn Văn Mẫu"
    assert block._tbl.findall(f".//{qn('w:cantSplit')}")


def test_two_sign_side_by_side_and_recipients_stand_below() -> None:
    block = opened(samples.MINUTES).tables[1]
    left, right = ([line.text for line in cell.paragraphs] for cell in block.rows[0].cells)
    assert left == ["THƯ KÝ", "Trần Thị Ví Dụ"] and right == ["CHỦ TRÌ", "Nguyễn Văn Mẫu"]
    below, empty = ([line.text for line in cell.paragraphs if line.text] for cell in block.rows[1].cells)
    assert below == ["Nơi nhận:", "- Các thành viên Ban Chỉ đạo;", "- Lưu: VT."] and empty == []
    assert all(row._tr.findall(f".//{qn('w:cantSplit')}") for row in block.rows)
    assert len(opened(samples.PLAN).tables[3].rows) == 1


def test_a_letter_has_no_type_but_a_subject_and_addressees() -> None:
    letter = opened(samples.LETTER)
    told = words(letter.tables[0])
    assert "V/v đôn đốc thực hiện nhiệm vụ chậm tiến độ" in told
    assert [line for line in told if line.startswith("Số:")] == ["Số: " + "\u00a0" * 8 + "/VP-KGVX"]
    lines = [paragraph.text for paragraph in letter.paragraphs]
    assert "Kính gửi:" in lines and "- Sở Tài chính;" in lines


def test_the_party_has_its_own_head() -> None:
    told = words(opened(samples.PARTY).tables[0])
    assert "ĐẢNG CỘNG SẢN VIỆT NAM" in told and "Số 49-NQ/TU" in told and "*" in told
    assert not [line for line in told if "CỘNG HÒA" in line]


def test_tables_repeat_their_head_and_split_no_row(plan: Any) -> None:
    for table, heads in ((plan.tables[1], 1), (plan.tables[2], 2)):
        rows = table._tbl.findall(qn("w:tr"))
        assert all(row.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in rows)
        headers = [row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for row in rows]
        assert headers == [True] * heads + [False] * (len(rows) - heads)
    assert plan.tables[2].cell(3, 1).text == plan.tables[2].cell(4, 1).text == "Phủ sóng"
    assert plan.tables[1].cell(60, 2).text == "420,5"


def test_charts_are_pictures_with_words_for_those_who_do_not_see(plan: Any) -> None:
    told = [shape._inline.docPr.get("descr") for shape in plan.inline_shapes]
    assert len(told) == 5
    assert told[0].startswith("Biểu đồ Hồ sơ công việc xử lý trên mạng (%).") and "Cấp xã 93" in told[0]
    assert "T4/2022 không có số liệu" in told[2]


def test_headings_are_headings_and_annexes_lie_broad(plan: Any) -> None:
    headings = [p.text for p in plan.paragraphs if p.style.name == "Heading 1"]
    assert headings == ["I. MỤC ĐÍCH, YÊU CẦU", "II. KẾT QUẢ"]
    assert [s.orientation for s in plan.sections] == [
        WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE, WD_ORIENT.PORTRAIT,
    ]  # fmt: skip
    origin = "(Kèm theo Kế hoạch số 247/KH-UBND ngày 05 tháng 01 năm 2023 của Ủy ban nhân dân tỉnh Mẫu)"
    assert origin in [p.text for p in plan.paragraphs]


def test_the_file_says_who_and_when(plan: Any) -> None:
    told = plan.core_properties
    assert (told.title, told.author) == (samples.PLAN.title, "Sở Mẫu")
    assert told.created.isoformat()[:19] == told.modified.isoformat()[:19] == "2023-01-05T03:04:05"


def test_hostile_words_come_out_as_they_are() -> None:
    lines = [paragraph.text for paragraph in opened(samples.HOSTILE).paragraphs]
    assert samples.HOSTILE.blocks[0].runs[0].text in lines  # type: ignore[union-attr]  # the first block is a paragraph
    assert samples.LONG_WORD in lines
