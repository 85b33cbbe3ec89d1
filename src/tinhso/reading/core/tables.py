"""Tables as lines whose cells are parted by `|`: what the row and the column say of a figure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from tinhso.reading.core.grammar.base import Raw
from tinhso.reading.core.grammar.dates import day_at
from tinhso.reading.core.grammar.periods import stretch_at
from tinhso.reading.core.model import Kind, Standing
from tinhso.reading.core.scan import Scan
from tinhso.reading.core.tokens import Sort

_FEWEST: Final = 2
_AIMS: Final = ("mục tiêu", "kế hoạch", "chỉ tiêu", "dự kiến", "phấn đấu", "giao")
_RESULTS: Final = ("thực hiện", "kết quả", "đạt", "hiện trạng", "ước")
_WORK: Final = ("nhiệm vụ", "nội dung", "công việc", "giải pháp")
_TERMS: Final = ("thời hạn", "thời gian", "hoàn thành", "tiến độ", "hạn")


@dataclass(frozen=True)
class Cell:
    """Where a token stands in a table: its cell, the head of its column, the words that name its row."""

    places: range
    head: range
    label: range


@dataclass(frozen=True)
class Tables:
    """The cell of every token that stands in a table below its head."""

    cells: dict[int, Cell]

    def at(self, place: int) -> Cell | None:
        """The cell of that token."""
        return self.cells.get(place)


def tables_of(scan: Scan) -> Tables:
    """Every table of the text: lines of as many cells, one below the other, the first with words alone."""
    cells: dict[int, Cell] = {}
    for lines in _runs(scan):
        head = lines[0]
        for line in lines[1:]:
            label = _label(scan, line)
            for column, places in enumerate(line):
                top = head[column] if column < len(head) else range(0)
                cells.update(dict.fromkeys(places, Cell(places, top, label)))
    return Tables(cells)


def _runs(scan: Scan) -> Iterator[list[list[range]]]:
    lines: list[list[range]] = []
    for paragraph in scan.paragraphs:
        parted = _cells(scan, paragraph)
        if lines and len(parted) == len(lines[0]):
            lines.append(parted)
            continue
        if len(lines) > 1:
            yield lines
        lines = [parted] if len(parted) >= _FEWEST and _is_head(scan, parted) else []
    if len(lines) > 1:
        yield lines


def _cells(scan: Scan, paragraph: range) -> list[range]:
    found, start = [], paragraph.start
    for place in paragraph:
        if scan.is_mark(place, "|"):
            found.append(range(start, place))
            start = place + 1
    return [*found, range(start, paragraph.stop)] if found else []


def _is_head(scan: Scan, cells: Sequence[range]) -> bool:
    """Words in every cell, no number but years."""
    words = all(any(scan.is_word(place) for place in cell) for cell in cells)
    numbers = [place for cell in cells for place in cell if scan.is_number(place)]
    return words and all(len(scan.tokens[place].text) == 4 or scan.is_word(place - 1) for place in numbers)


def _label(scan: Scan, line: Sequence[range]) -> range:
    """The first cell with words: the number of the row stands before it."""
    return next((cell for cell in line if any(scan.is_word(place) for place in cell)), range(0))


def said_by(scan: Scan, places: range) -> str:
    """A cell in small letters."""
    return scan.slice(places).casefold()


def standing_in(scan: Scan, cell: Cell) -> Standing | None:
    """What the head of the column says."""
    head = said_by(scan, cell.head)
    if any(word in head for word in _WORK) and not any(word in head for word in _RESULTS):
        return Standing.PLAN
    if any(word in head for word in _AIMS):
        return Standing.TARGET
    return Standing.RESULT if any(word in head for word in _RESULTS) else None


def is_alone(scan: Scan, cell: Cell, raw: Raw) -> bool:
    """Whether the cell holds the figure and nothing that it could be about."""
    rest = [place for place in cell.places if place not in range(raw.first, raw.last)]
    words = [place for place in rest if scan.tokens[place].sort is Sort.WORD]
    unit = scan.said("units", raw.last)
    return not words or (unit is not None and all(place < unit[0] for place in words))


def with_terms(scan: Scan, tables: Tables, raws: Sequence[Raw]) -> list[Raw]:
    """Periods and days under `Thời hạn` are deadlines."""
    return [_termed(scan, tables, raw) for raw in raws]


def _termed(scan: Scan, tables: Tables, raw: Raw) -> Raw:
    cell = tables.at(raw.first)
    if cell is None or not (raw.kind is Kind.PERIOD or raw.what == "date"):
        return raw
    if not any(word in said_by(scan, cell.head) for word in _TERMS):
        return raw
    told = day_at(scan, raw.first)
    if told is not None:
        return replace(raw, kind=Kind.DEADLINE, deadline=told[1].on(scan.year), period="", what="")
    stretch = next((one for place in range(raw.first, raw.last) if (one := stretch_at(scan, place))), None)
    if stretch is None:
        return raw
    first = raw.first - 1 if scan.is_word(raw.first - 1, "trong") else raw.first
    return replace(
        raw,
        first=first,
        kind=Kind.DEADLINE,
        deadline=stretch.closes(scan.year),
        period=stretch.code(scan.year),
    )


@dataclass(frozen=True)
class Row:
    """A row of a table of work, its cells by what their column is."""

    places: range
    cells: dict[str, range]


_COLUMNS: Final = (
    ("number", ("stt", "tt", "số tt")),
    ("joint", ("phối hợp",)),
    (
        "lead",
        ("chủ trì", "đơn vị thực hiện", "cơ quan thực hiện", "đầu mối", "chịu trách nhiệm", "phụ trách"),
    ),
    ("deadline", _TERMS),
    ("product", ("sản phẩm", "kết quả", "đầu ra")),
    ("task", _WORK),
)


def rows_of(scan: Scan) -> Iterator[Row]:
    """The rows of tables that lay work down: those with a column of tasks and one of who leads."""
    for lines in _runs(scan):
        named = [_column(scan, cell) for cell in lines[0]]
        if "task" not in named or "lead" not in named:
            continue
        for line in lines[1:]:
            cells = {name: cell for name, cell in zip(named, line, strict=True) if name}
            yield Row(range(line[0].start, line[-1].stop), cells)


def _column(scan: Scan, head: range) -> str:
    words = said_by(scan, head)
    return next((name for name, said in _COLUMNS if any(one in words for one in said)), "")
