"""The room's tables."""

from tinhso.reading.models.readings import Proposal, ProposalState, Reading, ReadingState, Received
from tinhso.reading.models.words import Abbreviation, Concerns, Synonym

__all__ = [
    "Abbreviation",
    "Concerns",
    "Proposal",
    "ProposalState",
    "Reading",
    "ReadingState",
    "Received",
    "Synonym",
]
