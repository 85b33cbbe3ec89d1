"""Workbooks (XLSX) that people send: opened within limits, refused in words when they are none."""

from __future__ import annotations

import io
import zipfile
from typing import Any, Final

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from tinhso.base.errors import Invalid

MOST_BYTES: Final = 5 << 20
MOST_UNPACKED: Final = 100 << 20


def opened(
    content: bytes, *, streaming: bool = True, values: bool = True, unpacked: int = MOST_UNPACKED
) -> Any:
    """The workbook. Raises Invalid (field `file`) for what is too large, or no workbook.

    `streaming` reads rows one by one and knows no merged cells; `values` gives what formulas came to;
    `unpacked` is how many bytes it may hold.
    """
    if len(content) > MOST_BYTES:
        raise Invalid(_("Tệp lớn hơn %(most)d MB.") % {"most": MOST_BYTES >> 20}, field="file")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(entry.file_size for entry in packed.infolist()) > unpacked:
                raise Invalid(_("Nội dung tệp quá lớn."), field="file")
        return load_workbook(io.BytesIO(content), read_only=streaming, data_only=values)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, OSError) as error:
        raise Invalid(
            _("Không đọc được tệp này như một bảng tính XLSX."),
            field="file",
            hint=_("Tải mẫu, điền rồi lưu dạng .xlsx."),
        ) from error
