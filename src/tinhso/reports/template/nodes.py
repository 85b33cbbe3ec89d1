"""What a template is made of: small frozen nodes that know their place in the text.

Nodes are pure; evaluating, checking and describing them are visitors of their own.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from tinhso.indicators.formula.nodes import Node as FormulaNode


class When(StrEnum):
    """Of which moment a figure is told: the report's, the period before, or what changed between them."""

    NOW = ""
    BEFORE = "truoc"
    CHANGE = "doi"


@dataclass(frozen=True)
class Placed:
    """Anything with a place in the text; `line` and `column` count from 1 and are no part of equality."""

    line: int = field(default=1, compare=False, repr=False, kw_only=True)
    column: int = field(default=1, compare=False, repr=False, kw_only=True)


@dataclass(frozen=True)
class Figure(Placed):
    """A figure in braces (số liệu trong văn bản). `key` is how it is written, the same for equal ones."""

    key: str
    when: When = field(default=When.NOW, kw_only=True)


@dataclass(frozen=True)
class PeriodFigure(Figure):
    """The period of the report, or a part of it: its name, first and last day, year."""

    aspect: str


@dataclass(frozen=True)
class TargetFigure(Figure):
    """Something of one target (chỉ tiêu): value, value due, both as a pair, status …"""

    code: str
    aspect: str


@dataclass(frozen=True)
class IndicatorFigure(Figure):
    """A figure of an indicator (chỉ số) at a place: the latest, or of a period; told or by boundaries."""

    code: str
    aspect: str
    place: str = ""
    period: str = ""
    boundaries: str = ""


@dataclass(frozen=True)
class TargetCount(Figure):
    """How many targets of a plan (`*`: of all running plans) stand so; of a pillar, of an agency."""

    plan: str
    aspect: str
    pillar: str = ""
    agency: str = ""


@dataclass(frozen=True)
class TaskCount(Figure):
    """How many tasks of a plan (`*`: of all running plans) stand so; of an agency."""

    plan: str
    aspect: str
    agency: str = ""


@dataclass(frozen=True)
class RankFigure(Figure):
    """A published result of a composite index (bộ chỉ số): rank, of how many, value, year."""

    index: str
    aspect: str
    place: str = ""
    year: str = ""


@dataclass(frozen=True)
class Calculated(Figure):
    """A formula over indicators, in the language of `indicators.formula`."""

    formula: str
    tree: FormulaNode
    digits: int = 1
    unit: str = ""
    place: str = ""


@dataclass(frozen=True)
class Words(Placed):
    """Plain words, in one manner."""

    text: str
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True)
class Told(Placed):
    """A figure inside a paragraph, in the manner around it."""

    figure: Figure
    bold: bool = False
    italic: bool = False


Part = Words | Told


@dataclass(frozen=True)
class Title(Placed):
    """A heading (đề mục)."""

    parts: tuple[Part, ...]
    level: int


@dataclass(frozen=True)
class Prose(Placed):
    """A paragraph (đoạn)."""

    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Items(Placed):
    """Points of a list (gạch đầu dòng)."""

    items: tuple[Prose, ...]


@dataclass(frozen=True)
class Drawn(Placed):
    """A table or a chart; `title` stands above it."""

    title: str = field(default="", kw_only=True)


@dataclass(frozen=True)
class TargetTable(Drawn):
    """Targets of a plan by pillar: actual and due as a pair, status, change since last time."""

    plan: str
    pillar: str = ""
    agency: str = ""


@dataclass(frozen=True)
class TaskTable(Drawn):
    """Tasks of a plan one by one; `only` those late."""

    plan: str
    agency: str = ""
    only: str = ""


@dataclass(frozen=True)
class AgencyTable(Drawn):
    """Tasks of a plan counted by agency, late ones beside."""

    plan: str


@dataclass(frozen=True)
class PillarTable(Drawn):
    """Targets of a plan counted by pillar and status."""

    plan: str


@dataclass(frozen=True)
class IndicatorTable(Drawn):
    """Indicators at places: one line a place."""

    codes: tuple[str, ...]
    places: tuple[str, ...] = ()


@dataclass(frozen=True)
class ChangeTable(Drawn):
    """Every figure of the text beside that of the last period (bảng so sánh)."""


@dataclass(frozen=True)
class TargetChart(Drawn):
    """Targets of a plan that are told in percent: reached beside due."""

    plan: str
    pillar: str = ""


@dataclass(frozen=True)
class SeriesChart(Drawn):
    """An indicator over its periods, the last `last` of them."""

    code: str
    place: str = ""
    last: int = 8


@dataclass(frozen=True)
class PlacesChart(Drawn):
    """An indicator at several places."""

    code: str
    places: tuple[str, ...]


@dataclass(frozen=True)
class AgencyChart(Drawn):
    """Tasks by agency: done, running, late."""

    plan: str


@dataclass(frozen=True)
class PillarChart(Drawn):
    """Targets by pillar and status."""

    plan: str


@dataclass(frozen=True)
class RankChart(Drawn):
    """The ranks of a place in an index over the years."""

    index: str
    place: str = ""


@dataclass(frozen=True)
class Slot(Placed):
    """A part that agencies write (phần đơn vị gửi); `asks` says what is wanted."""

    code: str
    agencies: tuple[str, ...]
    asks: str = ""


@dataclass(frozen=True)
class Proposal(Placed):
    """A paragraph proposed from the figures by a rule (đoạn đề xuất) until accepted or changed."""

    rule: str
    plan: str


@dataclass(frozen=True)
class AnnexStart(Placed):
    """What follows is an annex (phụ lục) on pages of its own."""

    title: str
    landscape: bool = False


@dataclass(frozen=True)
class NewPage(Placed):
    """What follows begins a page."""


Table = TargetTable | TaskTable | AgencyTable | PillarTable | IndicatorTable | ChangeTable
Chart = TargetChart | SeriesChart | PlacesChart | AgencyChart | PillarChart | RankChart
Block = Title | Prose | Items | Table | Chart | Slot | Proposal | AnnexStart | NewPage


@dataclass(frozen=True)
class Tree:
    """A whole template, parsed; `spans` are the first and last line of each block."""

    blocks: tuple[Block, ...]
    spans: tuple[tuple[int, int], ...] = field(default=(), compare=False)

    @property
    def slots(self) -> tuple[Slot, ...]:
        """The parts that agencies write."""
        return tuple(block for block in self.blocks if isinstance(block, Slot))
