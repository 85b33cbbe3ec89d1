"""The room's tables."""

from tinhso.reading.models.plans import PlanRequest
from tinhso.reading.models.readings import Proposal, ProposalState, Reading, ReadingState, Received
from tinhso.reading.models.words import Abbreviation, Concerns, Synonym

__all__ = [
    "Abbreviation",
    "Concerns",
    "PlanRequest",
    "Proposal",
    "ProposalState",
    "Reading",
    "ReadingState",
    "Received",
    "Synonym",
]
