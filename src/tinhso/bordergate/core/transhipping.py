"""Transhipment (sang tải): goods go from one vehicle to several or back, and no kilogram is lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from tinhso.bordergate.core.faults import GateFault


@dataclass(frozen=True)
class Load:
    """Goods in one vehicle or container: its key, and whole kilograms above nothing."""

    unit: str
    kg: int


@dataclass(frozen=True)
class TranshipOrder:
    """What goes from where to where. One side is a single vehicle."""

    sources: tuple[Load, ...]
    targets: tuple[Load, ...]

    @classmethod
    def parse(cls, payload: Mapping[str, object]) -> TranshipOrder:
        """The order out of an event's payload, whose shape has been checked."""
        return cls(_loads(payload["sources"]), _loads(payload["targets"]))


def _loads(told: object) -> tuple[Load, ...]:
    items = cast(Sequence[Mapping[str, object]], told)
    return tuple(Load(str(item["unit"]), cast(int, item["kg"])) for item in items)


def check(order: TranshipOrder) -> None:
    """Raises GateFault `MASS_BALANCE` (422) unless kilograms in are kilograms out.

    `NOT_TRANSHIPMENT` (422): several on both sides, a vehicle twice or on both sides, nothing moved.
    """
    units = [load.unit for load in (*order.sources, *order.targets)]
    if not order.sources or not order.targets or min(len(order.sources), len(order.targets)) > 1:
        raise GateFault("NOT_TRANSHIPMENT", "One vehicle into several, or several into one.")
    if len(set(units)) < len(units):
        raise GateFault("NOT_TRANSHIPMENT", "A vehicle stands in the order twice.")
    if any(load.kg <= 0 for load in (*order.sources, *order.targets)):
        raise GateFault("NOT_TRANSHIPMENT", "A load of nothing is no load.")
    kg_in, kg_out = (sum(load.kg for load in side) for side in (order.sources, order.targets))
    if kg_in != kg_out:
        raise GateFault(
            "MASS_BALANCE",
            f"{kg_in} kg in, {kg_out} kg out.",
            extra={"kg_in": kg_in, "kg_out": kg_out, "difference": kg_out - kg_in},
        )
