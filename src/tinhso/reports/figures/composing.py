"""A report's text with the figures in it: block by block for the page, as a whole for the paper."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from django.utils import translation

from tinhso.papers import content
from tinhso.reports.figures import charts, tables, voids
from tinhso.reports.figures.answers import Answer
from tinhso.reports.figures.evaluating import Evaluator
from tinhso.reports.figures.facts import read
from tinhso.reports.figures.moments import Setting
from tinhso.reports.figures.naming import name_of
from tinhso.reports.figures.proposing import proposed
from tinhso.reports.figures.wants import wants
from tinhso.reports.template import nodes
from tinhso.reports.template.parsing import parse
from tinhso.reports.template.walking import figures, figures_of

LANGUAGE: Final = "vi"
"""Reports are official papers: they are written in Vietnamese, whoever looks at them."""


@dataclass(frozen=True)
class Piece:
    """A piece of a paragraph: words, or a figure with its answer and what it was the period before."""

    text: str
    bold: bool = False
    italic: bool = False
    answer: Answer | None = None
    before: str = ""


@dataclass(frozen=True)
class Given:
    """What one agency gave for a part: who, its words, where it stands."""

    agency: str
    text: str
    counts: bool
    state: str = ""
    key: UUID | None = None


@dataclass(frozen=True)
class Composed:
    """One block: its node, its lines in the text, its words with figures, and its content for the paper."""

    number: int
    node: nodes.Block
    span: tuple[int, int]
    kind: str
    paragraphs: tuple[tuple[Piece, ...], ...] = ()
    content: tuple[content.Block, ...] = ()
    source: str = ""
    given: tuple[Given, ...] = ()


@dataclass(frozen=True)
class Composition:
    """A whole report at one moment: title, blocks, and every figure of its text by key."""

    setting: Setting
    title: str
    blocks: tuple[Composed, ...]
    answers: Mapping[str, Answer] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def missing(self) -> list[Answer]:
        """Figures that are not there, with who owes them."""
        return [answer for answer in self.answers.values() if answer.missing]

    @property
    def illustrative(self) -> bool:
        """Whether a figure of the demo is behind any of it."""
        return any(answer.illustrative for answer in self.answers.values())


def compose(
    title: str,
    body: str,
    setting: Setting,
    *,
    given: Mapping[str, Sequence[Given]] | None = None,
    pinned: Mapping[str, Answer] | None = None,
) -> Composition:
    """The report of that text. Raises BadTemplate."""
    with translation.override(LANGUAGE):
        tree, head = parse(body), parse(title)
        wanted = wants((tree, head), setting.place)
        evaluator = Evaluator(read(wanted, setting), read(wanted, setting.before()), pinned or {})
        return _Composer(evaluator, given or {}, body.split("\n")).whole(head, tree)


class _Composer:
    """The visitor over blocks."""

    def __init__(
        self, evaluator: Evaluator, given: Mapping[str, Sequence[Given]], lines: Sequence[str]
    ) -> None:
        self.evaluator, self.given, self.lines = evaluator, given, lines
        self.answers: dict[str, Answer] = {}
        self.names: dict[str, str] = {}
        self.said: set[str] = set()
        self.in_annex = False

    def whole(self, head: nodes.Tree, tree: nodes.Tree) -> Composition:
        """Title and all blocks."""
        lines = [line for block in head.blocks for line in self._lines(block)]
        title = " ".join("".join(piece.text for piece in line) for line in lines)
        self.every = figures(tree)
        blocks = tuple(
            self._block(number, block, span)
            for number, (block, span) in enumerate(zip(tree.blocks, tree.spans, strict=True))
        )
        return Composition(self.evaluator.now.setting, title, blocks, self.answers, self.names)

    def _answer(self, figure: nodes.Figure) -> Answer:
        found = self.answers.get(figure.key)
        if found is None:
            found = self.answers[figure.key] = self.evaluator.answer(figure)
            self.names[figure.key] = name_of(figure, self.evaluator.now)
        return found

    def _pieces(self, parts: Iterable[nodes.Part]) -> tuple[Piece, ...]:
        return tuple(self._piece(part) for part in parts)

    def _piece(self, part: nodes.Part) -> Piece:
        if isinstance(part, nodes.Words):
            return Piece(part.text, part.bold, part.italic)
        answer = self._answer(part.figure)
        before = ""
        if part.figure.when is nodes.When.NOW and not isinstance(part.figure, nodes.PeriodFigure):
            earlier = self.evaluator.earlier(part.figure)
            before = "" if earlier.missing else earlier.text
        return Piece(answer.printed, part.bold, part.italic, answer, before)

    def _lines(self, block: nodes.Block) -> tuple[tuple[Piece, ...], ...]:
        match block:
            case nodes.Title() | nodes.Prose():
                return (self._pieces(block.parts),)
            case nodes.Items():
                return tuple(self._pieces(item.parts) for item in block.items)
        return ()

    def _void(self, block: nodes.Block) -> tuple[str, ...] | None:
        """What a block with nothing to count says, once a section, never in an annex; None if it counts."""
        if isinstance(block, nodes.Title | nodes.AnnexStart):
            self.said = set()
            self.in_annex |= isinstance(block, nodes.AnnexStart)
        found = voids.of_block(block, self.evaluator.now)
        if not found:
            return None
        if not all(one.known for one in found):
            for figure in figures_of(block):
                self._answer(figure)
        fresh = [one.sentence for one in found if one.sentence not in self.said and not self.in_annex]
        self.said.update(fresh)
        return tuple(dict.fromkeys(fresh))

    def _block(self, number: int, block: nodes.Block, span: tuple[int, int]) -> Composed:
        source = "\n".join(self.lines[span[0] - 1 : span[1]])
        void = self._void(block)
        if void is not None:
            printed = tuple(map(content.text, void))
            return Composed(
                number, block, span, "void", tuple((Piece(one),) for one in void), printed, source
            )
        lines = self._lines(block)
        match block:
            case nodes.Title():
                told = (content.Heading("".join(piece.text for piece in lines[0]), block.level),)
                return Composed(number, block, span, "title", lines, told, source)
            case nodes.Prose():
                return Composed(number, block, span, "prose", lines, (_paragraph(lines[0]),), source)
            case nodes.Items():
                points = (content.Bullets(tuple(_paragraph(line) for line in lines)),)
                return Composed(number, block, span, "items", lines, points, source)
            case nodes.Slot():
                return self._slot(number, block, span, source)
            case nodes.Proposal():
                return self._proposal(number, block, span)
            case nodes.NewPage():
                return Composed(number, block, span, "page", (), (content.PageBreak(),), source)
            case nodes.AnnexStart():
                return Composed(number, block, span, "annex", source=source)
        drawn = self._drawn(block)
        kind = "chart" if isinstance(drawn, content.Chart) else "table"
        return Composed(number, block, span, kind, (), (drawn,), source)

    def _drawn(self, block: nodes.Block) -> content.Block:
        if isinstance(block, nodes.ChangeTable):
            return tables.changes(block, self.evaluator, self.every)
        if type(block) in _TABLES:
            table: content.Block = _TABLES[type(block)](block, self.evaluator)
            return table
        chart: content.Chart | None = _CHARTS[type(block)](block, self.evaluator)
        title = getattr(block, "title", "")
        return chart or tables.empty(title, "Biểu đồ chưa có số liệu.")

    def _slot(self, number: int, block: nodes.Slot, span: tuple[int, int], source: str) -> Composed:
        given = tuple(self.given.get(block.code, ()))
        said = [one for one in given if one.counts and one.text.strip()]
        told: list[content.Block] = []
        for one in said:
            paragraphs = [line for line in one.text.split("\n") if line.strip()]
            if len(said) > 1 and paragraphs:
                runs = (content.Run(f"{one.agency}: ", italic=True), content.Run(paragraphs[0].strip()))
                told.append(content.Paragraph(runs))
                paragraphs = paragraphs[1:]
            told += [content.text(line.strip()) for line in paragraphs]
        return Composed(number, block, span, "slot", (), tuple(told), source, given)

    def _proposal(self, number: int, block: nodes.Proposal, span: tuple[int, int]) -> Composed:
        """A proposed paragraph; no part of the paper before somebody accepts it."""
        source = proposed(block, self.evaluator)
        lines = tuple(line for inner in parse(source).blocks for line in self._proposed_lines(inner))
        return Composed(number, block, span, "proposal", lines, (), source)

    def _proposed_lines(self, block: nodes.Block) -> tuple[tuple[Piece, ...], ...]:
        """Its figures are shown, not counted among the report's."""
        kept, names = dict(self.answers), dict(self.names)
        lines = self._lines(block)
        self.answers, self.names = kept, names
        return lines


def _paragraph(line: Sequence[Piece]) -> content.Paragraph:
    return content.Paragraph(tuple(content.Run(piece.text, piece.bold, piece.italic) for piece in line))


_TABLES: Final[Mapping[type, Callable[..., Any]]] = {
    nodes.TargetTable: tables.targets,
    nodes.TaskTable: tables.tasks,
    nodes.AgencyTable: tables.agencies,
    nodes.PillarTable: tables.pillars,
    nodes.IndicatorTable: tables.indicators,
}
_CHARTS: Final[Mapping[type, Callable[..., Any]]] = {
    nodes.TargetChart: charts.targets,
    nodes.SeriesChart: charts.series,
    nodes.PlacesChart: charts.places,
    nodes.AgencyChart: charts.agencies,
    nodes.PillarChart: charts.pillars,
    nodes.RankChart: charts.ranks,
}
