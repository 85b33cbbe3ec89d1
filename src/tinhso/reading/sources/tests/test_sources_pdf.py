"""PDF: paragraphs and tables come back whole, page numbers and running heads go."""

from __future__ import annotations

import io
from random import Random

import pypdfium2
import pytest
from pypdfium2 import raw

from tinhso.base.errors import Invalid
from tinhso.papers import pdf
from tinhso.papers.content import Paper, text
from tinhso.papers.tests import samples
from tinhso.papers.tests.samples import FORM, MADE_AT
from tinhso.reading.sources import extract, scans
from tinhso.reading.sources.grids import Rule, Rules, grids_of
from tinhso.reading.sources.legacy import encodings
from tinhso.reading.sources.paragraphs import joined
from tinhso.reading.sources.printed import Line, Page, Piece, page_of
from tinhso.reading.sources.tests.files import REPORT
from tinhso.reading.sources.tests.pages import drawn, file_of, report


def code_of(content: bytes) -> str:
    with pytest.raises(Invalid) as refused:
        extract(content, "bao-cao.pdf")
    assert str(refused.value.hint)
    return refused.value.code


def line(words: str, top: float, left: float = 50, width: float = 400) -> Line:
    return Line((Piece(left, top, left + width, top + 14, words),))


def test_paragraphs_and_tables_come_back_whole() -> None:
    read = extract(report(), "bao-cao.pdf")
    lines = read.text.split("\n")
    assert [words for words in lines if words in REPORT] == list(REPORT)
    assert "TT | Nhóm | Năm 2022" in lines and "|  | Kế hoạch | Thực hiện" in read.text
    assert "1 | Phủ sóng | 85 | 89" in lines and "2 |  | 82 | 88" in lines
    assert read.title == "Kế hoạch Chuyển đổi số tỉnh Mẫu năm 2023" and str(read.dated) == "2023-01-05"
    assert read.kind == "pdf" and read.confidence is None and not read.notes


def test_pages_are_known_their_numbers_dropped_and_paragraphs_joined_across() -> None:
    read = extract(report(times=5), "bao-cao.pdf")
    assert len(read.pages) > 2 and read.pages[0].start == 0 and read.pages[-1].end == len(read.text)
    assert all(one.end == other.start for one, other in zip(read.pages, read.pages[1:], strict=False))
    lines = read.text.split("\n")
    assert sum(words in REPORT for words in lines) == 5 * len(REPORT)
    assert not any(words.isdigit() for words in lines)


def test_the_head_of_a_table_is_told_once() -> None:
    read = extract(pdf.render(samples.PLAN), "ke-hoach.pdf")
    assert read.text.count("STT | Chỉ tiêu | Kết quả | Ghi chú") == 2  # one in the body, one in the annex
    assert sum(words.startswith("60 | Chỉ tiêu số 60") for words in read.text.split("\n")) == 2


def test_layers_of_text_in_legacy_encodings_are_brought_into_unicode() -> None:
    (_tcvn3, vni) = encodings()
    back = {letter: signs for signs, letter in reversed(list(vni.meant.items()))}
    signs = ["".join(back.get(char, char) for char in words) for words in REPORT]
    paper = Paper("Report", FORM, tuple(map(text, signs * 15)), made_at=MADE_AT)
    read = extract(pdf.render(paper), "bao-cao.pdf")
    assert read.text.split("\n").count(REPORT[0]) == 15 and "VNI" in read.notes[0]
    assert len(read.pages) > 1 and read.pages[-1].end == len(read.text)


def test_progress_is_told_page_by_page() -> None:
    told: list[tuple[int, int]] = []
    read = extract(report(times=5), "bao-cao.pdf", progress=lambda done, of: told.append((done, of)))
    assert len(told) == len(read.pages) and told == sorted(told) and told[-1][0] == told[-1][1]


def test_turned_pages_read_like_upright_ones() -> None:
    upright = extract(report(), "a.pdf").text
    for degrees in (90, 180, 270):
        document = pypdfium2.PdfDocument(report())
        document[0].set_rotation(degrees)
        content = io.BytesIO()
        document.save(content)
        document.close()
        told = set(extract(content.getvalue(), "a.pdf").text.replace(" | ", " ").split())
        assert told == set(upright.replace(" | ", " ").split())


def test_what_cannot_be_opened_is_said() -> None:
    assert code_of(report()[:2_000]) == "broken"
    assert code_of(b"%PDF-1.7\n" + bytes(300)) == "broken"


def test_damaged_files_are_read_or_refused_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scans, "is_installed", lambda: False)
    dice = Random(5)
    for _time in range(40):
        damaged = bytearray(report())
        for _byte in range(4):
            damaged[dice.randrange(len(damaged))] = dice.randrange(256)
        try:
            extract(bytes(damaged), "tep")
        except Invalid as refused:
            assert refused.code != "invalid"


def test_files_with_a_password_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(*_given: object) -> None:
        raise pypdfium2.PdfiumError("password", err_code=raw.FPDF_ERR_PASSWORD)

    monkeypatch.setattr(pypdfium2, "PdfDocument", locked)
    assert code_of(report()) == "encrypted"


def test_more_pages_than_are_read_are_refused() -> None:
    document = pypdfium2.PdfDocument.new()
    for _page in range(301):
        document.new_page(200, 200)
    content = io.BytesIO()
    document.save(content)
    assert code_of(content.getvalue()) == "too_large"


def test_scans_without_recognition_say_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scans, "is_installed", lambda: False)
    picture = drawn(report(), dpi=72)
    with pytest.raises(Invalid) as refused:
        extract(file_of(picture), "anh.png")
    assert refused.value.code == "no_ocr" and "ocr.lock" in str(refused.value.hint)
    assert code_of(file_of(picture, "PDF")) == "no_ocr"


def test_running_heads_go_and_sentences_go_on_overleaf() -> None:
    pages = []
    for n in (1, 2, 3):
        words = (
            f"Báo cáo chuyển đổi số {n}",
            f"Toàn tỉnh có {n}8 xã đạt và vượt kế hoạch",
            "trong đó có",
            f"Trang {n}/3",
        )
        placed = zip(words, (20, 400, 420, 780), strict=True)
        pages.append(Page(600, 800, tuple(line(one, top) for one, top in placed)))
    told, spans = joined(pages)
    assert "Báo cáo" not in told and "Trang" not in told
    assert [span.of(told).split()[3] for span in spans] == ["18", "28", "38"]


def test_paragraphs_end_where_the_next_word_had_room() -> None:
    lines = (
        line("Toàn tỉnh có 18/30 xã đạt mục tiêu của kế hoạch,", 100, 80, 370),
        line("còn 12 xã chưa đạt.", 120, 50, 150),
        line("Kinh phí 12 tỷ đồng.", 140, 80, 160),
        line("- Giai đoạn 2022-", 160, 50, 400),
        line("2025 có 5 xã", 180, 60, 90),
    )
    page = Page(600, 800, lines)
    assert joined([page])[0].split("\n") == [
        "Toàn tỉnh có 18/30 xã đạt mục tiêu của kế hoạch, còn 12 xã chưa đạt.",
        "Kinh phí 12 tỷ đồng.",
        "- Giai đoạn 2022-2025 có 5 xã",
    ]


def test_empty_pages_have_empty_stretches() -> None:
    pages = [
        Page(600, 800, (line("Một", 100, 50, 30),)),
        Page(600, 800, ()),
        Page(600, 800, (line("Hai", 100, 50, 30),)),
    ]
    told, spans = joined(pages)
    assert told == "Một\nHai" and [span.of(told).strip() for span in spans] == ["Một", "", "Hai"]


def test_cells_that_were_merged_are_one() -> None:
    across = (Rule(0, 0, 300), Rule(20, 100, 300), Rule(40, 0, 300))
    down = (Rule(0, 0, 40), Rule(100, 0, 40), Rule(200, 20, 40), Rule(300, 0, 40))
    (grid,) = grids_of(Rules(across, down))
    assert set(grid.cells()) == {(0, 0, 100, 40), (100, 0, 300, 20), (100, 20, 200, 40), (200, 20, 300, 40)}
    words = [Piece(20, 24, 60, 34, "TT"), Piece(150, 4, 250, 14, "Năm 2022"),
             Piece(110, 24, 150, 34, "KH"), Piece(220, 24, 260, 34, "TH")]  # fmt: skip
    page = page_of(words, Rules(across, down), 600, 800)
    assert [row.text for row in page.lines] == ["TT | Năm 2022", " | KH | TH"]
