"""Indices and what was published by them; rounds in which a province scores itself."""

from tinhso.indices.models.editions import Certainty, CompositeIndex, Edition, Measure, Node, Score
from tinhso.indices.models.rounds import (
    Component,
    ComponentStep,
    Reminder,
    Round,
    RoundState,
    RoundStep,
    RoundStepKind,
    StepFile,
)

__all__ = [
    "Certainty",
    "Component",
    "ComponentStep",
    "CompositeIndex",
    "Edition",
    "Measure",
    "Node",
    "Reminder",
    "Round",
    "RoundState",
    "RoundStep",
    "RoundStepKind",
    "Score",
    "StepFile",
]
