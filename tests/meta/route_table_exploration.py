"""Who may explore figures, keep views and see dashboards."""

from __future__ import annotations

from typing import Final

from tests.meta.expectations import ANYBODY, Line

EXPLORATION: Final = {
    "exploration:explore": Line(get=ANYBODY, query=lambda world: {"m": world.indicator.code}),
    "exploration:facts": Line(
        get=ANYBODY,
        query=lambda world: {"m": world.indicator.code, "place": world.place.code, "period": "2024"},
    ),
    "exploration:version": Line(get=ANYBODY),
}
