"""The units of the shown period, one line each: what the map, the list and the files say alike."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from tinhso.exploration import looking
from tinhso.exploration.maps.figures import Grid, Told, changed, said
from tinhso.exploration.maps.payload import HATCHES, letter
from tinhso.places.models import Place


@dataclass(frozen=True)
class Row:
    """One unit. `letter` and `tone`: its class; `note` sets its figure apart; `turn`: better or worse."""

    number: int
    place: Place
    told: Told
    letter: str
    tone: str
    text: str
    note: str
    change: str
    turn: str
    href: str

    @property
    def hatch(self) -> str:
        """The pattern of a unit that has no class; empty where it has one."""
        return HATCHES.get(self.letter, "")

    @property
    def size(self) -> Decimal:
        """The figure whatever its sign; nothing counts as zero."""
        return abs(self.told.value or Decimal(0))

    @property
    def title(self) -> str:
        """The unit in a sentence: name, figure, what is missing, change."""
        change = self.change if self.turn else ""
        return ", ".join(part for part in (f"{self.place.full_name}: {self.text}", self.note, change) if part)


def rows(found: Grid) -> list[Row]:
    """Every unit, in Vietnamese order."""
    lines = []
    for number, (place, told) in enumerate(zip(found.places, found.shown, strict=True)):
        change = found.change(place, found.at)
        tone = found.scale.bands[told.band].tone if told.band is not None else ""
        href = looking.facts_href(found.ground, found.indicator.code, place, found.at)
        told_as, changed_by = said(found, told), changed(found, change)
        note, turn = found.noted(told, found.at), found.better(change)
        lines.append(Row(number, place, told, letter(told), tone, told_as, note, changed_by, turn, href))
    return lines
