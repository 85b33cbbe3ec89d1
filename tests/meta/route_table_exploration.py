"""Who may explore figures, keep views and see dashboards."""

from __future__ import annotations

from typing import Final

from tests.meta.expectations import ANYBODY, SIGNED_IN, STANDING, Line

EXPLORATION: Final = {
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
