"""Rules, runs and letters of urging."""

from tinhso.urging.models.letters import Answer, Letter, LetterLine, LetterState
from tinhso.urging.models.rules import Applies, Rule, Scoring, TaskClass
from tinhso.urging.models.runs import Run, Urge

__all__ = [
    "Answer",
    "Applies",
    "Letter",
    "LetterLine",
    "LetterState",
    "Rule",
    "Run",
    "Scoring",
    "TaskClass",
    "Urge",
]
