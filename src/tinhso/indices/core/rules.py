"""How a component earns its share of the points (quy tắc chấm điểm): rules as frozen data.

Each rule reads named inputs and gives a share from 0 to 1 of the node's maximum. What zero in a denominator
means is part of the rule: `zero` is the share it earns then.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Share = Annotated[Decimal, Field(ge=0, le=1)]
Positive = Annotated[Decimal, Field(gt=0)]


class _Rule(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Ratio(_Rule):
    """Numerator over denominator, capped to 0…1 (tỷ lệ)."""

    kind: Literal["ratio"] = "ratio"
    numerator: str
    denominator: str
    zero: Share = Decimal(0)


class Threshold(_Rule):
    """Full points from `target` on, below it in proportion (tỷ lệ có ngưỡng)."""

    kind: Literal["threshold"] = "threshold"
    numerator: str
    denominator: str
    target: Positive
    zero: Share = Decimal(0)


class Step(_Rule):
    """From this value on, this share."""

    at_least: Decimal
    share: Share


class Steps(_Rule):
    """The share of the highest step that is reached, 0 below all (bậc thang)."""

    kind: Literal["steps"] = "steps"
    input: str
    steps: tuple[Step, ...] = Field(min_length=1)


class Option(_Rule):
    """One answer and what it earns."""

    answer: str
    share: Share


class Options(_Rule):
    """Who or what it is decides (theo chức danh, theo phương án)."""

    kind: Literal["options"] = "options"
    input: str
    options: tuple[Option, ...] = Field(min_length=1)


class YesNo(_Rule):
    """All or nothing (có/không)."""

    kind: Literal["yes_no"] = "yes_no"
    input: str


class CappedCount(_Rule):
    """One unit each, full at `most` (đếm có trần)."""

    kind: Literal["capped_count"] = "capped_count"
    input: str
    most: Positive


class Peers(_Rule):
    """Own ratio over the highest among all places of the same scoring (so với địa phương cao nhất)."""

    kind: Literal["peers"] = "peers"
    numerator: str
    denominator: str
    zero: Share = Decimal(0)


class Manual(_Rule):
    """Points that somebody awards, with evidence (chấm tay kèm minh chứng): `share` and `evidence` inputs."""

    kind: Literal["manual"] = "manual"
    input: str
    evidence: str


class Part(_Rule):
    """A part of a sum: its weight and its rule."""

    weight: Share
    rule: Rule


class Sum(_Rule):
    """The weighted sum of parts, capped at 1 (cộng các phần)."""

    kind: Literal["sum"] = "sum"
    parts: tuple[Part, ...] = Field(min_length=1)


class Best(_Rule):
    """The best of several ways (lấy phương án cao nhất)."""

    kind: Literal["best"] = "best"
    rules: tuple[Rule, ...] = Field(min_length=1)


Rule = Annotated[
    Ratio | Threshold | Steps | Options | YesNo | CappedCount | Peers | Manual | Sum | Best,
    Field(discriminator="kind"),
]
Part.model_rebuild()
Sum.model_rebuild()
Best.model_rebuild()


def inputs_of(rule: Rule) -> tuple[str, ...]:
    """The names of all inputs a rule reads, each once."""
    if isinstance(rule, Sum):
        inner: tuple[Rule, ...] = tuple(part.rule for part in rule.parts)
    elif isinstance(rule, Best):
        inner = rule.rules
    else:
        named = (getattr(rule, name, "") for name in ("input", "numerator", "denominator", "evidence"))
        return tuple(name for name in named if name)
    return tuple(dict.fromkeys(name for one in inner for name in inputs_of(one)))


def peers_of(rule: Rule) -> tuple[Peers, ...]:
    """The rules within that look at the other places."""
    if isinstance(rule, Peers):
        return (rule,)
    if isinstance(rule, Sum):
        return tuple(found for part in rule.parts for found in peers_of(part.rule))
    if isinstance(rule, Best):
        return tuple(found for one in rule.rules for found in peers_of(one))
    return ()
