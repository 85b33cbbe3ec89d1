"""DOCX, HTML and XLSX: words, tables, and what is refused."""

from __future__ import annotations

from datetime import UTC, date, datetime
from random import Random

import docx
import pytest
from docx.oxml import OxmlElement

from tinhso.base.errors import Invalid
from tinhso.papers import docx as papers_docx
from tinhso.papers import html as papers_html
from tinhso.papers.tests import samples
from tinhso.reading.sources import extract
from tinhso.reading.sources.tests.files import HEAD, REPORT, WHOLE, saved, with_entry, word, workbook

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
ROWS = (("STT", "Nhiệm vụ", "Cơ quan chủ trì"), ("1", "Tập huấn kỹ năng số", "Sở Nội vụ"))


def code_of(content: bytes, name: str = "tep") -> str:
    with pytest.raises(Invalid) as refused:
        extract(content, name)
    assert refused.value.field == "file" and str(refused.value.hint or "")
    return refused.value.code


def test_a_word_document_gives_paragraphs_and_rows() -> None:
    read = extract(word(REPORT, ROWS), "bao-cao.docx")
    assert read.text == "\n".join(
        (*REPORT, "STT | Nhiệm vụ | Cơ quan chủ trì", "1 | Tập huấn kỹ năng số | Sở Nội vụ")
    )
    assert read.kind == "docx"


def test_a_paper_of_this_product_is_recognised_in_both_its_forms() -> None:
    for content in (papers_docx.render(samples.PLAN), str(papers_html.render(samples.PLAN)).encode()):
        read = extract(content, "ke-hoach")
        assert read.title == "Kế hoạch Chuyển đổi số tỉnh Mẫu năm 2023"
        assert read.dated == date(2023, 1, 5) and read.place == "Mẫu"
        assert "2 | Chỉ tiêu số 2 về dịch vụ công trực tuyến toàn trình | 14,5" in read.text.split("\n")


def test_runs_in_legacy_fonts_are_brought_into_unicode() -> None:
    read = extract(word(("Uû ban nh©n d©n tØnh ®¹t 89,5%.",), font=".VnTime"), "bao-cao.docx")
    assert read.text == "Uỷ ban nhân dân tỉnh đạt 89,5%." and "TCVN3" in read.notes[0]


def test_a_stamp_in_a_frame_or_a_header_is_seen() -> None:
    made = docx.Document()
    made.add_paragraph(REPORT[0])
    made.sections[0].header.paragraphs[0].text = "TỐI MẬT"
    assert code_of(saved(made)) == "state_secret"
    made = docx.Document()
    run = made.add_paragraph(REPORT[0]).runs[0]._r
    frame, paragraph, inner, words = map(OxmlElement, ("w:txbxContent", "w:p", "w:r", "w:t"))
    words.text = "MẬT"
    inner.append(words)
    paragraph.append(inner)
    frame.append(paragraph)
    run.append(frame)
    assert code_of(saved(made)) == "state_secret"


def test_the_day_of_the_file_stands_in_where_the_text_tells_none() -> None:
    made = docx.Document()
    made.add_paragraph(REPORT[0])
    made.core_properties.created = datetime(2022, 11, 3, 8, 0, tzinfo=UTC)
    read = extract(saved(made), "bao-cao.docx")
    assert read.dated == date(2022, 11, 3) and len(read.notes) == 1
    assert extract(word(REPORT), "bao-cao.docx").dated is None


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (with_entry(word(REPORT), "word/vbaProject.bin", b"x"), "macros"),
        (with_entry(saved(workbook([["a"]])), "xl/vbaProject.bin", b"x"), "macros"),
        (word(REPORT)[:900], "broken"),
        (word(()), "empty"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (OLE + "WordDocument".encode("utf-16-le"), "unknown_kind"),
        (with_entry(word(REPORT), "word/theme/big.xml", b"\0" * (201 << 20)), "too_large"),
        (saved(workbook([["a"]]))[:-30], "broken"),
    ],
    ids=["macros", "macros-sheet", "cut", "empty", "encrypted", "old", "bomb", "cut-sheet"],
)
def test_what_cannot_be_opened_is_said(content: bytes, code: str) -> None:
    assert code_of(content) == code


@pytest.mark.parametrize("made", ["word", "sheet"])
def test_damaged_archives_are_read_or_refused_in_words(made: str) -> None:
    content = word(REPORT, ROWS) if made == "word" else saved(workbook([["Xã", 18.5]] * 40))
    dice = Random(4)
    for _time in range(60):
        damaged = bytearray(content)
        for _byte in range(3):
            damaged[dice.randrange(len(damaged))] = dice.randrange(256)
        try:
            extract(bytes(damaged), "tep")
        except Invalid as refused:
            assert refused.code != "invalid"


def test_a_page_gives_its_article_alone() -> None:
    words = "".join(f"<p>{one}</p>" for one in REPORT)
    page = f"""<!DOCTYPE html><html><head><title>Trang tin</title><script>var a = "<p>1/2</p>";</script>
    <meta property="article:published_time" content="2023-03-07T08:00:00+07:00"></head><body>
    <nav><ul><li>Trang chủ</li></ul></nav><h1>Họp <b>phiên</b> thứ nhất năm 2023</h1><article>{words}
    <div hidden>99/100</div><table><tr><th>Huyện</th><th>Kết quả</th></tr>
    <tr><td>Bắc Hà</td><td><p>18/30</p></td></tr>
    </table></article><aside><p>Tin khác 7/7</p></aside><footer>Điện thoại</footer></body></html>"""
    read = extract(page.encode(), "tin.html")
    assert read.text.split("\n") == [
        "Họp phiên thứ nhất năm 2023", *REPORT, "Huyện | Kết quả", "Bắc Hà | 18/30",
    ]  # fmt: skip
    assert read.title == "Họp phiên thứ nhất năm 2023" and read.dated == date(2023, 3, 7)


def test_the_head_of_a_paper_saved_as_a_page_is_recognised() -> None:
    cells = ("<p>ỦY BAN NHÂN DÂN</p><p>TỈNH MẪU</p><p>Số: 12/BC-UBND</p>",
             "<p>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</p><p>Độc lập - Tự do - Hạnh phúc</p>"
             "<p>Mẫu, ngày 05 tháng 01 năm 2023</p>")  # fmt: skip
    page = f"<table><tr><td>{cells[0]}</td><td>{cells[1]}</td></tr></table><p>{REPORT[0]}</p>"
    read = extract(page.encode(), "bao-cao.html")
    assert (
        read.place == "Mẫu" and read.dated == date(2023, 1, 5) and "Số: 12/BC-UBND" in read.text.split("\n")
    )


def test_tables_that_lay_out_a_page_are_lines() -> None:
    inner = "<table><tr><td>Xã</td><td>12/15</td></tr></table>"
    page = f"<table><tr><td><p>{REPORT[0]}</p>{inner}</td><td>{REPORT[1]}</td></tr></table>"
    assert extract(page.encode(), "tin.html").text.split("\n") == [REPORT[0], "Xã | 12/15", REPORT[1]]


def test_places_where_words_may_be_broken_show_nothing() -> None:
    page = f"<p>{REPORT[0]}</p><p>Tỉnh có 18&shy;/30 xã, 1.7&#8203;61 hồ sơ.</p>"
    assert extract(page.encode(), "tin.html").text.split("\n")[1] == "Tỉnh có 18/30 xã, 1.761 hồ sơ."
    assert "\u200b" not in extract(word(("Tỉnh có 18\u200b/30 xã đạt.",)), "a.docx").text


def test_pages_that_are_never_closed_are_read() -> None:
    page = "<div>" * 5_000 + f"<table><tr><td>{REPORT[0]}"
    assert extract(page.encode(), "tin.html").text == REPORT[0]


def test_a_workbook_shows_figures_as_its_reader_sees_them() -> None:
    made = workbook([["Chỉ tiêu", "Kết quả", "Tỷ lệ", "Ngày"], ["Thủ tục", 1761, 0.8957, date(2022, 12, 1)]])
    sheet = made.worksheets[0]
    sheet["B2"].number_format, sheet["C2"].number_format = "#,##0", "0.0%"
    sheet.append(["Kinh phí", 536.46, None, 2022])
    sheet.append([None, "=B2/0"])
    made.create_sheet("Nháp").append(["99/100"])
    made.worksheets[1].sheet_state = "hidden"
    made.create_sheet("Sheet3").append(["Xã có tổ công nghệ số", "18/30"])
    read = extract(saved(made), "phu-luc.xlsx")
    assert read.text.split("\n") == [
        "Phụ lục 1",
        "Chỉ tiêu | Kết quả | Tỷ lệ | Ngày",
        "Thủ tục | 1.761 | 89,6% | 01/12/2022",
        "Kinh phí | 536,46 |  | 2022",
        "Xã có tổ công nghệ số | 18/30",
    ]
    assert [span.of(read.text).split("\n")[-1] for span in read.pages] == [
        "Kinh phí | 536,46 |  | 2022", "Xã có tổ công nghệ số | 18/30",
    ]  # fmt: skip
    assert "Nháp" in read.notes[0]


def test_the_kind_is_told_by_the_content_never_by_the_name() -> None:
    assert extract(word((*HEAD, *REPORT)), "bao-cao.pdf").kind == "docx"
    assert extract(WHOLE.encode(), "bao-cao.docx").kind == "text"
