"""The content tree (cây nội dung): what a paper says, told once. Pure and frozen; renderers visit it.

Texts are cleaned as nodes are made (NFC, nothing XML forbids), so equal papers are equal byte for byte.
Lengths of tables and charts are checked here, so that no renderer has to. A wrong node is a fault of the
caller: ValueError.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import date, datetime
from decimal import Decimal
from typing import Final, Literal

from tinhso.base.numbers import format_number
from tinhso.papers.words import clean

Align = Literal["left", "center", "right", "justify"]
CellAlign = Literal["", "left", "center", "right"]
ChartKind = Literal["bar", "hbar", "line", "stacked"]

LOWEST_HEADING: Final = 4


class Node:
    """What every node does when made: clean its texts."""

    def __post_init__(self) -> None:
        for told in fields(self):  # type: ignore[arg-type]  # every subclass is a dataclass
            value = getattr(self, told.name)
            if isinstance(value, str):
                object.__setattr__(self, told.name, clean(value))
            elif isinstance(value, tuple) and any(isinstance(item, str) for item in value):
                cleaned = tuple(clean(item) if isinstance(item, str) else item for item in value)
                object.__setattr__(self, told.name, cleaned)


@dataclass(frozen=True)
class Run(Node):
    """A piece of text in one manner; a line break inside is kept."""

    text: str
    bold: bool = False
    italic: bool = False
    underline: bool = False


@dataclass(frozen=True)
class Paragraph(Node):
    """A paragraph (đoạn). `indent`: its first line is set in, as official documents do."""

    runs: tuple[Run, ...]
    align: Align = "justify"
    indent: bool = True

    @property
    def plain(self) -> str:
        """Its words alone."""
        return "".join(run.text for run in self.runs)


def text(
    words: str, *, bold: bool = False, italic: bool = False, align: Align = "justify", indent: bool = True
) -> Paragraph:
    """A paragraph of one run."""
    return Paragraph((Run(words, bold=bold, italic=italic),), align=align, indent=indent)


@dataclass(frozen=True)
class Heading(Node):
    """A heading (đề mục) of level 1 to 4; its number, where it has one, is part of the text: `I. KẾT QUẢ`."""

    text: str
    level: int = 1

    def __post_init__(self) -> None:
        super().__post_init__()
        if not 1 <= self.level <= LOWEST_HEADING:
            raise ValueError(f"heading of level {self.level}")


@dataclass(frozen=True)
class Bullets(Node):
    """A list (gạch đầu dòng), its mark before each item; `ordered` prints 1. 2. 3. instead."""

    items: tuple[Paragraph, ...]
    ordered: bool = False
    mark: str = "-"


@dataclass(frozen=True)
class Column(Node):
    """A column; `width` is its share of the table's width."""

    title: str
    width: float = 1.0
    align: CellAlign = "left"


@dataclass(frozen=True)
class Cell(Node):
    """A cell across `span` columns and `rows` rows; an empty `align` is the column's."""

    text: str
    bold: bool = False
    align: CellAlign = ""
    span: int = 1
    rows: int = 1
    italic: bool = False


Row = tuple[Cell | str, ...]


def cell(told: Cell | str) -> Cell:
    """A row's entry as a cell."""
    return told if isinstance(told, Cell) else Cell(told)


@dataclass(frozen=True)
class Placed:
    """A cell and the column its left edge stands in, from 0."""

    cell: Cell
    column: int


@dataclass(frozen=True)
class Table(Node):
    """A table (bảng). Its head is repeated on every page, its rows are never split.

    `heads` are several header rows instead of the columns' titles (cells with `span` and `rows`).
    """

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    caption: str = ""
    heads: tuple[tuple[Cell, ...], ...] = ()

    def __post_init__(self) -> None:
        super().__post_init__()
        if not self.columns or any(column.width <= 0 for column in self.columns):
            raise ValueError("a table needs columns, each with a width")
        object.__setattr__(self, "rows", tuple(tuple(cell(told) for told in row) for row in self.rows))
        for part in (self.header, self.rows):
            _place(part, len(self.columns))

    @property
    def header(self) -> tuple[tuple[Cell, ...], ...]:
        """The header rows."""
        return self.heads or (tuple(Cell(column.title, bold=True) for column in self.columns),)

    @property
    def placed(self) -> tuple[tuple[Placed, ...], ...]:
        """The rows below the head, every cell with its column."""
        return _place(self.rows, len(self.columns))

    @property
    def placed_header(self) -> tuple[tuple[Placed, ...], ...]:
        """The header rows, every cell with its column."""
        return _place(self.header, len(self.columns))


def _place(rows: tuple[Row, ...], width: int) -> tuple[tuple[Placed, ...], ...]:
    """Where every cell stands. Raises ValueError unless every place of the grid is taken by one cell."""
    hanging = [0] * width
    placed: list[tuple[Placed, ...]] = []
    for number, row in enumerate(rows, 1):
        free = [index for index, left in enumerate(hanging) if not left]
        cells = [cell(told) for told in row]
        taken = sum(told.span for told in cells)
        if taken != len(free) or any(min(told.span, told.rows) < 1 for told in cells):
            raise ValueError(f"row {number} fills {taken} of {len(free)} places: {row!r}")
        hanging = [max(0, left - 1) for left in hanging]
        line = []
        for told in cells:
            columns = [free.pop(0) for _column in range(told.span)]
            if columns[-1] - columns[0] != told.span - 1:
                raise ValueError(f"row {number} has a cell torn by one that hangs from above")
            line.append(Placed(told, columns[0]))
            for column in columns:
                hanging[column] = told.rows - 1
        placed.append(tuple(line))
    if any(hanging):
        raise ValueError("a cell hangs below the last row")
    return tuple(placed)


@dataclass(frozen=True)
class Series(Node):
    """One line or colour of a chart; None leaves a gap."""

    name: str
    values: tuple[Decimal | None, ...]


@dataclass(frozen=True)
class Chart(Node):
    """A chart (biểu đồ): bars start at zero, figures stand at their marks, `target` is a line across."""

    kind: ChartKind
    title: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str = ""
    target: Decimal | None = None
    note: str = ""

    def __post_init__(self) -> None:
        super().__post_init__()
        if not self.categories or not self.series:
            raise ValueError("a chart needs categories and series")
        for line in self.series:
            if len(line.values) != len(self.categories):
                raise ValueError(
                    f"{line.name!r} has {len(line.values)} values for {len(self.categories)} categories"
                )
        if self.kind == "stacked" and any(
            value and value < 0 for line in self.series for value in line.values
        ):
            raise ValueError("stacked bars cannot hold negative values")


def chart_table(chart: Chart) -> Table:
    """The chart's twin: the same figures as a table; a gap is an en dash."""
    unit = f" ({chart.unit})" if chart.unit else ""
    columns = [Column("", 2.0), *(Column(f"{line.name}{unit}", 1.0, "right") for line in chart.series)]
    if chart.target is not None:
        columns.append(Column(f"Mục tiêu{unit}", 1.0, "right"))
    rows = []
    for index, category in enumerate(chart.categories):
        values = [line.values[index] for line in chart.series]
        values += [chart.target] if chart.target is not None else []
        rows.append((category, *("–" if value is None else format_number(value) for value in values)))
    return Table(tuple(columns), tuple(rows), caption=chart.title)


@dataclass(frozen=True)
class PageBreak(Node):
    """The next block begins a page."""


Block = Paragraph | Heading | Bullets | Table | Chart | PageBreak


@dataclass(frozen=True)
class Annex(Node):
    """An annex (phụ lục) on pages of its own: `number` is I, II …; empty when there is only one."""

    title: str
    blocks: tuple[Block, ...]
    landscape: bool = False
    number: str = ""


@dataclass(frozen=True)
class OfficialForm(Node):
    """The parts of an official document around its text (thể thức; NĐ 30/2020/NĐ-CP, phụ lục I).

    `notation`: `247/KH-UBND`, or `/KH-UBND` while it has no number. Without `type_name` it is a letter
    (công văn): the abstract stands under the notation as “V/v …” and the addressees after “Kính gửi”.
    `party`: the Party's form. `co_signing`, `co_signer`: who signs at the left of the signer, as the
    secretary of minutes does (mẫu biên bản); recipients then stand below both.
    """

    parent: str
    issuer: str
    notation: str
    place: str
    date: date | None
    type_name: str = ""
    abstract: str = ""
    addressees: tuple[str, ...] = ()
    signing: tuple[str, ...] = ()
    signer: str = ""
    recipients: tuple[str, ...] = ()
    draft: bool = False
    party: bool = False
    co_signing: tuple[str, ...] = ()
    co_signer: str = ""


@dataclass(frozen=True)
class Paper(Node):
    """A whole paper. `made_at` is the moment it stands for: every timestamp of its files."""

    title: str
    form: OfficialForm | None
    blocks: tuple[Block, ...]
    annexes: tuple[Annex, ...] = field(default=())
    author: str = ""
    made_at: datetime = field(kw_only=True)

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.made_at.tzinfo is None:
            raise ValueError("made_at needs its time zone")
