"""DOCX: what `papers` reads, as lines; text set in legacy fonts first brought into Unicode."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import Any, Final

from docx.oxml.ns import qn
from lxml import etree

from tinhso.base import clock
from tinhso.base.errors import Invalid
from tinhso.papers.archives import settled
from tinhso.papers.word_lines import Grid, Line
from tinhso.papers.word_package import Package
from tinhso.papers.word_text import read as parts_of
from tinhso.papers.words import clean
from tinhso.reading.sources import legacy, refusals, scans
from tinhso.reading.sources.heads import is_frame
from tinhso.reading.sources.model import DOCX, Progress, Raw
from tinhso.reading.sources.plain import encoding_note, visible

_BODY: Final = "word/document.xml"
_RELATIONS: Final = "word/_rels/document.xml.rels"
_BLIP: Final = qn("a:blip")
_DRAWN: Final = (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".gif")
_MOST_EDGES: Final = 9
_CREATED: Final = "{http://purl.org/dc/terms/}created"
_OF_A_TEMPLATE: Final = date(2013, 12, 23)
"""The day of a template that programs write their documents with: the day of none of them."""
_FONTS: Final = ("ascii", "hAnsi", "cs")


def read(content: bytes, progress: Progress) -> Raw:
    """A DOCX; one that holds nothing but pictures is read as they are.

    Raises Invalid (`broken`, `too_large`, …) for what is none, or dangerous.
    """
    try:
        package = Package(content)
        restored, encodings = _restored(package, content)
        told = "\n".join(_lines(parts_of(restored)))
        text, guessed = legacy.restored(told)
        hidden = clean("\n".join(_hidden(package)))
        created = _created(package)
        pictures = [] if any(map(str.isalnum, text)) else list(_pictures(package))
    except Invalid as refused:
        raise refusals.with_code(refused) from refused
    if pictures:
        found = scans.read_all(pictures, progress)
        return replace(found, dated=created, hidden=f"{hidden}\n{found.hidden}")
    names = ", ".join(sorted(encodings | ({guessed} if guessed else set())))
    return Raw(visible(text), DOCX, dated=created, notes=encoding_note(names), hidden=hidden)


def _lines(parts: tuple[Line | Grid, ...]) -> Iterator[str]:
    for part in parts:
        if isinstance(part, Line):
            yield f"{part.label} {part.text}".strip()
        elif is_frame(part.plain):
            yield from (line for row in part.rows for cell in row for line in cell.split("\n") if line)
        else:
            yield from (line.rstrip(" |") for line in part.plain.split("\n") if line.strip(" |"))


def _restored(package: Package, content: bytes) -> tuple[bytes, set[str]]:
    """The file with runs in legacy fonts in Unicode, and the names of their encodings."""
    raw = package.read(_BODY)
    if not any(font.encode() in raw for one in legacy.encodings() for font in one.fonts):
        return content, set()
    body = package.tree(_BODY)
    found: set[str] = set()
    for run in body.iter(qn("w:r")):
        font = _font(run)
        known = legacy.of_font(font)
        if known is None:
            continue
        found.add(known.name)
        for words in run.iterchildren(qn("w:t")):
            words.text = legacy.in_font(words.text or "", font)
    changed = etree.tostring(body, xml_declaration=True, encoding="UTF-8", standalone=True)
    return settled(content, clock.now(), {_BODY: lambda _old: changed}), found


def _font(run: Any) -> str:
    fonts = run.find(f"{qn('w:rPr')}/{qn('w:rFonts')}")
    if fonts is None:
        return ""
    return next((name for side in _FONTS if (name := fonts.get(qn(f"w:{side}")))), "")


def _hidden(package: Package) -> Iterator[str]:
    """Paragraphs of headers, footers and frames, where stamps of secrecy stand."""
    body = package.tree(_BODY)
    for frame in body.iter(qn("w:txbxContent")):
        yield from map(_words, frame.iter(qn("w:p")))
    for number in range(1, _MOST_EDGES + 1):
        for edge in ("header", "footer"):
            tree = package.tree(f"word/{edge}{number}.xml")
            if tree is not None:
                yield from map(_words, tree.iter(qn("w:p")))


def _pictures(package: Package) -> Iterator[bytes]:
    """The pictures in the order in which they stand."""
    relations = package.tree(_RELATIONS)
    if relations is None:
        return
    targets = {
        one.get("Id"): one.get("Target", "")
        for one in relations
        if one.get("Type", "").endswith("/image") and one.get("TargetMode") != "External"
    }
    for shown in package.tree(_BODY).iter(_BLIP):
        name = "word/" + targets.get(shown.get(qn("r:embed")), "")
        if name.endswith(_DRAWN):
            with suppress(KeyError):  # named, but not there
                yield package.read(name)


def _words(paragraph: Any) -> str:
    return "".join(words.text or "" for words in paragraph.iter(qn("w:t")))


def _created(package: Package) -> date | None:
    properties = package.tree("docProps/core.xml")
    told = properties.findtext(_CREATED, "") if properties is not None else ""
    try:
        found = date.fromisoformat(told[:10])
    except ValueError:
        return None
    return None if found == _OF_A_TEMPLATE else found
