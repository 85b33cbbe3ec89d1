"""Reading a gateway's file (tệp đối soát), a transaction a row: what could mean two things is refused."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _

from tinhso.base import clock
from tinhso.base.errors import Invalid, Problem
from tinhso.base.numbers import Language, NumberError, parse_money
from tinhso.base.text import nfc
from tinhso.ledger.kinds import MOST
from tinhso.ledger.schemas import Told

MOST_ROWS: Final = 200_000
MOST_BYTES: Final = 32 * 1024 * 1024
_MOST_PROBLEMS: Final = 100
_LONGEST: Final = 200
_YEARS: Final = range(2000, 2200)


@dataclass(frozen=True)
class Layout:
    """How a gateway writes its file: names of columns, its words for kinds, the way it writes numbers.

    `kinds` maps its words to kinds (None: taken as they are); of `outgoing` kinds the money leaves, whether
    or not the file writes a minus. `locale` None means that the way of writing numbers is not known.
    """

    reference: str = "reference"
    amount: str = "amount"
    at: str = "at"
    kind: str = "kind"
    kinds: Mapping[str, str] | None = None
    outgoing: frozenset[str] = field(default_factory=frozenset)
    locale: Language | None = None

    @property
    def columns(self) -> tuple[str, str, str, str]:
        """The names of the four columns."""
        return self.reference, self.amount, self.at, self.kind


def _iso(written: str) -> datetime:
    """ISO 8601 with a time of day: a date alone says no moment."""
    if ":" not in written:
        raise ValueError(written)
    return datetime.fromisoformat(written)


def _written_here(written: str) -> datetime:
    """`07/05/2025 23:59:59`."""
    return datetime.strptime(written, "%d/%m/%Y %H:%M:%S").replace(tzinfo=clock.TZ)


_FORMS: Final = (_iso, _written_here)


class _Wrong(Exception):
    """One cell that cannot be read."""

    def __init__(self, code: str, message: str, column: str) -> None:
        super().__init__(message)
        self.code, self.message, self.column = code, message, column


def read(content: bytes, layout: Layout | None = None) -> list[Told]:
    """The rows of a file; nothing is guessed. Raises Invalid with a problem for each line not understood."""
    layout = layout or Layout()
    rows, problems = [], []
    for number, cells in _cells(content, layout):
        try:
            rows.append(_row(number, cells, layout))
        except _Wrong as wrong:
            where = _("dòng %(line)s, cột “%(column)s”") % {"line": number, "column": wrong.column}
            problems.append(Problem(wrong.code, wrong.message, where))
        if len(problems) >= _MOST_PROBLEMS:
            break
    if problems:
        message = _("Tệp đối soát có dòng không đọc được; chưa ghi gì.")
        raise Invalid(message, code="bad_file", field="file", problems=problems)
    return rows


def _cells(content: bytes, layout: Layout) -> Iterator[tuple[int, dict[str, str]]]:
    """Line numbers and cells by column; empty lines are passed over."""
    text = _text(content)
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        names = [name.strip() for name in next(reader, [])]
        _require_columns(names, layout)
        for count, cells in enumerate(reader):
            if count >= MOST_ROWS:
                raise _file(_("Tệp có quá nhiều dòng."))
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(names):
                message = _("Dòng %(line)s có %(found)s ô, không phải %(wanted)s.")
                given = {"line": reader.line_num, "found": len(cells), "wanted": len(names)}
                raise _file(message % given)
            yield reader.line_num, dict(zip(names, (cell.strip() for cell in cells), strict=True))
    except csv.Error as error:
        given = {"line": reader.line_num}
        raise _file(_("Dòng %(line)s không đúng dạng CSV.") % given) from error


def _text(content: bytes) -> str:
    if len(content) > MOST_BYTES:
        raise _file(_("Tệp quá lớn."))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _file(_("Tệp không phải là văn bản UTF-8.")) from error
    if "\x00" in text:
        raise _file(_("Tệp không phải là văn bản UTF-8."))
    return nfc(text)


def _file(message: str) -> Invalid:
    return Invalid(message, code="bad_file", field="file")


def _require_columns(names: list[str], layout: Layout) -> None:
    missing = [name for name in layout.columns if name not in names]
    if missing:
        raise _file(_("Tệp thiếu cột: %(names)s.") % {"names": ", ".join(missing)})
    if len(set(names)) != len(names):
        raise _file(_("Tệp có hai cột cùng tên."))


def _row(number: int, cells: Mapping[str, str], layout: Layout) -> Told:
    reference = cells[layout.reference]
    if not 0 < len(reference) <= _LONGEST:
        raise _Wrong("bad_reference", _("Thiếu mã giao dịch, hoặc mã quá dài."), layout.reference)
    kind = _kind(cells[layout.kind], layout)
    amount = _amount(cells[layout.amount], layout, outgoing=kind in layout.outgoing)
    return Told(reference, amount, _moment(cells[layout.at], layout), kind, number)


def _kind(word: str, layout: Layout) -> str:
    if layout.kinds is None and word:
        return word
    if layout.kinds is None or word not in layout.kinds:
        raise _Wrong("unknown_kind", _("Không rõ loại giao dịch “%(word)s”.") % {"word": word}, layout.kind)
    return layout.kinds[word]


def _amount(written: str, layout: Layout, *, outgoing: bool) -> int:
    try:
        amount = parse_money(written, locale=layout.locale)
    except NumberError as error:
        raise _Wrong(error.code, _(error.message) % error.params, layout.amount) from error
    if not amount or abs(amount) > MOST:
        raise _Wrong("bad_amount", _("Số tiền phải khác 0 và không quá lớn."), layout.amount)
    if outgoing:
        return -abs(amount)
    if amount < 0:
        raise _Wrong("bad_amount", _("Giao dịch thu không thể có số tiền âm."), layout.amount)
    return amount


def _moment(written: str, layout: Layout) -> datetime:
    """ISO 8601, or `dd/mm/yyyy HH:MM:SS`; without a zone it is the country's."""
    for form in _FORMS:
        try:
            found = form(written)
        except ValueError:
            continue
        if found.year in _YEARS:
            return found if found.tzinfo else found.replace(tzinfo=clock.TZ)
    message = _("“%(text)s” không phải là thời điểm (ngày và giờ).") % {"text": written[:_LONGEST]}
    raise _Wrong("bad_moment", message, layout.at)
