"""CSV line by line: comma, semicolon or tab, as the head shows."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from tinhso.base.errors import Invalid, Problem
from tinhso.base.text import nfc
from tinhso.indicators.exchange.columns import require_known, unguarded
from tinhso.indicators.exchange.lines import Line, Wanted
from tinhso.indicators.exchange.texts import Text


@dataclass(frozen=True)
class CsvLines:
    """A CSV file whose head is read."""

    text: Text
    names: tuple[str, ...]
    delimiter: str

    @classmethod
    def of(cls, text: Text, wanted: Wanted) -> CsvLines:
        """Raises Invalid, naming the column, for a head that cannot be."""
        with text.path.open(encoding=text.encoding, newline="") as file:
            head = file.readline(1 << 16)
        delimiter = max(",;\t", key=head.count)
        try:
            names = next(csv.reader(io.StringIO(head), delimiter=delimiter, strict=True), [])
        except csv.Error as error:
            raise Invalid(_("Dòng đầu phải là tên các cột."), field=text.path.name) from error
        stripped = [nfc(name).strip() for name in names]
        require_known(stripped, wanted.known, wanted.needed)
        return cls(text, tuple(stripped), delimiter)

    @property
    def total(self) -> int:
        """The lines below the head."""
        return max(self.text.lines - 1, 0)

    def cell(self, number: int, name: str | None) -> str:
        """Text has no cells."""
        del number, name
        return ""

    def __iter__(self) -> Iterator[Line]:
        """The lines; an unreadable one is a problem, and the next is read again from its start."""
        with self.text.path.open(encoding=self.text.encoding, newline="") as file:
            reader = csv.reader(file, delimiter=self.delimiter, strict=True)
            next(reader, None)
            while True:
                number = reader.line_num + 1
                try:
                    cells = next(reader, None)
                except csv.Error:
                    said = _("Dấu nháy của dòng này không khép đúng.")
                    yield Line(number, problem=Problem("unreadable_line", said))
                    continue
                if cells is None:
                    return
                if any(map(str.strip, cells)):
                    yield self._line(number, cells)

    def _line(self, number: int, cells: list[str]) -> Line:
        if len(cells) != len(self.names):
            said = _("Dòng này có %(cells)d ô, dòng đầu có %(columns)d cột.")
            told = said % {"cells": len(cells), "columns": len(self.names)}
            hint = _("Ô chứa dấu “%(sign)s” phải đặt trong nháy kép.") % {"sign": self.delimiter}
            return Line(number, problem=Problem("wrong_cells", told, None, hint))
        pairs = zip(self.names, cells, strict=True)
        return Line(number, {name: nfc(unguarded(cell)) for name, cell in pairs if cell.strip()})
