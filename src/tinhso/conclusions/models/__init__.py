"""What is said at a meeting, what is put to the vote, and what follows from both."""

from tinhso.conclusions.models.ballots import Ballot, Closing, Decision, Returned, Vote, Voter
from tinhso.conclusions.models.choices import BallotState, CarryChoice, ConclusionState, Outcome, Step
from tinhso.conclusions.models.conclusions import (
    CarryRule,
    Conclusion,
    ConclusionEvent,
    ConclusionJoint,
    ConclusionNotice,
    ConclusionSource,
)
from tinhso.conclusions.models.minutes import MinuteEntry

__all__ = [
    "Ballot",
    "BallotState",
    "CarryChoice",
    "CarryRule",
    "Closing",
    "Conclusion",
    "ConclusionEvent",
    "ConclusionJoint",
    "ConclusionNotice",
    "ConclusionSource",
    "ConclusionState",
    "Decision",
    "MinuteEntry",
    "Outcome",
    "Returned",
    "Step",
    "Vote",
    "Voter",
]
