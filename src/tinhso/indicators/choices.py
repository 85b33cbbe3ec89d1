"""Answers that are chosen, not counted: yes or no, and one of an indicator's options. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from django.utils.translation import gettext as _

from tinhso.base.text import nfc
from tinhso.base.web import wording
from tinhso.indicators.models import Kind

CHOSEN: Final = frozenset({Kind.YES_NO, Kind.CHOICE})
"""Kinds whose value is one of few."""

Options = Sequence[Mapping[str, Any]]
_YES: Final = ("có", "yes")
_NO: Final = ("không", "no")


def words(kind: str, options: Options) -> dict[int, str]:
    """What can be chosen, by the value that a figure keeps, in the reader's language."""
    if kind == Kind.YES_NO:
        return {1: _("có"), 0: _("không")}
    if kind != Kind.CHOICE:
        return {}
    english = wording.language() == "en"
    return {one["value"]: (english and one.get("en")) or one["vi"] for one in options}


def _readings(kind: str, options: Options) -> Iterable[tuple[str, int]]:
    if kind == Kind.YES_NO:
        yield from ((word, 1) for word in _YES)
        yield from ((word, 0) for word in _NO)
    for one in options if kind == Kind.CHOICE else ():
        yield from ((one[lang], one["value"]) for lang in ("vi", "en") if one.get(lang))


def read(text: str, kind: str, options: Options) -> int:
    """The value that a word, in either language, or a value's own number stands for. Raises ValueError.

    Capitals do not matter; letters, tones and everything else do: nothing is guessed.
    """
    told = " ".join(nfc(text).casefold().split())
    known = {nfc(word).casefold(): value for word, value in _readings(kind, options)}
    known |= {str(value): value for value in words(kind, options)}
    if told not in known:
        raise ValueError(_("“%(text)s” không có trong các lựa chọn.") % {"text": text})
    return known[told]


def offered(kind: str, options: Options) -> str:
    """The choices in one line, as a hint."""
    return _("Chọn một trong: %(words)s.") % {"words": ", ".join(words(kind, options).values())}
