"""Who may explore figures, keep views and see dashboards."""

from __future__ import annotations

from typing import Final

from tests.meta.expectations import ANYBODY, SIGNED_IN, STANDING, Line
from tests.meta.world import World

_A_WATCH: Final = "00000000-0000-7000-8000-000000000000"
_NOT_THEIRS: Final = "nobody sees or changes another's watches"


def _to_watch(world: World) -> dict[str, str]:
    """A watch of a figure, as a form and as JSON."""
    return {"measure": world.indicator.code, "within": world.place.code, "op": "lt", "threshold": "5"}


WATCHES: Final = {
    "exploration:watches": Line(get=SIGNED_IN),
    "exploration:new_watch": Line(
        get=SIGNED_IN, post=SIGNED_IN, query=lambda world: {"m": world.indicator.code}, body=_to_watch
    ),
    "exploration:watch": Line(
        get=SIGNED_IN,
        post=SIGNED_IN,
        args=lambda _: {"key": _A_WATCH},
        body=lambda _: {"do": "pause"},
        finds_nothing=_NOT_THEIRS,
    ),
    "exploration:alerts": Line(get=SIGNED_IN),
    "exploration:see_alerts": Line(post=SIGNED_IN),
    "api:watches": Line(get=SIGNED_IN, post=SIGNED_IN, body=_to_watch, scope="views"),
    "api:watch": Line(
        delete=SIGNED_IN, args=lambda _: {"key": _A_WATCH}, scope="views", finds_nothing=_NOT_THEIRS
    ),
    "api:alerts": Line(get=SIGNED_IN),
}

EXPLORATION: Final = {
    **WATCHES,
    "exploration:explore": Line(get=ANYBODY, query=lambda world: {"m": world.indicator.code}),
    "exploration:facts": Line(
        get=ANYBODY,
        query=lambda world: {"m": world.indicator.code, "place": world.place.code, "period": "2024"},
    ),
    "exploration:version": Line(get=ANYBODY),
    "desk:wall": Line(get=ANYBODY),
    "exploration:views": Line(get=ANYBODY),
    "exploration:save_view": Line(
        post=SIGNED_IN, body=lambda world: {"name": "Góc nhìn", "spec": f"m={world.indicator.code}"}
    ),
    "exploration:view": Line(get=ANYBODY, args=lambda world: {"code": world.view.code}),
    "exploration:change_view": Line(
        post=SIGNED_IN, args=lambda world: {"code": world.view.code}, body=lambda _: {"do": "copy"}
    ),
    "exploration:dashboards": Line(get=ANYBODY),
    "exploration:all_dashboards": Line(get=ANYBODY),
    "exploration:new_dashboard": Line(get=SIGNED_IN, post=SIGNED_IN, body=lambda _: {"name": "Bảng"}),
    "exploration:dashboard": Line(get=ANYBODY, args=lambda world: {"code": world.dashboard.code}),
    "exploration:edit_dashboard": Line(
        get=STANDING,
        post=STANDING,
        args=lambda world: {"code": world.dashboard.code},
        body=lambda world: {"do": "add", "what": f"view:{world.view.code}"},
    ),
    "api:views": Line(
        get=ANYBODY,
        post=SIGNED_IN,
        body=lambda world: {"name": "Góc nhìn", "spec": {"measures": [world.indicator.code]}},
        scope="views",
    ),
    "api:view": Line(
        get=ANYBODY,
        put=STANDING,
        delete=STANDING,
        args=lambda world: {"code": world.view.code},
        body=lambda world: {
            "name": "Góc nhìn",
            "sharing": "public",
            "spec": {"measures": [world.indicator.code]},
        },
        scope="views",
    ),
    "api:view_data": Line(get=ANYBODY, args=lambda world: {"code": world.view.code}),
    "api:dashboards": Line(get=ANYBODY, post=SIGNED_IN, body=lambda _: {"name": "Bảng"}, scope="views"),
    "api:dashboard": Line(
        get=ANYBODY,
        put=STANDING,
        args=lambda world: {"code": world.dashboard.code},
        body=lambda _: {"name": "Bảng", "sharing": "public"},
        scope="views",
    ),
}
