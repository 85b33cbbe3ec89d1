"""What the typesetter is given: a paper as plain data, every word of it a value, none of it source."""

from __future__ import annotations

import re
from typing import Any, Final

from tinhso.papers import phrases
from tinhso.papers.content import Annex, Block, Cell, Chart, OfficialForm, Paper, Table
from tinhso.papers.drawing import drawn
from tinhso.papers.frozen import to_data
from tinhso.papers.marks import Drawing
from tinhso.papers.measures import Measures

_LONG_WORD: Final = re.compile(r"\S{30,}")
_PARTS_OF_TIME: Final = ("year", "month", "day", "hour", "minute", "second")
_LONG_CELL: Final = 1500
_SPLIT_STATE, _SPLIT_PARTY = 0.42, 0.5


def told(paper: Paper) -> dict[str, Any]:
    """All the template reads."""
    measures = phrases.measures_of(paper)
    made = phrases.moment(paper)
    return {
        "title": paper.title,
        "author": paper.author,
        "made_at": {
            part: getattr(made, part) for part in ("year", "month", "day", "hour", "minute", "second")
        },
        "measures": plain_measures(measures),
        "front": _front(paper, paper.form) if paper.form else None,
        "blocks": [_block(block) for block in paper.blocks],
        "annexes": [_annex(paper, annex) for annex in paper.annexes],
    }


def plain_measures(measures: Measures) -> dict[str, float]:
    """The measures by name."""
    return {name: measure.value for name, measure in measures.all.items()}


def _front(paper: Paper, form: OfficialForm) -> dict[str, Any]:
    return {
        "parent": phrases.in_capitals(form.parent),
        "issuer": phrases.in_capitals(form.issuer),
        "number": phrases.number_line(form),
        "letter": phrases.letter_abstract(form),
        "draft": phrases.DRAFT if form.draft else "",
        "party": form.party,
        "nation": phrases.PARTY if form.party else phrases.NATION,
        "motto": "" if form.party else phrases.MOTTO,
        "place": phrases.place_line(paper, form),
        "split": _SPLIT_PARTY if form.party else _SPLIT_STATE,
        "type_name": form.type_name.upper(),
        "abstract": form.abstract if form.type_name else "",
        "addressing": phrases.ADDRESSEES,
        "addressees": phrases.addressed(form),
        "receiving": phrases.RECIPIENTS,
        "recipients": phrases.listed(form.recipients),
        "signing": form.signing,
        "signer": form.signer,
        "co_signing": form.co_signing,
        "co_signer": form.co_signer,
    }


def _annex(paper: Paper, annex: Annex) -> dict[str, Any]:
    return {
        "name": phrases.annex_name(annex),
        "title": annex.title.upper(),
        "origin": phrases.annex_origin(paper),
        "landscape": annex.landscape,
        "blocks": [_block(block) for block in annex.blocks],
    }


def _block(block: Block) -> dict[str, Any]:
    if isinstance(block, Table):
        return _table(block)
    if isinstance(block, Chart):
        return {
            "is": "Chart",
            "title": block.title,
            "note": block.note,
            "alt": phrases.chart_words(block),
            "drawing": drawing_data(drawn(block)),
        }
    return _divided(to_data(block))  # type: ignore[no-any-return]  # a block is told as a dict


def drawing_data(drawing: Drawing) -> dict[str, Any]:
    """A drawing as plain data."""
    return to_data(drawing)  # type: ignore[no-any-return]  # a dataclass is told as a dict


def _divided(data: Any) -> Any:
    """Very long words may break: a zero-width space every sixteen letters."""
    if isinstance(data, str):
        return divided(data)
    if isinstance(data, list):
        return [_divided(item) for item in data]
    if isinstance(data, dict):
        return {name: _divided(value) for name, value in data.items()}
    return data


def divided(words: str) -> str:
    """The words, those of thirty letters or more with places where a line may end."""
    return _LONG_WORD.sub(lambda found: re.sub(r"(.{16})(?=.)", "\\1\u200b", found[0]), words)


def _table(table: Table) -> dict[str, Any]:
    return {
        "is": "Table",
        "caption": table.caption,
        "widths": [column.width for column in table.columns],
        "head": [_cell(cell, "center", head=True) for row in table.header for cell in row],
        "body": [
            _cell(placed.cell, table.columns[placed.column].align or "left", head=False)
            for row in table.placed
            for placed in row
        ],
    }


def _cell(cell: Cell, align: str, *, head: bool) -> dict[str, Any]:
    return {
        "text": divided(cell.text),
        "bold": cell.bold,
        "italic": cell.italic,
        "align": cell.align,
        "column_align": align,
        "span": cell.span,
        "rows": cell.rows,
        "head": head,
        "long": len(cell.text) > _LONG_CELL,
    }
