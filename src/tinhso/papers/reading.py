"""A draft sent as DOCX, cut into clauses (điều, khoản, điểm), numbers typed or automatic."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from django.utils.translation import gettext as _

from tinhso.base.errors import Invalid
from tinhso.papers.late import late
from tinhso.papers.phrases import MOTTO, NATION, PARTY, RECIPIENTS
from tinhso.papers.word_lines import Grid, Line

CHAPTER, ARTICLE, POINT, LETTER, DASH, PARAGRAPH, TABLE, HEADING = (
    *("chapter", "article", "point", "letter", "dash", "paragraph", "table", "heading"),
)
_read: Final[Callable[[bytes], tuple[Line | Grid, ...]]] = late("tinhso.papers.word_text", "read")
_PARTS: Final = "(?:Phần|Chương|Mục)"
_LOOSE: Final = re.S | re.I
_SHAPES: Final = (
    (
        CHAPTER,
        1,
        re.compile(rf"(?P<label>{_PARTS}\s+(?:[IVXLC]+|\d{{1,3}}))\b[.:]?\s*(?P<rest>.*)", _LOOSE),
    ),
    (CHAPTER, 1, re.compile(r"(?P<label>[IVX]{1,6})[.)]\s*(?P<rest>\D.*)", re.S)),
    (ARTICLE, 2, re.compile(r"(?P<label>Điều\s+\d{1,3}[a-zđ]?)\b[.:]?\s*(?P<rest>.*)", re.S)),
    (POINT, 3, re.compile(r"(?:Khoản\s+)?(?P<label>\d{1,2}(?:\.\d{1,2}){1,4})[.)]?\s+(?P<rest>.+)", re.S)),
    (POINT, 3, re.compile(r"(?:Khoản\s+)?(?P<label>\d{1,3})[.)/:]\s*(?P<rest>\D.*)", re.S)),
    (LETTER, 4, re.compile(r"(?:[Đđ]iểm\s+)?(?P<label>[a-zđ])[).]\s*(?P<rest>.+)", re.S)),
    (DASH, 5, re.compile(r"(?P<label>[-–—+•*])\s*(?P<rest>.+)", re.S)),
)
_TYPE_NAMES: Final = re.compile(
    r"(?:DỰ THẢO\s+)?(NGHỊ QUYẾT|QUYẾT ĐỊNH|CHỈ THỊ|KẾ HOẠCH|BÁO CÁO|TỜ TRÌNH|THÔNG BÁO|ĐỀ ÁN"
    r"|CHƯƠNG TRÌNH|QUY CHẾ|QUY ĐỊNH|HƯỚNG DẪN|KẾT LUẬN|DANH MỤC|PHƯƠNG ÁN|DỰ ÁN)"
)
_RELATIVE: Final = {LETTER: frozenset({LETTER, DASH}), DASH: frozenset({DASH})}
"""Kinds whose depth follows from what stands above."""
_FRONT: Final = (NATION.casefold(), MOTTO.casefold(), PARTY.casefold())
_LONGEST_TITLE: Final = 300
_FEWEST: Final = 2
_ENDS: Final = ".:;,"


@dataclass(frozen=True)
class Clause:
    """One clause. `number` counts from 1 in order, `level` is its depth from 1.

    `label` is its own number as printed, without the stop behind it (`Điều 3`, `II`, `1.2`, `a`);
    `parent` the number of the clause it stands in.
    """

    number: int
    label: str
    text: str
    level: int
    parent: int | None
    kind: str


@dataclass(frozen=True)
class Draft:
    """What was read. Without numbers its paragraphs are offered as 1, 2, 3… and `numbered` is False."""

    title: str
    clauses: tuple[Clause, ...]
    numbered: bool


def read_docx(content: bytes) -> Draft:
    """The clauses of a DOCX. Raises Invalid (`file`) for what is none, dangerous, too large or empty."""
    title, parts = _without_front(_read(content))
    cut = _Cut()
    for part in parts:
        cut.take(part)
    labelled = sum(piece.kind in {CHAPTER, ARTICLE, POINT, LETTER} for piece in cut.pieces)
    if labelled >= _FEWEST:
        return Draft(title, _numbered(cut.pieces), numbered=True)
    plain = [_plain(part) for part in parts]
    if not plain:
        raise Invalid(
            _("Tệp không có chữ nào đọc được."),
            field="file",
            hint=_("Nếu văn bản là ảnh chụp, gửi bản gõ; hoặc dán nội dung vào ô văn bản."),
        )
    clauses = (
        Clause(number, str(number), text, 1, None, TABLE if isinstance(part, Grid) else PARAGRAPH)
        for number, (part, text) in enumerate(zip(parts, plain, strict=True), 1)
    )
    return Draft(title, tuple(clauses), numbered=False)


def _plain(part: Line | Grid) -> str:
    if isinstance(part, Grid):
        return part.plain
    return f"{part.label} {part.text}".strip() if part.label else part.text


def _without_front(parts: Sequence[Line | Grid]) -> tuple[str, list[Line | Grid]]:
    """The title, and the parts without title block, type, subject, signature and recipients."""
    kept = [part for part in parts if not _is_frame(part)]
    for index, part in enumerate(kept[:12]):
        if isinstance(part, Line) and not part.label and (found := _TYPE_NAMES.match(part.text)):
            if part.text != part.text.upper():
                continue
            subject = kept[index + 1] if index + 1 < len(kept) else None
            name = found[1].capitalize()
            taken = index + 1
            if part.text.strip(". ") == found[0].strip() and _is_subject(subject):
                name, taken = f"{name} {subject.text}", index + 2  # type: ignore[union-attr]  # a Line by _is_subject
            elif part.text.strip() != found[0].strip():
                name = part.text
            return " ".join(name.split())[:_LONGEST_TITLE], [*kept[:index], *kept[taken:]]
    first = next((part.text for part in kept if isinstance(part, Line)), "")
    return " ".join(first.split())[:_LONGEST_TITLE], kept


def _is_subject(part: Line | Grid | None) -> bool:
    return isinstance(part, Line) and not part.label and _shaped(part.text) is None


def _is_frame(part: Line | Grid) -> bool:
    """Title block and closing block of an official form."""
    if isinstance(part, Grid):
        words = part.plain.casefold()
        return any(front in words for front in _FRONT) or RECIPIENTS.casefold() in words
    return part.text.casefold() in _FRONT


@dataclass(frozen=True)
class _Piece:
    label: str
    text: str
    level: int
    kind: str


def _shaped(words: str) -> _Piece | None:
    for kind, level, shape in _SHAPES:
        if found := shape.fullmatch(words):
            label = "" if kind == DASH else " ".join(found["label"].split())
            deeper = label.count(".") if kind == POINT else 0
            return _Piece(label, found["rest"].strip() or label, level + min(deeper, 2), kind)
    return None


def _automatic(line: Line) -> _Piece:
    """A line whose number the word processor gave."""
    found = _shaped(f"{line.label} {line.text}")
    if found is not None:
        return found
    label = line.label.rstrip(_ENDS + ")")
    return _Piece(label, line.text, 3 + min(label.count("."), 2), POINT)


@dataclass
class _Cut:
    """Pieces cut so far. A line without a number belongs to the clause above it, except under a heading."""

    pieces: list[_Piece] = field(default_factory=list)

    def take(self, part: Line | Grid) -> None:
        """Add the next part."""
        if isinstance(part, Grid):
            self.pieces.append(_Piece("", part.plain, self._below(), TABLE))
            return
        piece = _automatic(part) if part.label else _shaped(part.text)
        if piece is None and part.heading:
            piece = _Piece("", part.text, min(part.heading, 3), HEADING)
        last = self.pieces[-1] if self.pieces else None
        if piece is not None and piece.kind in _RELATIVE:
            self.pieces.append(replace(piece, level=self._below(_RELATIVE[piece.kind])))
        elif piece is not None:
            self.pieces.append(piece)
        elif last is not None and last.kind in {ARTICLE, POINT, LETTER, DASH}:
            self.pieces[-1] = _Piece(last.label, f"{last.text}\n{part.text}", last.level, last.kind)
        else:
            self.pieces.append(_Piece("", part.text, self._below(), PARAGRAPH))

    def _below(self, beside: frozenset[str] = frozenset()) -> int:
        """One level below the clause that is open; those of the kinds `beside` stand on the same level."""
        for piece in reversed(self.pieces):
            if piece.kind not in beside | {PARAGRAPH, TABLE}:
                return piece.level + 1
        return 1


def _numbered(pieces: Sequence[_Piece]) -> tuple[Clause, ...]:
    above: list[tuple[int, int]] = []
    clauses = []
    for number, piece in enumerate(pieces, 1):
        while above and above[-1][0] >= piece.level:
            above.pop()
        parent = above[-1][1] if above else None
        clauses.append(Clause(number, piece.label, piece.text, piece.level, parent, piece.kind))
        if piece.kind not in {PARAGRAPH, TABLE}:
            above.append((piece.level, number))
    return tuple(clauses)
