"""The XLSX in which agencies and accounts arrive: its template, and its rows as typed."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from tinhso.base.errors import Invalid
from tinhso.base.text import fold, nfc
from tinhso.base.web import workbooks
from tinhso.people.models import AgencyKind, Role

MOST_ROWS: Final = 5000
MOST_UNPACKED: Final = 60 << 20


@dataclass(frozen=True)
class Field:
    """A column of a sheet: the name the product uses, the head people read, an example."""

    name: str
    head: str
    example: str
    required: bool = False


@dataclass(frozen=True)
class Sheet:
    """One sheet of the template."""

    key: str
    title: str
    fields: tuple[Field, ...]


AGENCIES: Final = Sheet(
    "agencies",
    "Đơn vị",
    (
        Field("code", "Mã đơn vị", "so-vi-du", required=True),
        Field("name", "Tên đầy đủ", "Sở Ví dụ", required=True),
        Field("short_name", "Tên tắt", "Sở VD"),
        Field("kind", "Loại", "Sở, ban, ngành", required=True),
        Field("parent", "Mã đơn vị cấp trên", ""),
        Field("place", "Mã địa bàn", ""),
        Field("identifier", "Mã định danh (QĐ 20/2020)", "H37.99"),
        Field("since", "Từ ngày", "01/03/2025"),
        Field("until", "Đến ngày", ""),
    ),
)
ACCOUNTS: Final = Sheet(
    "accounts",
    "Tài khoản",
    (
        Field("username", "Tên đăng nhập", "an.nv", required=True),
        Field("full_name", "Họ và tên", "Nguyễn Văn An", required=True),
        Field("agency", "Mã đơn vị", "so-vi-du", required=True),
        Field("title", "Chức vụ", "Chuyên viên", required=True),
        Field("role", "Vai trò", "Cán bộ báo cáo", required=True),
        Field("since", "Giữ chức vụ từ ngày", "01/03/2025"),
        Field("email", "Thư điện tử", ""),
        Field("phone", "Điện thoại", ""),
    ),
)
SHEETS: Final = (AGENCIES, ACCOUNTS)


@dataclass(frozen=True)
class Line:
    """A row as typed: its sheet, number, texts by field, and the column of each field."""

    sheet: str
    number: int
    texts: dict[str, str]
    columns: dict[str, str] = field(default_factory=dict)

    def cell(self, name: str | None) -> str:
        """The address of a field's cell, `B5`; the row's beginning when the field has none."""
        return f"{self.columns.get(name or '', 'A')}{self.number}"


def template() -> bytes:
    """The template: two sheets with heads and an example in italics, one with the allowed words."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for sheet in SHEETS:
        page: Any = book.create_sheet(sheet.title)
        page.append([f"{each.head} *" if each.required else each.head for each in sheet.fields])
        page.append([f"# {sheet.fields[0].example}", *(each.example for each in sheet.fields[1:])])
        for index, cell in enumerate(page[1], start=1):
            cell.font = Font(bold=True)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            page.column_dimensions[get_column_letter(index)].width = 24
        for cell in page[2]:
            cell.font = Font(italic=True, color="808080")
        page.freeze_panes = "A2"
    words: Any = book.create_sheet("Danh mục")
    words.append(["Loại đơn vị", "Vai trò"])
    kinds, roles = ([str(each.label) for each in AgencyKind], [str(role.label) for role in roles_given()])
    for index in range(max(len(kinds), len(roles))):
        words.append([kinds[index] if index < len(kinds) else "", roles[index] if index < len(roles) else ""])
    words.append(["Dòng bắt đầu bằng # là ví dụ, không được nạp. Cột có dấu * phải ghi."])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def roles_given() -> list[Role]:
    """The roles a post can have."""
    return [role for role in Role if role is not Role.PUBLIC]


def read(content: bytes) -> list[Line]:
    """The rows of both sheets as typed. Raises Invalid (field `file`)."""
    book = workbooks.opened(content, unpacked=MOST_UNPACKED)
    titles = {fold(title): title for title in book.sheetnames}
    lines = [
        line
        for sheet in SHEETS
        if fold(sheet.title) in titles
        for line in _lines(sheet, book[titles[fold(sheet.title)]])
    ]
    if not lines:
        raise Invalid(
            _("Tệp không có dòng nào để nạp."),
            field="file",
            hint=_("Điền vào trang “Đơn vị” hoặc “Tài khoản” của mẫu."),
        )
    return lines


def _lines(sheet: Sheet, page: Any) -> Iterator[Line]:
    rows = page.iter_rows(values_only=True)
    places = _heads(sheet, next(rows, ()))
    columns = {name: get_column_letter(index + 1) for name, index in places.items()}
    for number, row in enumerate(rows, start=2):
        texts = {name: _text(row[index]) if index < len(row) else "" for name, index in places.items()}
        if not any(texts.values()) or texts[sheet.fields[0].name].startswith("#"):
            continue
        if number > MOST_ROWS:
            raise Invalid(_("Tối đa %(most)d dòng mỗi trang.") % {"most": MOST_ROWS}, field="file")
        yield Line(sheet.key, number, texts, columns)


def _heads(sheet: Sheet, row: Sequence[Any]) -> dict[str, int]:
    """Where each field stands. Raises Invalid for a head that is missing."""
    found = {fold(_text(value)): index for index, value in enumerate(row)}
    places = {each.name: found[fold(each.head)] for each in sheet.fields if fold(each.head) in found}
    missing = [each.head for each in sheet.fields if each.required and each.name not in places]
    if missing:
        raise Invalid(
            _("Trang “%(sheet)s” thiếu cột: %(heads)s.")
            % {"sheet": sheet.title, "heads": ", ".join(missing)},
            field="file",
            hint=_("Giữ nguyên dòng đầu của mẫu."),
        )
    return places


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return nfc(str(value)).strip()
