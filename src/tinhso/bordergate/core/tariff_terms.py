"""The nouns of a tariff: what a fee is by, what fits, base amounts, factors, exemptions, versions. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Final

from tinhso.bordergate.core.faults import GateFault

DIRECTIONS: Final = ("export", "import")
MODES: Final = ("XK", "NK", "TNTX", "TXTN", "CK", "QC", "KNQ")
"""How goods cross (loại hình): a word that is none of them would fit no rule, and nobody would see it."""
CONTAINERS: Final = (20, 40, 45)
"""Lengths of containers in feet."""

Reason = tuple[str, str]
"""A condition that fitted, and the value that made it fit: (`direction`, `export`)."""


class Certainty(StrEnum):
    """How well a figure of a tariff is known (mức chắc chắn), the surest first."""

    DOCUMENT = "document"
    PRESS = "press"
    MEMORY = "memory"
    ILLUSTRATIVE = "illustrative"


class Mixed(StrEnum):
    """What counts of mixed goods: the highest of the trip, or of each customs declaration, added up."""

    HIGHEST = "highest"
    BY_DECLARATION = "highest_by_declaration"


class Journey(StrEnum):
    """What the vehicle does on this side (hành trình): goes on inland, or hands over in the yard."""

    INLAND = "inland"
    YARD_ONLY = "yard_only"


@dataclass(frozen=True)
class FeeGoods:
    """A line of goods. `declaration` is the number of its customs declaration."""

    hs: str
    declaration: str = ""


@dataclass(frozen=True)
class FeeFacts:
    """What a fee is by. `gross_kg` is that of the whole load; `grounds` are confirmed grounds of exemption.

    Raises GateFault (`FEE_FACTS`, with the field) for a word that no tariff knows: it would fit no rule.
    """

    direction: str
    mode: str
    gross_kg: Decimal | int
    goods: tuple[FeeGoods, ...] = ()
    container_ft: int | None = None
    journey: Journey | None = None
    grounds: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        wrong = {
            "direction": self.direction not in DIRECTIONS,
            "mode": self.mode not in MODES,
            "gross_kg": self.gross_kg < 0,
            "container_ft": self.container_ft is not None and self.container_ft not in CONTAINERS,
        }
        for field, is_wrong in wrong.items():
            if is_wrong:
                value = str(getattr(self, field))
                raise GateFault("FEE_FACTS", f"{field} is {value}.", extra={"field": field, "value": value})


@dataclass(frozen=True)
class Match:
    """Conditions that must all fit; an empty one always does. Weights: `from_kg` inside, `below_kg` outside.

    `hs` are beginnings of HS codes.
    """

    direction: str = ""
    modes: frozenset[str] = frozenset()
    containers: frozenset[int] = frozenset()
    from_kg: int | None = None
    below_kg: int | None = None
    hs: tuple[str, ...] = ()
    journeys: frozenset[Journey] = frozenset()

    def reasons(self, facts: FeeFacts, goods: FeeGoods) -> tuple[Reason, ...] | None:
        """Why it fits: each condition with the value that met it; None where one is not met."""
        found: list[Reason] = []
        for name, laid_down, met in self._conditions(facts, goods):
            if laid_down and met is None:
                return None
            if laid_down:
                found.append((name, str(met)))
        return tuple(found)

    def _conditions(self, facts: FeeFacts, goods: FeeGoods) -> Iterator[tuple[str, bool, str | None]]:
        """Name of a condition, whether it is laid down here, and what meets it."""
        way = facts.direction
        yield "direction", bool(self.direction), way if way == self.direction else None
        yield "mode", bool(self.modes), facts.mode if facts.mode in self.modes else None
        box = facts.container_ft
        yield "container_ft", bool(self.containers), str(box) if box in self.containers else None
        banded = self.from_kg is not None or self.below_kg is not None
        yield "gross_kg", banded, str(facts.gross_kg) if self._bears(facts.gross_kg) else None
        yield "hs", bool(self.hs), next((one for one in self.hs if goods.hs.startswith(one)), None)
        yield "journey", bool(self.journeys), facts.journey if facts.journey in self.journeys else None

    def _bears(self, kg: Decimal | int) -> bool:
        return (self.from_kg or 0) <= kg and (self.below_kg is None or kg < self.below_kg)

    def covers(self, other: Match) -> bool:
        """Whether everything that fits `other` fits this too."""
        ends = (self.below_kg is None) or (other.below_kg is not None and other.below_kg <= self.below_kg)
        return (
            self.direction in ("", other.direction)
            and _takes_in(self.modes, other.modes)
            and _takes_in(self.containers, other.containers)
            and _takes_in(self.journeys, other.journeys)
            and (self.from_kg or 0) <= (other.from_kg or 0)
            and ends
            and (not self.hs or (bool(other.hs) and all(one.startswith(self.hs) for one in other.hs)))
        )


def _takes_in(wide: Collection[object], narrow: Collection[object]) -> bool:
    return not wide or (bool(narrow) and all(one in wide for one in narrow))


@dataclass(frozen=True)
class Rule:
    """A base amount (mức thu) in đồng for what fits."""

    code: str
    name: str
    amount: int
    when: Match = Match()
    legal_reference: str = ""
    certainty: Certainty = Certainty.DOCUMENT


@dataclass(frozen=True)
class Factor:
    """What multiplies a base amount (hệ số). Of the factors of one `group` the first that fits counts."""

    code: str
    name: str
    factor: Fraction
    when: Match = Match()
    group: str = ""
    legal_reference: str = ""
    certainty: Certainty = Certainty.DOCUMENT


@dataclass(frozen=True)
class Exemption:
    """What takes `share` of a fee away (miễn, giảm) on a confirmed ground; of several the largest counts."""

    code: str
    name: str
    ground: str
    share: Fraction
    legal_reference: str
    certainty: Certainty = Certainty.DOCUMENT


@dataclass(frozen=True)
class Tariff:
    """One version of the tariff (biểu phí), in force from the first moment of a day to the last of another.

    `split`: who gets which share of what is paid, shares adding up to 1. `ceiling`: no trip pays more.
    """

    code: str
    name: str
    valid_from: date
    rules: tuple[Rule, ...]
    split: tuple[tuple[str, Fraction], ...]
    legal_reference: str
    valid_to: date | None = None
    factors: tuple[Factor, ...] = ()
    exemptions: tuple[Exemption, ...] = ()
    mixed: Mixed = Mixed.HIGHEST
    ceiling: int | None = None
    certainty: Certainty = Certainty.DOCUMENT

    def is_valid_on(self, day: date) -> bool:
        """Whether it is in force on that day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def unreachable(self) -> list[tuple[Rule, Rule]]:
        """Rules that can never be the first to fit, each with the one before it that takes all it would."""
        found = []
        for place, rule in enumerate(self.rules):
            before = next((one for one in self.rules[:place] if one.when.covers(rule.when)), None)
            if before is not None:
                found.append((rule, before))
        return found
