"""Plain text: kept sign for sign; encodings told and converted; other languages and secrets refused."""

from __future__ import annotations

import textwrap
import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.base.errors import Invalid
from tinhso.base.text import nfc
from tinhso.reading.sources import extract, read_text
from tinhso.reading.sources.encodings import decoded
from tinhso.reading.sources.language import is_vietnamese
from tinhso.reading.sources.legacy import Legacy, encodings, in_font, restored
from tinhso.reading.sources.syllables import is_syllable, marked_share
from tinhso.reading.sources.tests.files import REPORT, WHOLE, written_in

TCVN3, VNI = encodings()
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")


def bare(text: str) -> str:
    kept = (char for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char))
    return "".join(kept).replace("đ", "d").replace("Đ", "D")


def in_windows_1258(text: str) -> bytes:
    """Letters composed, tones behind them."""
    out = ""
    for char in text:
        parts = unicodedata.normalize("NFD", char)
        letter = unicodedata.normalize("NFC", "".join(part for part in parts if part not in _TONES))
        out += letter + "".join(part for part in parts if part in _TONES)
    return out.encode("cp1258", "replace")


def refusal_of(content: bytes, name: str = "bao-cao.txt") -> Invalid:
    with pytest.raises(Invalid) as refused:
        extract(content, name)
    assert str(refused.value.message) and str(refused.value.hint)
    return refused.value


def test_places_in_a_pasted_text_are_those_of_its_composed_form() -> None:
    text = unicodedata.normalize("NFD", REPORT[0]) + "\u00a0\r\nDòng hai\x00 của báo cáo.\r"
    read = read_text(text)
    assert len(read.text) == len(nfc(text)) and read.text.startswith(REPORT[0])
    assert read.text.endswith("\u00a0 \nDòng hai  của báo cáo.\n") and read.kind == "text" and not read.notes


def test_an_official_report_tells_its_title_date_and_place() -> None:
    read = extract(WHOLE.encode(), "bao-cao.txt")
    assert read.title == "Báo cáo Kết quả chuyển đổi số tỉnh Mẫu năm 2022"
    assert str(read.dated) == "2022-12-14" and read.place == "Mẫu" and read.text == WHOLE


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_lines_broken_at_a_width_are_joined_in_place(gap: str) -> None:
    text = gap.join(textwrap.fill(words, 78) for words in REPORT)
    read = read_text(text)
    assert [line for line in read.text.split("\n") if line] == list(REPORT)
    assert len(read.text) == len(text) and len(read.notes) == 1


def test_lines_that_are_paragraphs_are_left_alone() -> None:
    rows = "\n".join(f"- Xã thứ {n} đạt {n * 3} hồ sơ." for n in range(1, 20))
    assert read_text(rows).text == rows and read_text(WHOLE).text == WHOLE


@pytest.mark.parametrize("name", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode_in_every_form_is_read_without_a_note(name: str) -> None:
    read = extract(WHOLE.encode(name), "bao-cao.txt")
    assert read.text == WHOLE and not read.notes


def test_windows_1258_is_read() -> None:
    text, name = decoded(in_windows_1258(WHOLE))
    assert text == WHOLE and name == "Windows-1258"


def test_text_that_was_decoded_wrongly_is_mended() -> None:
    read = read_text(REPORT[0].encode().decode("latin-1"))
    assert read.text == REPORT[0] and "UTF-8" in read.notes[0]


@pytest.mark.parametrize("legacy", [TCVN3, VNI], ids=lambda legacy: legacy.key)
def test_legacy_encodings_are_read_as_bytes_and_as_pasted_signs(legacy: Legacy) -> None:
    text = " ".join(REPORT).lower()
    signs = written_in(legacy, text)
    assert signs != text and marked_share(signs)[1] < 0.5
    assert restored(signs) == (text, legacy.name)
    read = extract(signs.encode("cp1252"), "bao-cao.txt")
    assert read.text == text and legacy.name in read.notes[0]


def test_every_letter_of_a_legacy_encoding_is_meant_once() -> None:
    letters = set("ăâđêôơưáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ")
    for legacy in (TCVN3, VNI):
        assert letters <= set(legacy.meant.values())
    assert len(set(TCVN3.meant.values())) == len(TCVN3.meant)
    assert {letter.upper() for letter in letters} <= set(VNI.meant.values())


_WORDS = st.sampled_from(sorted({word for word in " ".join(REPORT).lower().split() if not word.isascii()}))


@given(st.lists(_WORDS, min_size=3, max_size=40), st.sampled_from([TCVN3, VNI]))
def test_legacy_text_comes_back_whole(words: list[str], legacy: Legacy) -> None:
    text = " ".join(words)
    assert legacy.restored(written_in(legacy, text)) == text
    assert restored(text) == (text, "")


@given(st.lists(_WORDS, min_size=30, max_size=40, unique=True), st.sampled_from([TCVN3, VNI]))
def test_legacy_text_is_told_by_its_words(words: list[str], legacy: Legacy) -> None:
    text = " ".join(words)
    assert restored(written_in(legacy, text))[0] == text


def test_fonts_tell_the_encoding() -> None:
    assert in_font("Uû ban nh©n d©n", ".VnTime") == "Uỷ ban nhân dân"
    assert in_font("Uû ban nh©n d©n", ".VnTimeH") == "UỶ BAN NHÂN DÂN"
    assert in_font("UÛY BAN NHAÂN DAÂN", "VNI-Times") == "ỦY BAN NHÂN DÂN"
    assert in_font("Uû ban", "Times New Roman") == "Uû ban"


def test_damaged_marks_are_left_alone() -> None:
    text = "Công tác chuyên đôi sô cua tinh đạt 89,5%, tăng so vơi năm trươc."
    assert read_text(text).text == text


def test_syllables_follow_the_spelling() -> None:
    good = ("chuyển", "đổi", "nghiệp", "giêng", "gì", "quốc", "khuỷu", "nguyên", "thuở", "quý", "yêu", "oanh")
    bad = ("chuyểển", "zđ", "êc", "ngừp", "qx", "thuấch", "quôc", "ßan", "nh©n", "tiêt")
    assert [word for word in good if not is_syllable(word)] == []
    assert [word for word in bad if is_syllable(word)] == []


@pytest.mark.parametrize(
    "text",
    [
        "The province has issued a plan on digital transformation with many targets for all of its communes.",
        "Le gouvernement a décidé que les communes doivent être reliées au réseau avant la fin de l’année.",
        "省政府发布了关于数字化转型的计划，到2025年实现百分之九十。",
        "Правительство приняло решение о цифровой трансформации регионов.",
    ],
)
def test_other_languages_are_refused(text: str) -> None:
    assert refusal_of(text.encode()).code == "language"


def test_vietnamese_without_marks_passes_and_so_do_a_few_words() -> None:
    assert is_vietnamese(bare(WHOLE))
    assert read_text("18/30 xã").text == "18/30 xã"


@given(st.text(max_size=200))
def test_any_pasted_text_is_read_or_refused_in_words(text: str) -> None:
    try:
        read = read_text(text)
    except Invalid as refused:
        assert refused.code in {"empty", "language", "state_secret"}
    else:
        assert read.text == nfc(read.text)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused_in_words(content: bytes) -> None:
    try:
        extract(content, "tep")
    except Invalid as refused:
        assert refused.code != "invalid" and refused.field == "file"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b" \r\n\t", "empty"),
        (bytes(range(128, 256)) * 3, "encoding"),
        (b"\x7fELF\x02\x01", "unknown_kind"),
        (b"{\\rtf1 Bao cao}", "unknown_kind"),
    ],
)
def test_what_cannot_be_read_is_said(content: bytes, code: str) -> None:
    assert refusal_of(content).code == code


def test_files_beyond_the_limit_are_refused_before_they_are_opened() -> None:
    refused = refusal_of(b"a" * ((50 << 20) + 1))
    assert refused.code == "too_large" and "50 MB" in str(refused.message)


@pytest.mark.parametrize("mark", ["TỐI MẬT", "Mật", "MAT", "Độ mật: Mật"])
def test_marks_of_secrecy_are_refused(mark: str) -> None:
    assert refusal_of(f"{mark}\n{WHOLE}".encode()).code == "state_secret"
    assert refusal_of(
        written_in(VNI, f"{WHOLE}\n{mark}".lower()).encode("cp1252")
    ).code == "state_secret" or (mark in {"MAT", "Mật"})


def test_marks_of_secrecy_in_legacy_encodings_are_seen() -> None:
    content = written_in(VNI, f"Độ mật: tối mật\n{WHOLE}").encode("cp1252")
    assert refusal_of(content).code == "state_secret"


def test_a_name_that_says_secret_is_refused() -> None:
    assert refusal_of(WHOLE.encode(), "TOI-MAT_bao-cao.txt").code == "state_secret"


def test_a_short_dateline_tells_day_and_place() -> None:
    read = read_text(f"KẾT QUẢ CHUYỂN ĐỔI SỐ TỈNH MẪU\nMẫu, ngày 6/11/2026\n{REPORT[0]}")
    assert read.dated == date(2026, 11, 6) and read.place == "Mẫu"
    assert read_text(f"Tin vắn\n{REPORT[0]} Theo tin ở Mẫu, ngày 6/11/2026").dated is None


def test_numbered_work_is_no_part_of_the_title() -> None:
    head = "THÔNG BÁO\nKết luận của Chủ tịch tại phiên họp Ban Chỉ đạo"
    text = f"{head}\n\n1. Giao Sở Nội vụ báo cáo trước ngày 15/12/2026.\n2. Giao Công an tỉnh cấp tài khoản."
    assert read_text(text).title == "Thông báo Kết luận của Chủ tịch tại phiên họp Ban Chỉ đạo"
