"""Papers as DOCX: Times New Roman, measures of the rule, headings one can navigate by."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from docx import Document
from docx.oxml.ns import qn
from docx.shared import Emu

from tinhso.papers import phrases, word_front, word_pages
from tinhso.papers.archives import settled
from tinhso.papers.content import Block, Bullets, Chart, Heading, PageBreak, Paper, Paragraph, Table
from tinhso.papers.drawing import drawn
from tinhso.papers.measures import Measures
from tinhso.papers.pictures import pictures
from tinhso.papers.word_tables import table
from tinhso.papers.wordml import TWIPS, Element, body, el, mm, par, run, words

_EMU_PER_TWIP: Final = 635
_LONGEST_ALT: Final = 2000


def render(paper: Paper) -> bytes:
    """The paper as DOCX; the same paper gives the same bytes. Raises Refusal for charts without the fonts."""
    measures = phrases.measures_of(paper)
    document = Document()
    word_pages.style(document, measures)
    word_pages.tell(document, paper)
    word_pages.first_section(document, measures)
    writer = _Writer(document, measures, iter(_drawn(paper)))
    writer.begin(paper)
    writer.write(paper.blocks, word_front.text_width(measures))
    if paper.form:
        writer.keep_last()
        writer.put(par(before=0, after=6, line=1, keep=True))
        writer.put(word_front.closing(paper.form, measures))
        writer.put(par(before=0, after=0, exact=1))
    for annex in paper.annexes:
        word_pages.annex_section(document, measures, landscape=annex.landscape)
        writer.put(*word_front.annex_opening(paper, annex, measures))
        writer.write(annex.blocks, word_front.text_width(measures, landscape=annex.landscape))
    out = io.BytesIO()
    document.save(out)
    return settled(out.getvalue(), phrases.moment(paper))


def _drawn(paper: Paper) -> Sequence[bytes]:
    """The pictures of all charts, made at once."""
    parts = (paper.blocks, *(annex.blocks for annex in paper.annexes))
    return pictures([drawn(block) for blocks in parts for block in blocks if isinstance(block, Chart)])


@dataclass
class _Writer:
    """Appends to the document, in its present section."""

    document: Any
    measures: Measures
    pictures: Iterator[bytes]

    def put(self, *elements: Element) -> None:
        """Append elements before the section's own."""
        for element in elements:
            self.document.element.body.insert_element_before(element, "w:sectPr")

    def begin(self, paper: Paper) -> None:
        """The title block, or the bare title."""
        for old in self.document.element.body.findall(qn("w:p")):
            self.document.element.body.remove(old)
        if paper.form:
            self.put(*word_front.opening(paper, paper.form, self.measures))
        elif paper.title:
            self.put(word_front.centred(paper.title, self.measures["type_pt"], after=10))

    def write(self, blocks: Sequence[Block], room: int) -> None:
        """Append blocks; `room` is the width of the text in twips."""
        first = mm(self.measures["first_line_mm"])
        for block in blocks:
            if isinstance(block, Paragraph):
                self.put(body(block, first))
            elif isinstance(block, Heading):
                self.put(par([el("r", None, *words(block.text))], style=f"Heading{block.level}"))
            elif isinstance(block, Bullets):
                self._bullets(block, first)
            elif isinstance(block, Table):
                self.put(*table(block, self.measures, room))
            elif isinstance(block, Chart):
                self._chart(block, room)
            elif isinstance(block, PageBreak):
                self.put(par([el("r", None, el("br", {"type": "page"}))], after=0))

    def keep_last(self) -> None:
        """The last paragraph goes with what follows: a signature never stands on a page alone."""
        paragraphs = self.document.element.body.findall(qn("w:p"))
        if paragraphs:
            paragraphs[-1].get_or_add_pPr().get_or_add_keepNext()

    def _bullets(self, told: Bullets, first: int) -> None:
        for number, item in enumerate(told.items, 1):
            self.put(body(item, first, f"{number}." if told.ordered else told.mark))

    def _chart(self, chart: Chart, room: int) -> None:
        size = self.measures["table_pt"]
        if chart.title:
            self.put(
                par([run(chart.title, size, bold=True)], align="center", keep=True, before=6, after=3, line=1)
            )
        drawing = drawn(chart)
        width = min(int(drawing.width * TWIPS), room)
        height = int(drawing.height / drawing.width * width)
        paragraph = self.document.add_paragraph()
        picture = paragraph.add_run().add_picture(
            io.BytesIO(next(self.pictures)), Emu(width * _EMU_PER_TWIP), Emu(height * _EMU_PER_TWIP)
        )
        told = picture._inline.docPr
        told.set("descr", phrases.chart_words(chart)[:_LONGEST_ALT])
        told.set("title", chart.title[:255])
        paragraph.alignment = 1
        paragraph.paragraph_format.keep_with_next = bool(chart.note)
        if chart.note:
            self.put(par([run(chart.note, size - 1, italic=True)], align="center", line=1))
