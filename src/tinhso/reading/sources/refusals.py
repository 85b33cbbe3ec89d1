"""What cannot be read, said in words with what can be done (vì sao không đọc được, cần làm gì)."""

from __future__ import annotations

from django.utils.translation import gettext as _

from tinhso.base.errors import Invalid


def _refusal(code: str, message: str, hint: str) -> Invalid:
    return Invalid(message, code=code, field="file", hint=hint)


def too_large(most: int) -> Invalid:
    """More bytes than are read; `most` in bytes."""
    return _refusal(
        "too_large",
        _("Tệp lớn hơn %(most)d MB.") % {"most": most >> 20},
        _("Tách thành nhiều tệp nhỏ hơn, hoặc chỉ gửi phần có số liệu."),
    )


def too_much_inside() -> Invalid:
    """What unpacks to more than is read."""
    return _refusal(
        "too_large",
        _("Nội dung tệp quá lớn."),
        _("Tách thành nhiều tệp nhỏ hơn, hoặc chỉ gửi phần có số liệu."),
    )


def too_many_pages(pages: int, most: int) -> Invalid:
    """More pages than are read at once."""
    return _refusal(
        "too_large",
        _("Tệp có %(pages)d trang; mỗi lần đọc nhiều nhất %(most)d trang.") % {"pages": pages, "most": most},
        _("Tách thành nhiều tệp nhỏ hơn, hoặc chỉ gửi phần có số liệu."),
    )


def encrypted() -> Invalid:
    """A file with a password."""
    return _refusal(
        "encrypted",
        _("Tệp có mật khẩu nên không đọc được."),
        _("Mở tệp bằng mật khẩu, lưu lại không đặt mật khẩu rồi gửi lại."),
    )


def broken() -> Invalid:
    """A file that says what it is and is not."""
    return _refusal(
        "broken",
        _("Tệp bị hỏng hoặc chưa tải xong nên không đọc được."),
        _("Mở tệp xem có đọc được không, lưu lại hoặc xin bản khác; hoặc dán nội dung vào ô văn bản."),
    )


def macros() -> Invalid:
    """A document that carries programs."""
    return _refusal(
        "macros",
        _("Tệp có macro nên không được nhận."),
        _("Lưu lại dạng .docx hoặc .xlsx (không macro) rồi gửi lại."),
    )


def unknown_kind() -> Invalid:
    """Nothing that is read here."""
    return _refusal(
        "unknown_kind",
        _("Không nhận ra loại tệp này."),
        _("Gửi tệp DOCX, PDF, XLSX, TXT, HTML, ảnh chụp (PNG, JPG, TIFF), hoặc dán nội dung vào ô văn bản."),
    )


def old_office(suggested: str) -> Invalid:
    """A file of an office suite of before 2007, or of another; `suggested` is the ending to save it with."""
    return _refusal(
        "unknown_kind",
        _("Đây là tệp văn phòng đời cũ hoặc định dạng khác, chưa đọc được."),
        _("Mở tệp, chọn lưu dạng %(ending)s rồi gửi lại.") % {"ending": suggested},
    )


def empty() -> Invalid:
    """No words at all."""
    return _refusal(
        "empty",
        _("Không có chữ nào để đọc."),
        _("Kiểm tra lại tệp, hoặc dán nội dung vào ô văn bản."),
    )


def image_without_text() -> Invalid:
    """A picture in which no line of text was found."""
    return _refusal(
        "image_without_text",
        _("Không thấy dòng chữ nào trong ảnh."),
        _("Chụp hoặc quét lại thẳng trang, đủ sáng, từ 200 dpi trở lên; hoặc gửi bản gõ."),
    )


def encoding() -> Invalid:
    """Bytes that are Vietnamese in no encoding known."""
    return _refusal(
        "encoding",
        _("Chữ trong tệp dùng bảng mã không nhận ra được."),
        _("Lưu lại tệp với bảng mã Unicode (UTF-8), hoặc dán nội dung vào ô văn bản."),
    )


def language() -> Invalid:
    """Text of another language."""
    return _refusal(
        "language",
        _("Văn bản không phải tiếng Việt nên không đọc được số liệu."),
        _("Gửi bản tiếng Việt của văn bản này."),
    )


def no_recogniser() -> Invalid:
    """A picture, where the recognition of pictures is not installed."""
    return _refusal(
        "no_ocr",
        _("Đây là ảnh hoặc bản quét; máy chủ này chưa cài phần nhận dạng chữ (OCR)."),
        _("Gửi bản gõ (DOCX, PDF có chữ), hoặc cài danh mục requirements/ocr.lock trên máy chủ."),
    )


def with_code(refused: Invalid) -> Invalid:
    """A refusal of a reader that says in words what is wrong, with the code `broken` where it has none."""
    if refused.code != Invalid.code:
        return refused
    return Invalid(refused.message, code="broken", field="file", hint=refused.hint or broken().hint)
