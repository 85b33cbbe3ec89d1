"""HTML: the words of an article, its tables as lines; scripts, menus and hidden parts left out."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from html.parser import HTMLParser
from typing import Final

import yaml

from tinhso.base.text import nfc
from tinhso.reading.sources import legacy, refusals
from tinhso.reading.sources.encodings import decoded
from tinhso.reading.sources.heads import is_frame
from tinhso.reading.sources.model import HTML, MOST_CHARACTERS, Progress, Raw
from tinhso.reading.sources.plain import encoding_note, settled, visible
from tinhso.reading.sources.syllables import DATA

_TAGS: Final[dict[str, list[str]]] = yaml.safe_load((DATA / "hypertext.yaml").read_text(encoding="utf-8"))
_DROPPED, _BLOCKS, _VOID = (frozenset(_TAGS[kind]) for kind in ("dropped", "blocks", "void"))
_CHARSET: Final = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w\-]+)", re.I)
_HIDDEN: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_DATE: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_PUBLISHED: Final = frozenset(
    {"article:published_time", "datepublished", "pubdate", "publishdate", "dc.date", "dc.date.issued"}
)
_ENOUGH: Final = 200
_LONG_CELL: Final = 1_000
_DEEPEST: Final = 2_000
_PIECES: Final = 1 << 16


@dataclass
class _Table:
    """A table that is being read: rows of cells, each a list of lines."""

    rows: list[list[list[str]]] = field(default_factory=list)
    layout: bool = False

    def lines(self) -> list[str]:
        """A line a row; a table that only lays out a page gives its lines one below the other."""
        cells = [cell for row in self.rows for cell in row]
        widest = max(map(len, self.rows), default=0)
        frame = is_frame(" ".join(line for cell in cells for line in cell))
        if self.layout or frame or widest <= 1 or any(len(" ".join(cell)) > _LONG_CELL for cell in cells):
            return [line for cell in cells for line in cell]
        told = (" | ".join(" ".join(cell) for cell in row).rstrip("| ").rstrip() for row in self.rows)
        return [line for line in told if line.strip(" |")]


@dataclass
class _Page:
    """What was read so far."""

    lines: list[str] = field(default_factory=list)
    inside: list[bool] = field(default_factory=list)
    """Whether each line stood in the article."""
    title: str = ""
    heading: str = ""
    published: str = ""


class _Reader(HTMLParser):
    """Follows the tags; what is open and dropped is counted, not trusted to be closed well."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = _Page()
        self._open: list[tuple[str, bool]] = []
        self._tables: list[_Table] = []
        self._words: list[str] = []
        self._in_title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "title":
            self._in_title = not self.page.title
        self._note(tag, given)
        if tag in _VOID:
            if tag in _BLOCKS:
                self._end_line()
            return
        if tag in _BLOCKS or tag in {"td", "th"}:
            self._end_line()
        if len(self._open) < _DEEPEST:
            hidden = "hidden" in given or bool(_HIDDEN.search(given.get("style", "")))
            self._open.append((tag, tag in _DROPPED or hidden))
        self._begin_in_table(tag)

    def _note(self, tag: str, given: dict[str, str]) -> None:
        """What the page says of itself."""
        name = (given.get("property") or given.get("name") or given.get("itemprop") or "").lower()
        if tag == "meta" and name == "og:title":
            self.page.heading = self.page.heading or given.get("content", "")
        if name in _PUBLISHED or (tag == "time" and "datetime" in given):
            told = given.get("content") or given.get("datetime") or ""
            self.page.published = self.page.published or told

    def _begin_in_table(self, tag: str) -> None:
        if tag == "table":
            if self._tables:
                self._tables[-1].layout = True
            self._tables.append(_Table())
        elif tag == "tr" and self._tables:
            self._tables[-1].rows.append([])
        elif tag in {"td", "th"} and self._tables:
            rows = self._tables[-1].rows
            if not rows:
                rows.append([])
            rows[-1].append([])

    def handle_endtag(self, tag: str) -> None:
        if tag == "title":
            self._in_title = False
        if not any(name == tag for name, _dropped in self._open):
            return
        if tag in _BLOCKS or tag in {"td", "th"}:
            self._end_line(heading=tag == "h1")
        while self._open:
            name, _dropped = self._open.pop()
            if name == "table":
                self._end_table()
            if name == tag:
                return

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.page.title += data
        elif not any(dropped for _name, dropped in self._open):
            self._words.append(data)

    def _end_line(self, *, heading: bool = False) -> None:
        words = " ".join("".join(self._words).split())
        self._words.clear()
        if words and heading:
            self.page.heading = words
        if words:
            self._put([words])

    def _put(self, lines: list[str]) -> None:
        rows = self._tables[-1].rows if self._tables else []
        if rows and rows[-1]:
            rows[-1][-1] += lines
            return
        article = any(name in {"article", "main"} for name, _dropped in self._open)
        self.page.lines += lines
        self.page.inside += [article] * len(lines)

    def _end_table(self) -> None:
        if self._tables:
            self._put(self._tables.pop().lines())

    def finished(self) -> _Page:
        """All of it, with what was never closed."""
        self.close()
        self._end_line()
        while self._tables:
            self._end_table()
        return self.page


def read(content: bytes, _progress: Progress) -> Raw:
    """An HTML page. Raises Invalid for bytes in an unknown encoding, or far too much of it."""
    text, encoding = _characters(content)
    if len(text) > 4 * MOST_CHARACTERS:
        raise refusals.too_much_inside()
    reader = _Reader()
    for start in range(0, len(text), _PIECES):
        reader.feed(text[start : start + _PIECES])
    page = reader.finished()
    words, found = legacy.restored(nfc(settled("\n".join(_chosen(page)))))
    return Raw(
        visible(words),
        HTML,
        title=nfc(" ".join((page.heading or page.title).split())),
        dated=_published(page.published),
        notes=encoding_note(encoding or found),
    )


def _characters(content: bytes) -> tuple[str, str]:
    """By the page's own word where its bytes bear it out, else by what the bytes look like."""
    told = _CHARSET.search(content[:4_096])
    if told and told[1].lower().startswith(b"windows-1258"):
        return nfc(content.decode("cp1258", "replace")), "Windows-1258"
    return decoded(content)


def _chosen(page: _Page) -> list[str]:
    """The lines of the article where there is one, with the heading above it."""
    inside = [line for line, article in zip(page.lines, page.inside, strict=True) if article]
    if sum(map(len, inside)) < _ENOUGH:
        return page.lines
    heading = page.heading
    return inside if not heading or heading in inside else [heading, *inside]


def _published(told: str) -> date | None:
    found = _DATE.match(told.strip())
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None
