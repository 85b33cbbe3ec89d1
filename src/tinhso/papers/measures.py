"""Measures of official papers (định lề, cỡ chữ): data with their legal reference, read once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, Literal

import yaml

_FILE: Final = Path(__file__).parent / "data" / "measures.yaml"

Rule = Literal["state", "party"]


@dataclass(frozen=True)
class Measure:
    """One measure: what is printed, what the rule lets, and where the rule says so."""

    value: float
    least: float
    most: float
    reference: str

    def __post_init__(self) -> None:
        if not self.least <= self.value <= self.most:
            raise ValueError(f"{self.value} is not within {self.least} and {self.most} of {self.reference}")


@dataclass(frozen=True)
class Measures:
    """The measures of one rule, asked by name."""

    all: dict[str, Measure]

    def __getitem__(self, name: str) -> float:
        return self.all[name].value


@cache
def measures(rule: Rule = "state") -> Measures:
    """The measures of papers of the state, or of the Party."""
    told = yaml.safe_load(_FILE.read_text(encoding="utf-8"))[rule]
    return Measures(
        {
            name: Measure(
                float(item["value"]),
                float(item["allowed"][0]),
                float(item["allowed"][1]),
                f"{told['reference']}, {item['item']}",
            )
            for name, item in told["measures"].items()
        }
    )
