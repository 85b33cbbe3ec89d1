"""What a rule is and when a figure falls before it. Knows nothing of Django."""

from tinhso.indicators.checks.core.judging import Fallen, Inside, Told, judge
from tinhso.indicators.checks.core.rules import (
    Below,
    Children,
    Jump,
    Pair,
    Parts,
    Range,
    Rule,
    Stated,
    operands,
    read_rule,
    tree_of,
)

__all__ = [
    "Below",
    "Children",
    "Fallen",
    "Inside",
    "Jump",
    "Pair",
    "Parts",
    "Range",
    "Rule",
    "Stated",
    "Told",
    "judge",
    "operands",
    "read_rule",
    "tree_of",
]
