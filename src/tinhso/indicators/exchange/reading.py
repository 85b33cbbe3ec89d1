"""A file by its name's ending, opened as lines."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from django.utils.translation import gettext as _

from tinhso.base.errors import Invalid
from tinhso.indicators.exchange.csv_lines import CsvLines
from tinhso.indicators.exchange.json_lines import JsonLines, JsonList
from tinhso.indicators.exchange.lines import Source, Wanted
from tinhso.indicators.exchange.sheet_lines import SheetLines, require_workbook
from tinhso.indicators.exchange.texts import examined

_CSV: Final = (".csv", ".tsv", ".txt")
FORMATS: Final = ("csv", "xlsx", "json", "jsonl")


def opened(path: Path, wanted: Wanted, *, encoding: str | None = None) -> Source:
    """The lines of a file. Raises Invalid for a file that cannot be read as a whole; nothing is guessed."""
    suffix = path.suffix.lower()
    if suffix == ".xlsx":
        require_workbook(path)
        return SheetLines.of(path, wanted)
    if suffix not in (*_CSV, ".json", ".jsonl"):
        raise Invalid(
            _("Không biết tệp “%(name)s” thuộc dạng nào.") % {"name": path.name},
            field=path.name,
            hint=".csv, .xlsx, .json, .jsonl",
        )
    text = examined(path, encoding)
    if suffix in _CSV:
        return CsvLines.of(text, wanted)
    return (JsonLines if suffix == ".jsonl" else JsonList)(text, wanted)
