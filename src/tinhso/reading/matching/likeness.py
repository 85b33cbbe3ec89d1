"""How like a phrase and a name are, and why. Pure: told what is known, asks no database."""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any, Final

from tinhso.base.text import fold

IDLE: Final = frozenset(
    (
        "cua",
        "cac",
        "nhung",
        "va",
        "duoc",
        "tai",
        "theo",
        "voi",
        "trong",
        "la",
        "dat",
        "cho",
        "tu",
        "den",
        "ve",
    )
)
"""Words that join others and tell nothing of what is counted; folded."""
ENOUGH: Final = Decimal("0.35")
"""Below it nothing is proposed."""
_NAME, _KIND, _UNIT = 0.85, 0.10, 0.05
_LIKE_KIND, _OTHER_KIND = 0.85, 0.55
_UNKNOWN = 0.4
"""What a word that no name has counts, beside one that a name has."""
_PLACES = Decimal("0.001")
_ALIKE: Final[Mapping[str, frozenset[str]]] = {
    "ratio": frozenset({"percent", "count", "actual_target"}),
    "percent": frozenset({"ratio", "actual_target"}),
    "actual_target": frozenset({"percent", "ratio"}),
    "rank": frozenset({"ordinal", "rank_change"}),
    "rank_change": frozenset({"rank"}),
    "money": frozenset({"count"}),
    "count": frozenset({"ratio"}),
}
"""Kinds in which figures of an indicator are also told, beside its own."""


def words_of(phrase: str, short: Mapping[str, str]) -> list[str]:
    """The folded words of a phrase, shortened ones written out, without those that tell nothing."""
    words = [word for one in fold(phrase).split() for word in short.get(one, one).split()]
    return [word for word in words if word not in IDLE]


def features(words: Sequence[str]) -> Counter[str]:
    """Words and pairs of neighbours: most Vietnamese words have two syllables."""
    return Counter([*words, *(f"{a} {b}" for a, b in itertools.pairwise(words))])


@dataclass(frozen=True)
class Known:
    """Something figures may be of: its names, and the folded phrases that people confirmed for it."""

    concerns: str
    code: str
    names: tuple[str, ...]
    kind: str = ""
    unit: str = ""
    learned: frozenset[str] = frozenset()
    row: Any = field(default=None, compare=False, repr=False)


@dataclass(frozen=True)
class Why:
    """Why a match has its score: the words that met, whether kind and unit fit, whether it was learned."""

    words: tuple[str, ...] = ()
    name: str = ""
    kind: bool = False
    unit: bool = False
    learned: bool = False

    def data(self) -> dict[str, Any]:
        """As it is kept."""
        return {
            "words": list(self.words),
            "name": self.name,
            "kind": self.kind,
            "unit": self.unit,
            "learned": self.learned,
        }


@dataclass(frozen=True)
class Match:
    """Something that a phrase may mean, with its score from 0 to 1."""

    known: Known
    score: Decimal
    why: Why


@dataclass(frozen=True)
class Asked:
    """A phrase that is looked for: what is counted, in what kind and unit."""

    subject: str
    kind: str = ""
    unit: str = ""
    scope: str = ""


class Vocabulary:
    """All that is known, ready to be looked through: rare words weigh more than common ones."""

    def __init__(self, known: Iterable[Known], short: Mapping[str, str] | None = None) -> None:
        self._short = {fold(a): fold(b) for a, b in (short or {}).items()}
        self._known = list(known)
        self._named = [
            (one, name, features(words_of(name, self._short))) for one in self._known for name in one.names
        ]
        counted = Counter(word for _one, _name, found in self._named for word in found)
        total = len(self._named)
        self._weights = {word: math.log(1 + total / count) for word, count in counted.items()}
        self._rare = math.log(1 + total) * _UNKNOWN

    @cached_property
    def _learned(self) -> dict[str, list[Known]]:
        found: dict[str, list[Known]] = {}
        for one in self._known:
            for phrase in one.learned:
                found.setdefault(phrase, []).append(one)
        return found

    def _weight(self, found: Mapping[str, int]) -> float:
        return sum(self._weights.get(word, self._rare) * count for word, count in found.items())

    def matches(self, asked: Asked, most: int = 5) -> list[Match]:
        """What the phrase may mean, the likeliest first; nothing where nothing is like it enough."""
        found = {match.known: match for match in self._taught(asked)}
        wanted = features(words_of(f"{asked.subject} {asked.scope}", self._short))
        whole = self._weight(wanted)
        for known, name, told in self._named:
            if known in found and found[known].why.learned:
                continue
            common = wanted & told
            if not common:
                continue
            likeness = 2 * self._weight(common) / (whole + self._weight(told))
            match = _judged(asked, known, name, common, likeness)
            if match.score >= ENOUGH and (known not in found or match.score > found[known].score):
                found[known] = match
        ordered = sorted(found.values(), key=lambda one: (-one.score, _order(one.known)))
        return ordered[:most]

    def _taught(self, asked: Asked) -> list[Match]:
        phrases = {fold(asked.subject), fold(f"{asked.subject} {asked.scope}")}
        known = {one.code: one for phrase in phrases for one in self._learned.get(phrase, ())}
        why = {
            one: Why(learned=True, kind=_fits(asked.kind, one.kind), name=one.names[0])
            for one in known.values()
        }
        return [Match(one, Decimal(1), why[one]) for one in known.values()]


def _order(known: Known) -> tuple[int, str]:
    """An indicator comes before the target that aims at it."""
    return (0 if known.concerns == "indicator" else 1), known.code


def _fits(kind: str, own: str) -> bool:
    return not own or kind == own or kind in _ALIKE.get(own, ())


def _judged(asked: Asked, known: Known, name: str, common: Counter[str], likeness: float) -> Match:
    same, kind = asked.kind == known.kind, _fits(asked.kind, known.kind)
    unit = bool(asked.unit) and fold(asked.unit) == fold(known.unit)
    score = _NAME * likeness + _KIND * kind + _UNIT * unit
    score *= 1 if same or not known.kind else _LIKE_KIND if kind else _OTHER_KIND
    met = tuple(word for word in common if " " not in word)
    rounded = min(Decimal(1), Decimal(str(score))).quantize(_PLACES)
    return Match(known, rounded, Why(met, name, kind, unit))
