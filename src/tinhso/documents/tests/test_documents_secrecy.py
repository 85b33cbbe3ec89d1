"""Marks of secrecy are found, words that merely contain them are not."""

from __future__ import annotations

import pytest

from tinhso.base.errors import Invalid
from tinhso.documents.secrecy import is_marked, is_marked_name, refuse_secret, refuse_secret_name


@pytest.mark.parametrize(
    "text",
    [
        "MẬT",
        "Kế hoạch (MẬT)",
        "TỐI MẬT",
        "TUYỆT  MẬT: báo cáo",
        "Độ mật: Mật",
        "tài liệu tối mật",
        "M\u1eacT",
    ],
)
def test_marks_are_found(text: str) -> None:
    assert is_marked(text)


@pytest.mark.parametrize(
    "text",
    [
        "Luật Bảo vệ bí mật nhà nước",
        "QUY CHẾ BẢO VỆ BÍ MẬT NHÀ NƯỚC",
        "QUY CHẾ BẢO MẬT THÔNG TIN",
        "ĐỔI MẬT KHẨU",
        "MẬT ĐỘ DÂN SỐ",
        "LUẬT MẬT MÃ DÂN SỰ".replace("LUẬT ", "VỀ "),
        "hồ sơ không mật được xử lý trên mạng",
        "mật ong Lạng Sơn",
        "MẶT TRẬN TỔ QUỐC",
        "THANH TOÁN KHÔNG DÙNG TIỀN MẶT",
    ],
)
def test_words_that_are_no_marks_pass(text: str) -> None:
    assert not is_marked(text)


@pytest.mark.parametrize("name", ["TOI-MAT_bao-cao.pdf", "Báo cáo (Mật).pdf", "tuyet_mat.docx", "12-MẬT.pdf"])
def test_names_of_files_are_looked_at(name: str) -> None:
    assert is_marked_name(name)
    with pytest.raises(Invalid) as caught:
        refuse_secret_name(name)
    assert (caught.value.code, caught.value.field) == ("state_secret", "file")


@pytest.mark.parametrize(
    "name", ["thanh-toan-khong-dung-tien-mat.pdf", "bao-mat-thong-tin.pdf", "mat-tran-to-quoc.docx"]
)
def test_names_that_are_no_marks_pass(name: str) -> None:
    assert not is_marked_name(name)


def test_the_forms_own_field_refuses_every_degree() -> None:
    for degree in ("mật", "Tối  mật", "TUYỆT MẬT", "C", "khác"):
        with pytest.raises(Invalid) as caught:
            refuse_secret({}, degree)
        assert caught.value.field == "secrecy"
        assert "không lưu bí mật nhà nước" in str(caught.value.hint)
    refuse_secret({"title": "Kế hoạch"}, "")
    refuse_secret({"title": "Kế hoạch"}, "Không")
