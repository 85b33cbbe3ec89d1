"""Counting ballot papers (kiểm phiếu): exact fractions, nothing rounded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from tinhso.committees.majorities import Share


class Outcome(StrEnum):
    """How a ballot ends (kết quả)."""

    PASSED = "passed"
    NOT_PASSED = "not_passed"
    TIED = "tied"
    NO_QUORUM = "no_quorum"


@dataclass(frozen=True)
class Rule:
    """How a ballot is decided: papers that must come back, papers that must agree; both of all members."""

    quorum: Share
    majority: Share


@dataclass(frozen=True)
class Count:
    """What was counted: papers asked for, papers back, papers for each option in the ballot's order."""

    asked: int
    returned: int
    papers: Mapping[str, int] = field(default_factory=dict)

    @property
    def missing(self) -> int:
        """Papers that did not come back."""
        return self.asked - self.returned


@dataclass(frozen=True)
class Result:
    """How it ended, the option that won, and how many it would have taken."""

    outcome: Outcome
    winner: str = ""
    needed: int = 0
    needed_back: int = 0


def count(asked: int, options: Sequence[str], papers: Sequence[str]) -> Count:
    """Count `papers`, each naming an option. Raises ValueError for too many papers or an unknown option."""
    if len(papers) > asked:
        raise ValueError(f"{len(papers)} papers came back of {asked}.")
    tally = dict.fromkeys(options, 0)
    for option in papers:
        if option not in tally:
            raise ValueError(f"No option is called {option!r}.")
        tally[option] += 1
    return Count(asked, len(papers), tally)


def decide(counted: Count, rule: Rule) -> Result:
    """How the ballot ends by its rule.

    Enough papers must be back. The option with most papers wins where they reach the majority; several with
    equally many are a tie.
    """
    needed, back = rule.majority.needed(counted.asked), rule.quorum.needed(counted.asked)
    if counted.returned == 0 or not rule.quorum.reached(counted.returned, counted.asked):
        return Result(Outcome.NO_QUORUM, "", needed, back)
    most = max(counted.papers.values(), default=0)
    leading = [option for option, papers in counted.papers.items() if papers == most]
    if len(leading) > 1:
        return Result(Outcome.TIED, "", needed, back)
    if rule.majority.reached(most, counted.asked):
        return Result(Outcome.PASSED, leading[0], needed, back)
    return Result(Outcome.NOT_PASSED, "", needed, back)
