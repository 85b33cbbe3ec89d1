"""Drafts read from DOCX: typed and automatic numbers, what stands around, and files that are refused."""

from __future__ import annotations

import io
import zipfile

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tinhso.base.errors import Invalid
from tinhso.papers import docx
from tinhso.papers.reading import Draft, read_docx
from tinhso.papers.tests import samples
from tinhso.papers.word_numbers import written

NUMBERING = """<w:numbering {ns}><w:abstractNum w:abstractNumId="7">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="Điều %1."/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%2."/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%3)"/></w:lvl>
<w:lvl w:ilvl="3"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="-"/></w:lvl>
</w:abstractNum><w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num></w:numbering>"""


def written_docx(*lines: str) -> bytes:
    """A DOCX of these paragraphs."""
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def labels(draft: Draft) -> list[tuple[str, str]]:
    """Kind and label of every clause."""
    return [(clause.kind, clause.label) for clause in draft.clauses]


def changed(content: bytes, parts: dict[str, bytes]) -> bytes:
    """The same archive with other parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in dict.fromkeys([*old.namelist(), *parts]):
            new.writestr(name, parts[name] if name in parts else old.read(name))
    return out.getvalue()


def test_typed_numbers_make_a_tree() -> None:
    draft = read_docx(
        written_docx(
            "QUYẾT ĐỊNH",
            "Ban hành Quy chế hoạt động",
            "Căn cứ Luật Tổ chức chính quyền địa phương;",
            "Chương I",
            "QUY ĐỊNH CHUNG",
            "Điều 1. Phạm vi điều chỉnh",
            "1. Quy chế này quy định:",
            "a) Nguyên tắc;",
            "đ) Chế độ họp.",
            "- Họp định kỳ;",
            "tiếp theo của gạch đầu dòng",
            "2. Đối tượng áp dụng",
            "Điều 2. Hiệu lực",
            "1.680 tổ công nghệ số đang hoạt động.",
        )
    )
    assert draft.title == "Quyết định Ban hành Quy chế hoạt động" and draft.numbered
    assert labels(draft) == [
        ("paragraph", ""),
        ("chapter", "Chương I"),
        ("paragraph", ""),
        ("article", "Điều 1"),
        ("point", "1"),
        ("letter", "a"),
        ("letter", "đ"),
        ("dash", ""),
        ("point", "2"),
        ("article", "Điều 2"),
    ]
    by_number = {clause.number: clause for clause in draft.clauses}
    assert [by_number[n].parent for n in range(1, 11)] == [None, None, 2, 2, 4, 5, 5, 7, 4, 2]
    assert by_number[8].text == "Họp định kỳ;\ntiếp theo của gạch đầu dòng"
    assert by_number[10].text == "Hiệu lực\n1.680 tổ công nghệ số đang hoạt động."


def test_automatic_numbers_are_counted_as_printed() -> None:
    document = Document()
    numbering = document.part.numbering_part
    numbering._element = parse_xml(NUMBERING.format(ns=nsdecls("w")))
    for depth, words in (
        (0, "Phạm vi"),
        (1, "Một"),
        (2, "Đầu"),
        (2, "Hai"),
        (3, "Gạch"),
        (1, "Hai"),
        (2, "Lại"),
        (0, "Cuối"),
    ):
        manner = document.add_paragraph(words)._p.get_or_add_pPr()
        manner.append(
            parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{depth}"/><w:numId w:val="3"/></w:numPr>')
        )
    out = io.BytesIO()
    document.save(out)
    draft = read_docx(out.getvalue())
    told = [(clause.label, clause.text) for clause in draft.clauses]
    assert told == [
        *(("Điều 1", "Phạm vi"), ("1", "Một"), ("a", "Đầu"), ("b", "Hai"), ("", "Gạch")),
        *(("2", "Hai"), ("a", "Lại"), ("Điều 2", "Cuối")),
    ]
    assert read_docx(out.getvalue()) == draft


@pytest.mark.parametrize(
    ("number", "manner", "said"),
    [
        (4, "upperRoman", "IV"),
        (28, "lowerLetter", "bb"),
        (3, "decimalZero", "03"),
        (9, "decimal", "9"),
        (0, "x", "0"),
    ],
)
def test_numbers_are_written_as_the_word_processor_does(number: int, manner: str, said: str) -> None:
    assert written(number, manner) == said


def test_without_numbers_paragraphs_are_offered() -> None:
    draft = read_docx(written_docx("Góp ý chung", "", "Đoạn một.", "Đoạn hai."))
    assert not draft.numbered and labels(draft) == [
        ("paragraph", "1"),
        ("paragraph", "2"),
        ("paragraph", "3"),
    ]


def test_what_we_print_can_be_read_again() -> None:
    draft = read_docx(docx.render(samples.PLAN))
    assert draft.title == "Kế hoạch Chuyển đổi số tỉnh Mẫu năm 2023"
    told = "\n".join(clause.text for clause in draft.clauses)
    assert "CỘNG HÒA" not in told and "Nơi nhận" not in told and "Chỉ tiêu số 60" in told
    assert ("chapter", "I") in labels(draft) and ("table", "") in labels(draft)


def test_deleted_words_and_fields_are_left_out() -> None:
    body = (
        f"<w:document {nsdecls('w')}><w:body><w:p><w:r><w:t>Giữ </w:t></w:r>"
        "<w:del><w:r><w:t>bỏ</w:t></w:r></w:del>"
        "<w:ins><w:r><w:t>thêm</w:t></w:r></w:ins><w:r><w:instrText>PAGE</w:instrText></w:r></w:p></w:body>"
        "</w:document>"
    )
    draft = read_docx(changed(written_docx("x"), {"word/document.xml": body.encode()}))
    assert [clause.text for clause in draft.clauses] == ["Giữ thêm"]


ENTITY = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r>'
    b"<w:t>&b;</w:t></w:r></w:p></w:body></w:document>"
)
GOOD = written_docx("1. Một", "2. Hai")


def protected() -> bytes:
    """An archive whose entries say they are encrypted."""
    content = bytearray(GOOD)
    at = content.find(b"PK\x01\x02")
    while at >= 0:
        content[at + 8] |= 1
        at = content.find(b"PK\x01\x02", at + 4)
    return bytes(content)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "không phải DOCX"),
        (b"PK\x03\x04 hong", "không phải DOCX"),
        (GOOD[: len(GOOD) // 2], "không phải DOCX"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, ".doc"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "mật khẩu"),
        (protected(), "mật khẩu"),
        (changed(GOOD, {"word/vbaProject.bin": b"x"}), "macro"),
        (changed(GOOD, {"word/document.xml": ENTITY}), "thực thể"),
        (changed(GOOD, {"word/document.xml": b"<w:document"}), "không phải DOCX"),
        (changed(GOOD, {"word/document.xml": b" " * (31 << 20)}), "quá lớn"),
        (changed(GOOD, {f"word/media/{n}.bin": b"\0" * (30 << 20) for n in range(4)}), "quá lớn"),
        (changed(GOOD, {"word/numbering.xml": ENTITY}), "thực thể"),
        (b"\0" * ((20 << 20) + 1), "lớn hơn"),
        (written_docx(), "không có chữ"),
        (written_docx(" ", "\t"), "không có chữ"),
    ],
)
def test_bad_files_are_refused_in_words(content: bytes, said: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_docx(content)
    assert said in str(refused.value) and refused.value.field == "file"


def test_deep_nests_do_not_break_the_reader() -> None:
    nest = (
        b"<w:sdt><w:sdtContent>" * 120
        + b"<w:p><w:r><w:t>s\xc3\xa2u</w:t></w:r></w:p>"
        + b"</w:sdtContent></w:sdt>" * 120
    )
    head = f"<w:document {nsdecls('w')}><w:body>".encode()
    draft = read_docx(changed(GOOD, {"word/document.xml": head + nest + b"</w:body></w:document>"}))
    assert draft.clauses[0].text == "sâu"
    with pytest.raises(Invalid):
        read_docx(changed(GOOD, {"word/document.xml": head + b"<w:sdt>" * 5000}))


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.binary(max_size=2000))
def test_whatever_is_sent_is_read_or_refused(content: bytes) -> None:
    with pytest.raises(Invalid):
        read_docx(content)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.integers(0, len(GOOD) - 1), st.integers(0, 255))
def test_one_changed_byte_is_read_or_refused(at: int, byte: int) -> None:
    content = bytearray(GOOD)
    content[at] = byte
    try:
        assert read_docx(bytes(content)).clauses
    except Invalid as refused:
        assert refused.field == "file"


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40)


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=6))
def test_no_words_are_lost(lines: list[str]) -> None:
    content = written_docx(*(f"{number}. x{line}" for number, line in enumerate(lines, 1)), "2) y")
    draft = read_docx(content)
    told = " ".join(clause.text for clause in draft.clauses).split()
    for line in lines:
        assert all(
            word in " ".join(told)
            for word in Document(io.BytesIO(written_docx(line))).paragraphs[0].text.split()[1:]
        )
    parents = {clause.number for clause in draft.clauses} | {None}
    assert all(clause.parent in parents and (clause.parent or 0) < clause.number for clause in draft.clauses)
