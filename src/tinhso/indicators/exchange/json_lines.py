"""JSON, element by element without reading the whole, and JSON lines."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, NoReturn

from django.utils.translation import gettext as _

from tinhso.base.errors import Invalid, Problem
from tinhso.indicators.exchange.columns import known_fields
from tinhso.indicators.exchange.lines import Line, Wanted
from tinhso.indicators.exchange.texts import Text

_PIECE: Final = 1 << 16
_LONGEST: Final = 1 << 20
"""Characters of one element."""


def _no_number(word: str) -> NoReturn:
    raise ValueError(word)


def _once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    told = dict(pairs)
    if len(told) < len(pairs):
        raise ValueError("a name comes twice")
    return told


_DECODER: Final = json.JSONDecoder(parse_float=Decimal, parse_constant=_no_number, object_pairs_hook=_once)


def _unreadable() -> Problem:
    return Problem("invalid_json", _("Không đọc được như JSON."))


def _line(number: int, told: Any, wanted: Wanted) -> Line:
    if not isinstance(told, dict):
        return Line(number, problem=Problem("invalid_json", _("Cần một đối tượng JSON.")))
    if name := known_fields(told, wanted.known):
        said = _("Không có cột “%(name)s”.") % {"name": name}
        return Line(number, problem=Problem("extra_forbidden", said, name))
    return Line(number, {name: value for name, value in told.items() if value not in (None, "")})


@dataclass(frozen=True)
class _Json:
    text: Text
    wanted: Wanted

    @property
    def total(self) -> int:
        """The lines of the text."""
        return self.text.lines

    def cell(self, number: int, name: str | None) -> str:
        """JSON has no cells."""
        del number, name
        return ""


class JsonLines(_Json):
    """One JSON object a line."""

    def __iter__(self) -> Iterator[Line]:
        """The lines; empty ones are passed over."""
        with self.text.path.open(encoding=self.text.encoding) as file:
            number = 0
            while raw := file.readline(_LONGEST):
                number += 1
                if not raw.strip():
                    continue
                try:
                    told = _DECODER.decode(raw)
                except (ValueError, RecursionError):
                    yield Line(number, problem=_unreadable())
                else:
                    yield _line(number, told, self.wanted)


class JsonList(_Json):
    """A list of objects, alone or under `rows`."""

    def __iter__(self) -> Iterator[Line]:
        """The elements, each with the line it begins in. Raises Invalid where the list cannot go on."""
        with self.text.path.open(encoding=self.text.encoding) as file:
            window = _Window(file.read)
            self._open(window)
            while window.next() != "]":
                number = window.line
                yield _line(number, window.element(self._broken), self.wanted)
                if window.next() == ",":
                    window.take()
                    if window.next() == "]":
                        raise self._broken(window)
                elif window.next() != "]":
                    raise self._broken(window)

    def _open(self, window: _Window) -> None:
        if window.next() == "{":
            window.take()
            named = window.element(self._broken) if window.next() == '"' else ""
            if named != "rows" or window.next() != ":":
                raise self._broken(window)
            window.take()
        if window.next() != "[":
            raise self._broken(window)
        window.take()

    def _broken(self, window: _Window) -> Invalid:
        return Invalid(
            _("Dòng %(line)d: không đọc được như JSON.") % {"line": window.line},
            code="invalid_json",
            field=self.text.path.name,
            hint=_("Cần một danh sách JSON các đối tượng."),
        )


class _Window:
    """The part of the text that is being read, and the number of its first line."""

    def __init__(self, read: Callable[[int], str]) -> None:
        self._read = read
        self._text = ""
        self._at = 0
        self.line = 1

    def _more(self) -> bool:
        piece = self._read(_PIECE)
        self._text, self._at = self._text[self._at :] + piece, 0
        return bool(piece)

    def take(self, end: int | None = None) -> None:
        """Step over one character, or on to `end`."""
        end = self._at + 1 if end is None else end
        self.line += self._text.count("\n", self._at, end)
        self._at = end

    def next(self) -> str:
        """The next character that is no space; empty at the end."""
        while True:
            while self._at < len(self._text):
                if not self._text[self._at].isspace():
                    return self._text[self._at]
                self.take()
            if not self._more():
                return ""

    def element(self, broken: Callable[[_Window], Invalid]) -> Any:
        """The value that begins here. Raises what `broken` makes."""
        while True:
            try:
                told, end = _DECODER.raw_decode(self._text, self._at)
            except (ValueError, RecursionError) as error:
                if len(self._text) - self._at > _LONGEST or not self._more():
                    raise broken(self) from error
                continue
            if end == len(self._text) and self._more():
                continue  # a number may go on in the next piece
            self.take(end)
            return told
