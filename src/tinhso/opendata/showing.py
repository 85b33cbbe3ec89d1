"""What pages show of rows, dictionaries and of what is kept back."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from tinhso.base.calendar.periods import Period
from tinhso.base.web import wording
from tinhso.indicators.models import Adding, Kind, OverTime
from tinhso.opendata.dictionary import DATA
from tinhso.opendata.models import DatasetVersion, in_language
from tinhso.opendata.publishing import Prepared
from tinhso.opendata.reading import bytes_of, newest_rows
from tinhso.opendata.resources import Field
from tinhso.opendata.rows import Row, Status
from tinhso.opendata.words import STATUSES


@dataclass(frozen=True)
class Line:
    """A row as people read it."""

    indicator: str
    code: str
    place: str
    period: str
    number: str
    of: str
    status: str
    is_kept_back: bool


@dataclass(frozen=True)
class Preview:
    """The newest rows of a version; `more` were left out."""

    lines: list[Line]
    more: int


def preview(version: DatasetVersion, names: Mapping[str, str], most: int) -> Preview:
    """The newest rows first, in words."""
    newest, total = newest_rows(version.pk, most)
    return Preview([line(row, names) for row in newest], total - len(newest))


def line(row: Row, names: Mapping[str, str]) -> Line:
    """One row in words."""
    of = ""
    if row.numerator is not None and row.denominator is not None:
        of = f"{wording.rounded(row.numerator, 6)}/{wording.rounded(row.denominator, 6)}"
    said = "" if row.status is Status.COMPLETE else str(STATUSES[row.status])
    return Line(
        names.get(row.indicator, row.indicator),
        row.indicator,
        row.place_name,
        period_words(row.period),
        "" if row.value is None else wording.rounded(row.value, 2),
        of,
        said,
        row.status is Status.SUPPRESSED,
    )


def period_words(code: str) -> str:
    """A period as people name it; its code where it is none of the calendar."""
    try:
        return Period.parse(code).label_in(wording.language())
    except ValueError:
        return code


@dataclass(frozen=True)
class Entry:
    """An indicator in the dictionary."""

    code: str
    name: str
    unit: str
    kind: str
    adding: str
    over_time: str
    definition: str
    document: str
    formula: str
    versions: list[tuple[str, str]]


@dataclass(frozen=True)
class Dictionary:
    """What fields mean, what indicators are, what stands where there is no number."""

    fields: Sequence[Field]
    entries: list[Entry]
    statuses: list[tuple[str, str]]


def dictionary(version: DatasetVersion) -> Dictionary:
    """The dictionary that was published with that version."""
    laid_down: dict[str, list[tuple[str, str]]] = {}
    for one in _table(version, "definitions.csv"):
        since = wording.day(wording.read_day(one["valid_from"])) if one["valid_from"] else _("từ trước")
        laid_down.setdefault(one["indicator"], []).append((since, one["definition"] or one["name"]))
    entries = [_entry(one, laid_down.get(one["indicator"], [])) for one in _table(version, "indicators.csv")]
    return Dictionary(DATA, entries, [(code, str(words)) for code, words in STATUSES.items()])


def _entry(one: Mapping[str, str], versions: list[tuple[str, str]]) -> Entry:
    return Entry(
        one["indicator"],
        in_language(one["name"], one["name_en"]),
        in_language(one["unit"], one["unit_en"]),
        str(Kind(one["kind"]).label),
        str(Adding(one["adding"]).label),
        str(OverTime(one["over_time"]).label),
        one["definition"],
        ", ".join(filter(None, (one["document"], one["clause"]))),
        one["formula"],
        versions if len(versions) > 1 else [],
    )


def _table(version: DatasetVersion, name: str) -> Iterator[dict[str, Any]]:
    yield from csv.DictReader(io.StringIO(bytes_of(version, name).decode(), newline=""))


@dataclass(frozen=True)
class KeptBack:
    """Cells that would be kept back, with their numbers: for those who publish only."""

    lines: list[tuple[Line, str]]
    primary: int
    secondary: int
    disclosed: int
    exposed: int
    more: int


def kept_back(ready: Prepared, most: int) -> KeptBack:
    """What is kept back of a version that is being prepared, and why each cell is."""
    published = ready.published
    found = [row for row in ready.content.rows if row.key in published.hidden]
    names = {measure.code: wording.named(measure) for measure in ready.content.measures}
    said = [(line(row, names), _reason(row, ready)) for row in found[:most]]
    kept = published.kept
    return KeptBack(
        said,
        len(kept.primary),
        published.secondary,
        len(kept.disclosed),
        len(kept.exposed),
        max(len(found) - most, 0),
    )


def _reason(row: Row, ready: Prepared) -> str:
    kept = ready.published.kept
    if row.key in kept.disclosed:
        return _("Số nhỏ, đã có trong phiên bản trước")
    if row.key in kept.primary:
        return _("Số nhỏ")
    if row.key in ready.published.derived:
        return _("Tính từ số bị che")
    return _("Che để không tính ngược ra số nhỏ")
