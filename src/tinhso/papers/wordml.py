"""Small pieces of WordprocessingML: elements, runs and paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from tinhso.papers.content import Paragraph, Run

Element = Any
"""An element of lxml: untyped there."""

POINTS: Final = 2
"""Sizes of letters are told in half points."""
TWIPS: Final = 20
"""Spaces are told in twentieths of a point."""
MM: Final = 1440 / 25.4
"""Twentieths of a point in a millimetre."""
_BREAKS: Final = re.compile(r"([\n\t])")


def el(name: str, attributes: dict[str, object] | None = None, *children: Element) -> Element:
    """`<w:name w:key="value">` with its children; children that are None are left out."""
    made = OxmlElement(f"w:{name}")
    for key, value in (attributes or {}).items():
        made.set(qn(f"w:{key}"), str(value))
    for child in children:
        if child is not None:
            made.append(child)
    return made


def val(name: str, value: object) -> Element:
    """`<w:name w:val="value">`."""
    return el(name, {"val": value})


def words(text: str) -> list[Element]:
    """A text with its line breaks and tabulators."""
    parts: list[Element] = []
    for part in _BREAKS.split(text):
        if part == "\n":
            parts.append(el("br"))
        elif part == "\t":
            parts.append(el("tab"))
        elif part:
            told = el("t")
            told.text = part
            told.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            parts.append(told)
    return parts


def run(
    text: str, size: float = 0, *, bold: bool = False, italic: bool = False, underline: bool = False
) -> Element:
    """A run; without `size` it has the paragraph's."""
    manner = el(
        "rPr",
        None,
        el("b") if bold else None,
        el("i") if italic else None,
        val("sz", round_half(size)) if size else None,
        val("szCs", round_half(size)) if size else None,
        val("u", "single") if underline else None,
    )
    return el("r", None, manner if len(manner) else None, *words(text))


def round_half(points: float) -> int:
    """Half points."""
    return int(points * POINTS + 0.5)


def twips(points: float) -> int:
    """Twentieths of a point."""
    return int(points * TWIPS + 0.5)


def mm(length: float) -> int:
    """Millimetres as twentieths of a point."""
    return int(length * MM + 0.5)


def plain_run(told: Run) -> Element:
    """A run of the content tree."""
    return run(told.text, bold=told.bold, italic=told.italic, underline=told.underline)


def par(
    runs: Iterable[Element] = (),
    *,
    align: str = "",
    style: str = "",
    before: float | None = None,
    after: float | None = None,
    line: float | None = None,
    exact: float | None = None,
    left: int = 0,
    right: int = 0,
    first: int = 0,
    keep: bool = False,
    top_line: bool = False,
) -> Element:
    """A paragraph. Spaces in points, indents in twips; `line` is a multiple, `exact` a height;

    `top_line` draws a line above.
    """
    spacing: dict[str, object] = {}
    if before is not None:
        spacing["before"] = twips(before)
    if after is not None:
        spacing["after"] = twips(after)
    if line is not None:
        spacing |= {"line": int(240 * line + 0.5), "lineRule": "auto"}
    if exact is not None:
        spacing |= {"line": twips(exact), "lineRule": "exact"}
    indent = {
        name: value
        for name, value in (("left", left), ("right", right), ("firstLine", first), ("hanging", -first))
        if value > 0
    }
    manner = el(
        "pPr",
        None,
        val("pStyle", style) if style else None,
        el("keepNext") if keep else None,
        _edge() if top_line else None,
        el("spacing", spacing) if spacing else None,
        el("ind", dict(indent)) if indent else None,
        val("jc", {"justify": "both"}.get(align, align)) if align else None,
    )
    return el("p", None, manner if len(manner) else None, *runs)


def _edge() -> Element:
    return el("pBdr", None, el("top", {"val": "single", "sz": 6, "space": 1, "color": "000000"}))


def body(told: Paragraph, first: int, prefix: str = "") -> Element:
    """A paragraph of the text, its first line set in by `first` twips."""
    runs = [plain_run(piece) for piece in told.runs]
    if prefix:
        runs.insert(0, run(f"{prefix} "))
    inset = first if prefix or (told.indent and told.align == "justify") else 0
    return par(runs, align=told.align, first=inset)
