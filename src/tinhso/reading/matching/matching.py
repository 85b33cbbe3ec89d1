"""Figures that were read, each with what it may be of and where: proposals before they are kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from tinhso.indicators.models import Indicator
from tinhso.people.models import Agency
from tinhso.places.models import Place
from tinhso.reading.core.model import Change, Figure, Kind
from tinhso.reading.matching import agencies
from tinhso.reading.matching.about import NOBODY, Subject, Subjects
from tinhso.reading.matching.known import vocabulary
from tinhso.reading.matching.likeness import Asked, Match, Vocabulary
from tinhso.reading.matching.names import Names
from tinhso.steering.models import Target

NEVER = frozenset({Kind.DEADLINE, Kind.PERIOD, Kind.ORDINAL})
"""Kinds that no indicator is matched to by itself; a person may."""


@dataclass(frozen=True)
class Proposed:
    """A figure, the likeliest thing it is of (None: new here), the units its place may be, whose it is."""

    figure: Figure
    match: Match | None
    places: tuple[Place, ...]
    subject: Subject = NOBODY

    @property
    def target(self) -> Target | None:
        """The target it reaches or sets: one of the figure's own unit."""
        row = self.match.known.row if self.match else None
        own = isinstance(row, Target) and (self.place is None or row.place.code == self.place.code)
        return row if own else None

    @property
    def indicator(self) -> Indicator | None:
        """The indicator it is a figure of."""
        row = self.match.known.row if self.match else None
        return row.indicator if isinstance(row, Target) else row

    @property
    def place(self) -> Place | None:
        """The unit, where there is exactly one it may be."""
        return _only(self.places)

    @property
    def agency(self) -> Agency | None:
        """The agency that its sentence is about; None: the figure is the unit's own."""
        return self.subject.agency


def asked_of(figure: Figure) -> Asked:
    """What is looked for on behalf of a figure; by how much something rose is no figure of it."""
    moved = figure.change is not Change.NONE and figure.kind is not Kind.RANK_CHANGE
    return Asked(figure.subject, "change" if moved else figure.kind.value, figure.unit, figure.scope)


def likeliest(figure: Figure, known: Vocabulary) -> Match | None:
    """What it is of; None where it is nothing that is known, or never matched by itself."""
    if figure.kind in NEVER or not figure.subject:
        return None
    return next(iter(known.matches(asked_of(figure), most=1)), None)


def proposals(
    text: str, figures: Sequence[Figure], *, day: date | None, home: Place | None, illustrative: bool
) -> Iterator[Proposed]:
    """One a figure of the text, in their order. `home`: the unit of figures that name none."""
    known = vocabulary(day, illustrative=illustrative)
    named = Names([name for figure in figures for name in _named(figure)], day, home)
    subjects = Subjects(text, agencies.names(home), home)
    for figure in figures:
        found = tuple(named.of(figure.place)) if figure.place else ((home,) if home else ())
        yield Proposed(figure, likeliest(figure, known), found, subjects.of(figure, _only(found)))


def _only(found: Sequence[Place]) -> Place | None:
    return found[0] if len(found) == 1 else None


def _named(figure: Figure) -> tuple[str, ...]:
    return (figure.place, *figure.places) if figure.place else figure.places
