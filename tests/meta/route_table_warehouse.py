"""Who may ask the warehouse."""

from __future__ import annotations

from typing import Final

from tests.meta.expectations import ANYBODY, SIGNED_IN, Line

_READS: Final = "it reads what is open to everybody, by a question too long for an address, and keeps nothing"
WAREHOUSE: Final = {
    "warehouse:status": Line(get=SIGNED_IN),
    "api:query": Line(
        get=ANYBODY,
        post=ANYBODY,
        query=lambda world: {"m": world.indicator.code},
        body=lambda world: {"measures": [world.indicator.code]},
        without_form_token=_READS,
        keeps_nothing=_READS,
    ),
    "api:query_facts": Line(
        get=ANYBODY,
        query=lambda world: {"m": world.indicator.code, "place": world.place.code, "period": "2024"},
    ),
}
