"""PDF and word processor: text that can be searched, all letters there, pages as they should be."""

from __future__ import annotations

import shutil
import struct
import subprocess
import unicodedata
from pathlib import Path

import pytest

from tinhso.base.errors import Refusal
from tinhso.papers import docx, html, pdf, pdf_document, phrases
from tinhso.papers.content import Paper
from tinhso.papers.tests import samples

ALPHABET = "aăâbcdđeêghiklmnoôơpqrstuưvxyfjwz"
TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
READER = shutil.which("pdftotext")
OFFICE = shutil.which("soffice")


def letters() -> list[str]:
    """Every Vietnamese letter with every tone its vowels take, small and capital."""
    told = [letter + tone for letter in ALPHABET for tone in (TONES if letter in "aăâeêioôơuưy" else ("",))]
    return [unicodedata.normalize("NFC", one) for both in told for one in (both, both.upper())]


def text_of(content: bytes, folder: Path) -> str:
    """The text layer, or a skip where nothing can read it."""
    if READER is None:
        pytest.skip("pdftotext (poppler-utils) is not installed")
    path = folder / "paper.pdf"
    path.write_bytes(content)
    told = subprocess.run([READER, "-layout", path, "-"], capture_output=True, check=True, timeout=60)
    return unicodedata.normalize("NFC", told.stdout.decode())


def glyphs(path: Path) -> set[int]:
    """The code points a face has letters for, from its table `cmap` (format 4 or 12)."""
    data = path.read_bytes()
    tables = {
        data[at : at + 4]: struct.unpack(">LL", data[at + 8 : at + 16]) for at in range(12, 12 + 16 * 40, 16)
    }
    start = tables[b"cmap"][0]
    found: set[int] = set()
    for index in range(struct.unpack(">H", data[start + 2 : start + 4])[0]):
        at = start + struct.unpack(">L", data[start + 8 + index * 8 : start + 12 + index * 8])[0]
        if struct.unpack(">H", data[at : at + 2])[0] == 4:
            count = struct.unpack(">H", data[at + 6 : at + 8])[0] // 2
            ends = struct.unpack(f">{count}H", data[at + 14 : at + 14 + 2 * count])
            starts = struct.unpack(f">{count}H", data[at + 16 + 2 * count : at + 16 + 4 * count])
            for low, high in zip(starts, ends, strict=True):
                found.update(range(low, high + 1))
    return found - {0xFFFF}


@pytest.mark.parametrize("face", pdf_document.FACES)
def test_every_vietnamese_letter_has_a_glyph(face: str) -> None:
    known = glyphs(pdf_document.FONTS / face)
    wanted = "".join(letters()) + "0123456789.,;:!?()[]/%-–—…“”‘’«»§°±×≤≥₫\u00a0"
    assert not {letter for letter in wanted if ord(letter) not in known}


def test_a_missing_face_is_refused_in_words(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(pdf_document, "FONTS", tmp_path)
    with pytest.raises(Refusal) as refused:
        pdf.render(samples.LETTER)
    assert refused.value.code == "no_fonts" and "Tinos" in str(refused.value)
    with pytest.raises(Refusal):
        docx.render(samples.PLAN)
    assert docx.render(samples.LETTER)


def test_the_text_layer_can_be_searched(tmp_path: Path) -> None:
    told = " ".join(text_of(pdf.render(samples.PLAN), tmp_path).split())
    for words in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Số: 247/KH-UBND",
        "Mẫu, ngày 05 tháng 01 năm 2023",
        "Chuyển đổi số tỉnh Mẫu năm 2023",
        "I. MỤC ĐÍCH, YÊU CẦU",
        "Chỉ tiêu số 60 về dịch vụ công trực tuyến toàn trình",
        "Mục tiêu: 90",
        "PHÓ CHỦ TỊCH",
        "Phụ lục II",
    ):
        assert words in told


def test_two_sign_side_by_side_in_pdf_and_on_the_page(tmp_path: Path) -> None:
    text = text_of(pdf.render(samples.MINUTES), tmp_path)
    lines = [" ".join(line.split()) for line in text.splitlines()]
    signing, names = lines.index("THƯ KÝ CHỦ TRÌ"), lines.index("Trần Thị Ví Dụ Nguyễn Văn Mẫu")
    assert signing < names < lines.index("Nơi nhận:")
    page = html.render(samples.MINUTES)
    assert page.index("THƯ KÝ") < page.index("CHỦ TRÌ") < page.index("Nơi nhận:")
    assert "paper-two" not in html.render(samples.PLAN)


def test_pages_are_numbered_from_the_second_and_anew_in_annexes(tmp_path: Path) -> None:
    pages = text_of(pdf.render(samples.PLAN), tmp_path).split("\f")
    heads = [page.split(maxsplit=1)[0] if page.split() else "" for page in pages]
    first = next(index for index, page in enumerate(pages) if "Phụ lục I\n" in page)
    assert heads[1:first] == [str(number) for number in range(2, first + 1)]
    assert heads[0] != "1" and heads[first] != str(first + 1) and heads[first + 1] == "2"
    assert all("STT" in page for page in pages[first : first + 3])


def test_hostile_words_are_only_words(tmp_path: Path) -> None:
    told = "".join(text_of(pdf.render(samples.HOSTILE), tmp_path).replace("\u200b", "").split())
    for words in (
        '#eval("1")',
        '#import"x.typ"',
        "*đậm*",
        "_nghiêng_",
        "$x^2$",
        "<nhãn>",
        "\\u{41}",
        "=1+1",
        "TiếngViệt",
    ):
        assert words.replace(" ", "") in told
    assert samples.LONG_WORD in told


def test_the_title_stands_in_the_file(tmp_path: Path) -> None:
    content = pdf.render(samples.LETTER)
    assert (content.startswith(b"%PDF-") and b"20230105100405" in content) or b"D:2023010510" in content


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice (soffice) is not installed")
@pytest.mark.parametrize(
    "paper", [samples.PLAN, samples.LETTER, samples.PARTY], ids=["plan", "letter", "party"]
)
def test_a_word_processor_opens_it_and_shows_the_same(paper: Paper, tmp_path: Path) -> None:
    source = tmp_path / "paper.docx"
    source.write_bytes(docx.render(paper))
    home = f"-env:UserInstallation=file://{tmp_path}/home"
    command = [OFFICE, home, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, source]
    subprocess.run([str(part) for part in command], capture_output=True, check=True, timeout=240)
    told = " ".join(text_of((tmp_path / "paper.pdf").read_bytes(), tmp_path).split())
    ours = " ".join(text_of(pdf.render(paper), tmp_path).split())
    assert paper.form is not None
    for words in (
        phrases.place_line(paper, paper.form),
        paper.form.signer,
        *phrases.listed(paper.form.recipients),
    ):
        plain = " ".join(words.split())
        assert plain in told and plain in ours
