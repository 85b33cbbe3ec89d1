"""A clause as text: what pasted words and imported files are cut into (điều, khoản, điểm, đoạn)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

LONGEST: Final = 20_000
"""Letters of one clause; more is cut at the end of a sentence where there is one."""

CHAPTER, ARTICLE, POINT = "chapter", "article", "point"
LETTER, DASH, PARAGRAPH = "letter", "dash", "paragraph"
HEADING, TABLE = "heading", "table"

_SHAPES: Final[tuple[tuple[str, int, re.Pattern[str]], ...]] = (
    (
        CHAPTER,
        1,
        re.compile(r"(?P<label>(?:Phần|Chương|Mục)\s+(?:[IVXLC]+|\d{1,3}))\b[.:]?\s*(?P<rest>.*)", re.S),
    ),
    (CHAPTER, 1, re.compile(r"(?P<label>[IVX]{1,6})[.)]\s+(?P<rest>.+)", re.S)),
    (ARTICLE, 2, re.compile(r"(?P<label>Điều\s+\d{1,3}[a-zđ]?)\b[.:]?\s*(?P<rest>.*)", re.S)),
    (POINT, 3, re.compile(r"(?P<label>\d{1,3}(?:\.\d{1,3}){0,3})[.)]?\s+(?P<rest>.+)", re.S)),
    (LETTER, 4, re.compile(r"(?P<label>[a-zđ])\)\s+(?P<rest>.+)", re.S)),
    (DASH, 5, re.compile(r"(?P<label>[-–+•])\s+(?P<rest>.+)", re.S)),
)


@dataclass(frozen=True)
class Piece:
    """One clause: `label` as printed (`Điều 3`, `1`, `a`), text without it, depth from 1."""

    label: str
    text: str
    level: int = 1
    kind: str = PARAGRAPH


def read(text: str) -> tuple[tuple[Piece, ...], bool]:
    """The clauses of pasted text, and whether it is numbered: if not, its paragraphs are offered as 1, 2, 3…

    A line without a number belongs to the clause above it; an empty line ends nothing in a numbered text.
    """
    lines = [" ".join(line.split()) for line in text.splitlines()]
    found = list(_numbered([line for line in lines if line]))
    if sum(piece.kind not in {PARAGRAPH, DASH} for piece in found) >= 2:
        return shortened(found), True
    plain = [Piece(str(number), line) for number, line in enumerate(filter(None, lines), start=1)]
    return shortened(plain), False


def _numbered(lines: Sequence[str]) -> Iterator[Piece]:
    open_piece: Piece | None = None
    for line in lines:
        piece = _shaped(line)
        if piece is None and open_piece is not None and open_piece.kind not in {CHAPTER}:
            open_piece = replace(open_piece, text=f"{open_piece.text}\n{line}".strip())
            continue
        if open_piece is not None:
            yield open_piece
        open_piece = piece or Piece("", line)
    if open_piece is not None:
        yield open_piece


def _shaped(line: str) -> Piece | None:
    for kind, level, shape in _SHAPES:
        if found := shape.fullmatch(line):
            label = "" if kind == DASH else found["label"].strip()
            deeper = label.count(".") if kind == POINT else 0
            return Piece(label, found["rest"].strip() or label, level + deeper, kind)
    return None


def shortened(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """The same with clauses of at most `LONGEST` letters, and none without words."""
    return tuple(piece for piece in _short(pieces) if piece.text)


def _short(pieces: Sequence[Piece]) -> Iterator[Piece]:
    for piece in pieces:
        rest = piece.text
        while len(rest) > LONGEST:
            cut = max(rest.rfind(". ", 0, LONGEST) + 1, rest.rfind("\n", 0, LONGEST)) or LONGEST
            yield replace(piece, text=rest[:cut].strip())
            rest = rest[cut:].strip()
        yield replace(piece, text=rest)


def names(pieces: Sequence[Piece]) -> tuple[str, ...]:
    """`Điều 3, khoản 1, điểm a` for each: how people name a clause. Those without a label are counted."""
    above: list[tuple[int, str]] = []
    counted: dict[str, int] = {}
    found = []
    for piece in pieces:
        while above and above[-1][0] >= piece.level:
            above.pop()
        around = "" if piece.kind == ARTICLE or not above else above[-1][1]
        name = _called(piece, around)
        if not name:
            counted[around] = counted.get(around, 0) + 1
            name = f"đoạn {counted[around]}"
        whole = f"{around}, {name}" if around else name
        found.append(whole[:1].upper() + whole[1:])
        above.append((piece.level, whole))
    return tuple(found)


def _called(piece: Piece, around: str) -> str:
    if not piece.label:
        return ""
    words = {POINT: "khoản" if "Điều" in around else "mục", LETTER: "điểm", PARAGRAPH: "đoạn"}
    if piece.kind == CHAPTER and " " not in piece.label:
        return f"phần {piece.label}"
    word = words.get(piece.kind, "")
    return f"{word} {piece.label}".strip()


def merged(pieces: Sequence[Piece], at: int) -> tuple[Piece, ...]:
    """The same with the clause at `at` joined to the one before it; nothing of its words is lost."""
    before, here = pieces[at - 1], pieces[at]
    words = f"{here.label}. {here.text}" if here.label and here.kind != PARAGRAPH else here.text
    joined = replace(before, text=f"{before.text}\n{words}".strip())
    return (*pieces[: at - 1], joined, *pieces[at + 1 :])


def split(pieces: Sequence[Piece], at: int, where: int) -> tuple[Piece, ...]:
    """The same with the clause at `at` cut before its letter `where`; the second part has no label yet.

    Raises ValueError where a part would be empty.
    """
    here = pieces[at]
    first, second = here.text[:where].strip(), here.text[where:].strip()
    if not first or not second:
        raise ValueError("A part would be empty.")
    return (*pieces[:at], replace(here, text=first), replace(here, label="", text=second), *pieces[at + 1 :])


def renumbered(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """The same with labels 1, 2, 3… in order: for texts that had none."""
    return tuple(replace(piece, label=str(number)) for number, piece in enumerate(pieces, start=1))
