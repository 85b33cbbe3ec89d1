"""What a DOCX says: its paragraphs and tables in order, paragraphs with their automatic numbers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from docx.oxml.ns import qn

from tinhso.papers.word_lines import Grid, Line
from tinhso.papers.word_numbers import Numbers, read_numbers, whole
from tinhso.papers.word_package import Package
from tinhso.papers.words import clean

_SIGNS: Final = {qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:tab"): " ", qn("w:noBreakHyphen"): "-"}
_HIDDEN: Final = frozenset(
    {
        *(qn("w:del"), qn("w:moveFrom"), qn("w:instrText"), qn("w:pPr"), qn("w:rPr"), qn("w:txbxContent")),
        "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
    }
)
_DEEPEST_STYLE: Final = 12


@dataclass(frozen=True)
class _Styles:
    """What styles say of numbering and headings."""

    numbers: dict[str, tuple[str, int]]
    headings: dict[str, int]


def read(content: bytes) -> tuple[Line | Grid, ...]:
    """Paragraphs and tables in order, empty ones left out. Raises Invalid for what is no DOCX."""
    package = Package(content)
    body = package.tree("word/document.xml").find(qn("w:body"))
    if body is None:
        return ()
    numbers = read_numbers(package.tree("word/numbering.xml"))
    styles = _styles(package.tree("word/styles.xml"))
    return tuple(_parts(body, numbers, styles))


def _parts(body: Any, numbers: Numbers, styles: _Styles) -> Iterator[Line | Grid]:
    for element in _blocks(body):
        if element.tag == qn("w:tbl"):
            grid = _grid(element)
            if any(cell for row in grid.rows for cell in row):
                yield grid
            continue
        words = _words(element)
        if words:
            yield _line(element, words, numbers, styles)


def _blocks(body: Any) -> Iterator[Any]:
    """Paragraphs and tables of the body, those inside content controls too."""
    waiting = [body.iterchildren()]
    while waiting:
        element = next(waiting[-1], None)
        if element is None:
            waiting.pop()
        elif element.tag in {qn("w:p"), qn("w:tbl")}:
            yield element
        elif element.tag in {qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:customXml")}:
            waiting.append(element.iterchildren())


def _words(element: Any) -> str:
    """The visible words of a paragraph: without what is deleted, without fields' instructions."""
    told: list[str] = []
    waiting = [element.iterchildren()]
    while waiting:
        child = next(waiting[-1], None)
        if child is None:
            waiting.pop()
        elif child.tag == qn("w:t"):
            told.append(child.text or "")
        elif child.tag in _SIGNS:
            told.append(_SIGNS[child.tag])
        elif child.tag not in _HIDDEN and isinstance(child.tag, str):
            waiting.append(child.iterchildren())
    lines = clean("".join(told)).split("\n")
    return "\n".join(filter(None, (" ".join(line.split()) for line in lines)))


def _grid(table: Any) -> Grid:
    rows = []
    for row in table.iterchildren(qn("w:tr")):
        cells = []
        for cell in row.iterchildren(qn("w:tc")):
            cells.append("\n".join(filter(None, map(_words, cell.iter(qn("w:p"))))))
        rows.append(tuple(cells))
    return Grid(tuple(rows))


def _line(element: Any, words: str, numbers: Numbers, styles: _Styles) -> Line:
    manner = element.find(qn("w:pPr"))
    style = _value(manner, "pStyle")
    number_id, depth = _number(manner) or styles.numbers.get(style, ("", 0))
    label = numbers.next(number_id, depth) if number_id and number_id != "0" else ""
    return Line(words, label, styles.headings.get(style, 0))


def _number(manner: Any) -> tuple[str, int] | None:
    told = manner.find(qn("w:numPr")) if manner is not None else None
    if told is None:
        return None
    return _value(told, "numId"), whole(_value(told, "ilvl"), 0)


def _value(element: Any, name: str) -> str:
    child = element.find(qn(f"w:{name}")) if element is not None else None
    return "" if child is None else str(child.get(qn("w:val"), ""))


def _styles(root: Any) -> _Styles:
    found = _Styles({}, {})
    if root is None:
        return found
    known = {style.get(qn("w:styleId"), ""): style for style in root.iterchildren(qn("w:style"))}
    for key in known:
        for style in _chain(known, key):
            manner = style.find(qn("w:pPr"))
            number = _number(manner)
            if key not in found.numbers and number and number[0]:
                found.numbers[key] = number
            outline = whole(_value(manner, "outlineLvl"), 9)
            if key not in found.headings and outline < 9:  # nine levels, from 0
                found.headings[key] = outline + 1
    return found


def _chain(known: dict[str, Any], key: str) -> Iterator[Any]:
    """A style and those it is based on; circles end."""
    for _step in range(_DEEPEST_STYLE):
        style = known.get(key)
        if style is None:
            return
        yield style
        key = _value(style, "basedOn")
