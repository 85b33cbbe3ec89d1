"""A template's lines and braces as small pieces that know where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from tinhso.base.text import fold
from tinhso.reports.template.problems import BadTemplate, Flaw

_WORD = re.compile(r"\S+")
_MARK = re.compile(r"\*\*|__")


@dataclass(frozen=True)
class Piece:
    """Text between two places of a line: plain, or (in `braces`) a figure."""

    text: str
    column: int
    braces: bool = False


@dataclass(frozen=True)
class Word:
    """One word of a figure or of a block, and where it stands."""

    text: str
    column: int

    @property
    def folded(self) -> str:
        """Without tones and capitals: how words of the language are compared."""
        return fold(self.text).replace(" ", "-") if not self.text.isascii() else self.text.lower()


def words(text: str, column: int) -> list[Word]:
    """The words of a text that begins at `column`."""
    return [Word(found.group(), column + found.start()) for found in _WORD.finditer(text)]


def pieces(line: str, number: int, column: int = 1) -> Iterator[Piece]:
    """Plain text and braces of a line, in order; `{{` is a brace itself. Raises BadTemplate."""
    at, plain, began = 0, "", 0
    while at < len(line):
        if line.startswith(("{{", "}}"), at):
            plain += line[at]
            at += 2
            continue
        if line[at] != "{":
            plain += line[at]
            at += 1
            continue
        if plain:
            yield Piece(plain, column + began)
        end = _closing(line, at, number, column)
        yield Piece(line[at + 1 : end], column + at + 1, braces=True)
        at = began = end + 1
        plain = ""
    if plain:
        yield Piece(plain, column + began)


def _closing(line: str, at: int, number: int, column: int) -> int:
    """Where the brace that opens at `at` closes; formulas hold braces of their own."""
    depth = 0
    for place in range(at, len(line)):
        depth += {"{": 1, "}": -1}.get(line[place], 0)
        if depth == 0:
            return place
    raise BadTemplate([Flaw(number, column + at, _("Thiếu dấu } đóng số liệu."), line[at : at + 40])])


def manners(text: str) -> list[tuple[str, str]]:
    """Text between marks of bold (`**`) and italic (`__`), and the mark after each; the last has none."""
    found: list[tuple[str, str]] = []
    at = 0
    for mark in _MARK.finditer(text):
        found.append((text[at : mark.start()], mark.group()))
        at = mark.end()
    return [*found, (text[at:], "")]
