"""Which clause of a new version is which of the old one: by its words, by its label, by likeness."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final, Literal

LABEL_ENOUGH: Final = 0.35
"""How like the words must be where the label stayed."""
WORDS_ENOUGH: Final = 0.6
"""How like they must be where it did not."""

How = Literal["same", "label", "words", "new"]


@dataclass(frozen=True)
class Known:
    """A clause to be matched: its whole name (empty for one without a label of its own), and its words."""

    path: str
    text: str


@dataclass(frozen=True)
class Found:
    """Which old clause (its index) a new one is, how it was recognised, how like it is (0 to 1)."""

    old: int | None
    how: How
    likeness: float


def match(old: Sequence[Known], new: Sequence[Known]) -> list[Found]:
    """For each new clause the old one it continues, if any. No old clause is continued twice."""
    return _Matching(old, new).run()


def likeness(one: str, other: str) -> float:
    """How like two texts are, by their words: 1 for equal ones."""
    if one == other:
        return 1.0
    a, b = _words(one), _words(other)
    if not a or not b:
        return 0.0
    return SequenceMatcher(None, a, b, autojunk=False).ratio()


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _plain(text: str) -> str:
    return " ".join(_words(text))


class _Matching:
    """One run: each step takes what it is sure of and leaves the rest to the next."""

    def __init__(self, old: Sequence[Known], new: Sequence[Known]) -> None:
        self.old, self.new = old, new
        self.found: dict[int, Found] = {}
        self.left = dict.fromkeys(range(len(old)))

    def run(self) -> list[Found]:
        self._same_words()
        self._same_label()
        self._like_words()
        return [self.found.get(index, Found(None, "new", 0.0)) for index in range(len(self.new))]

    def _take(self, new: int, old: int, how: How, like: float) -> None:
        self.found[new] = Found(old, how, round(like, 3))
        del self.left[old]

    def _open(self) -> list[int]:
        return [index for index in range(len(self.new)) if index not in self.found]

    def _same_words(self) -> None:
        """Equal words: with the same label first, then in order."""
        for with_label in (True, False):
            waiting: dict[tuple[str, str], list[int]] = {}
            for index in self.left:
                waiting.setdefault(self._key(self.old[index], with_label=with_label), []).append(index)
            for index in self._open():
                same = waiting.get(self._key(self.new[index], with_label=with_label))
                if same and _plain(self.new[index].text):
                    self._take(index, same.pop(0), "same", 1.0)

    @staticmethod
    def _key(clause: Known, *, with_label: bool) -> tuple[str, str]:
        return (clause.path if with_label else "", _plain(clause.text))

    def _same_label(self) -> None:
        for index in self._open():
            clause = self.new[index]
            if not clause.path:
                continue  # without a label of its own, it is known by its words only
            for old in self.left:
                if self.old[old].path == clause.path:
                    like = likeness(self.old[old].text, clause.text)
                    if like >= LABEL_ENOUGH:
                        self._take(index, old, "label", like)
                    break

    def _like_words(self) -> None:
        """The likest pairs first."""
        sets = {old: set(_words(self.old[old].text)) for old in self.left}
        pairs = []
        for index in self._open():
            mine = set(_words(self.new[index].text))
            for old, theirs in sets.items():
                if mine and theirs and 2 * len(mine & theirs) >= WORDS_ENOUGH * min(len(mine), len(theirs)):
                    like = likeness(self.old[old].text, self.new[index].text)
                    if like >= WORDS_ENOUGH:
                        pairs.append((-like, abs(index - old), index, old))
        for negative, _far, index, old in sorted(pairs):
            if index not in self.found and old in self.left:
                self._take(index, old, "words", -negative)
