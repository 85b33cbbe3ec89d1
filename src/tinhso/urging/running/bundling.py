"""One bundle a person: everything a run has to tell them, by agency."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal
from uuid import UUID

from tinhso.people.models import Agency
from tinhso.urging.core.ladder import Track
from tinhso.urging.running.addressing import Book
from tinhso.urging.running.planning import Call, Found

When = Literal["late", "today", "soon"]


def when(call: Call, day: date) -> When:
    """Late, due today, or due soon."""
    if call.debt.due < day:
        return "late"
    return "today" if call.debt.due == day else "soon"


@dataclass
class Part:
    """What one person is told about one agency in one track."""

    agency: Agency
    track: Track
    calls: list[Call] = field(default_factory=list)

    def by_when(self, day: date) -> Mapping[When, Sequence[Call]]:
        """Late, today and soon, each the most pressing first."""
        found: dict[When, list[Call]] = {"late": [], "today": [], "soon": []}
        for call in self.calls:
            found[when(call, day)].append(call)
        for calls in found.values():
            calls.sort(key=lambda call: (call.debt.due, call.debt.code))
        return found

    def counts(self, day: date) -> dict[When, int]:
        """How many of each."""
        return {key: len(calls) for key, calls in self.by_when(day).items()}


@dataclass
class Bundle:
    """All that one person is told in one run."""

    person: UUID
    illustrative: bool
    parts: list[Part]

    def of(self, track: Track) -> list[Part]:
        """The parts of that track, by the agency's place in lists."""
        found = [part for part in self.parts if part.track is track]
        return sorted(found, key=lambda part: (part.agency.sort_key, part.agency.code))


@dataclass(frozen=True)
class Missed:
    """An agency of which a step is due and nobody can be told; it waits for the next run."""

    agency: Agency
    track: Track
    count: int

    @property
    def told(self) -> dict[str, Any]:
        """As a run keeps it."""
        return {"agency": self.agency.code, "track": self.track.value, "count": self.count}


@dataclass(frozen=True)
class Bundled:
    """What a run tells: bundles, the calls that reach somebody (True: demo people only), who is missed."""

    day: date
    bundles: Sequence[Bundle]
    reached: Sequence[tuple[Call, bool]]
    missed: Sequence[Missed]
    looked_at: int

    @property
    def lines(self) -> Iterator[dict[str, Any]]:
        """As a run keeps them: one a person, agency and track."""
        for bundle in self.bundles:
            for part in bundle.parts:
                yield {
                    "person": str(bundle.person),
                    "agency": part.agency.code,
                    "track": part.track.value,
                    **{str(key): count for key, count in part.counts(self.day).items()},
                }


def bundle(found: Found, book: Book) -> Bundled:
    """Bring the calls to those who are to be told. What belongs to the demo is told its people only."""
    parts: dict[UUID, dict[tuple[UUID, Track], Part]] = defaultdict(dict)
    reached: list[tuple[Call, bool]] = []
    missed: Counter[tuple[UUID, Track]] = Counter()
    addressed: dict[tuple[UUID, Track], list[tuple[UUID, UUID]]] = {}
    for call in found.calls:
        where = (call.debt.agency, call.step.track)
        if where not in addressed:
            addressed[where] = book.told(*where)
        told = [pair for pair in addressed[where] if _may_hear(book, pair[1], call)]
        if not told:
            missed[where] += 1
            continue
        reached.append((call, all(book.known[person].illustrative for _agency, person in told)))
        for agency, person in told:
            part = parts[person].setdefault(
                (agency, call.step.track), Part(book.agencies[agency], call.step.track)
            )
            part.calls.append(call)
    bundles = [Bundle(key, book.known[key].illustrative, list(own.values())) for key, own in parts.items()]
    return Bundled(found.day, bundles, reached, list(_missed(missed.items(), book)), found.looked_at)


def _may_hear(book: Book, person: UUID, call: Call) -> bool:
    return book.known[person].illustrative or not call.debt.illustrative


def _missed(counted: Iterable[tuple[tuple[UUID, Track], int]], book: Book) -> Iterator[Missed]:
    rows = [Missed(book.agencies[agency], track, count) for (agency, track), count in counted]
    yield from sorted(rows, key=lambda row: (row.agency.sort_key, row.track))
