"""Walking the lineage: what becomes of a row at another date. Pure arithmetic over edges."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

ONE = Decimal(1)


@dataclass(frozen=True)
class Step:
    """One edge walked from `start` to `end`. `share` is the older unit's part in the newer; None unknown."""

    start: UUID
    end: UUID
    share: Decimal | None
    is_default: bool
    doubtful: bool = False


@dataclass(frozen=True)
class Way:
    """All ways from one row to another put together."""

    share: Decimal | None = ONE
    is_default: bool = True
    doubtful: bool = False

    def then(self, step: Step) -> Way:
        """This way, one edge further: parts of parts multiply, the unknown stays unknown."""
        share = None if self.share is None or step.share is None else self.share * step.share
        return Way(share, self.is_default and step.is_default, self.doubtful or step.doubtful)

    def beside(self, other: Way | None) -> Way:
        """Two ways to the same row: parts add up."""
        if other is None:
            return self
        share = None if self.share is None or other.share is None else self.share + other.share
        return Way(share, self.is_default or other.is_default, self.doubtful or other.doubtful)


Ways = dict[UUID, dict[UUID, Way]]
"""For each row asked about: the rows it corresponds to."""

Fetch = Callable[[Collection[UUID], bool], Iterable[Step]]
"""All edges that leave these rows; the flag says forward (to successors) or backward."""


def _advance(frontier: Ways, steps: Iterable[Step]) -> Ways:
    leaving: dict[UUID, list[Step]] = {}
    for step in steps:
        leaving.setdefault(step.start, []).append(step)
    further: Ways = {}
    for asked, reached in frontier.items():
        for row, way in reached.items():
            for step in leaving.get(row, ()):
                ends = further.setdefault(asked, {})
                ends[step.end] = way.then(step).beside(ends.get(step.end))
    return further


@dataclass(frozen=True)
class Span:
    """The days on which a row holds."""

    start: date | None
    end: date | None

    def holds(self, day: date) -> bool:
        """Whether the row is a unit on `day`."""
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)

    def ended_before(self, day: date) -> bool:
        """Whether one must look among successors."""
        return self.end is not None and self.end < day


def correspond(
    asked: Mapping[UUID, Span],
    day: date,
    fetch: Fetch,
    spans: Callable[[Collection[UUID]], Mapping[UUID, Span]],
) -> Ways:
    """What each of `asked` corresponds to on `day`: one `fetch` and one `spans` a generation and direction.

    Rows that led nowhere are left out, so an answer may be empty.
    """
    answers: Ways = {row: {row: Way()} for row, span in asked.items() if span.holds(day)}
    for forward in (True, False):
        frontier: Ways = {
            row: {row: Way()}
            for row, span in asked.items()
            if row not in answers and span.ended_before(day) == forward
        }
        while frontier:
            frontier = _advance(
                frontier, fetch({r for reached in frontier.values() for r in reached}, forward)
            )
            known = spans({row for reached in frontier.values() for row in reached})
            for row, reached in frontier.items():
                for end in [end for end in reached if known[end].holds(day)]:
                    found = answers.setdefault(row, {})
                    found[end] = reached.pop(end).beside(found.get(end))
            frontier = {
                row: left
                for row, reached in frontier.items()
                if (
                    left := {
                        end: way for end, way in reached.items() if known[end].ended_before(day) == forward
                    }
                )
            }
    return answers
