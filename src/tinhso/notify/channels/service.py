"""The only door to channels: which ways are open, and through what."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from tinhso.notify.channels.base import Channel
from tinhso.notify.channels.contrib.demo.channel import Demo
from tinhso.notify.channels.registry import channels
from tinhso.notify.choices import OUTSIDE, Route
from tinhso.notify.models import Switch


def declared(route: Route) -> Channel[Any] | None:
    """What would serve `route`, set up or not."""
    found = channels().get(route)
    return found.from_settings() if found else None


def configured(route: Route) -> Channel[Any] | None:
    """What serves `route` here, switched on or not: the real one where it is set up, the demo's in a demo."""
    real = declared(route)
    if real is None or not real.missing():
        return real
    return Demo.standing_in(real) if settings.DEMO else None


def switched_off() -> frozenset[Route]:
    """Ways that a manager turned off; one query."""
    return frozenset(
        Route(route) for route in Switch.objects.filter(on=False).values_list("route", flat=True)
    )


def open_routes() -> dict[Route, Channel[Any]]:
    """The ways out of the house that work now; one query."""
    off = switched_off()
    found = {route: configured(route) for route in OUTSIDE if route not in off}
    return {route: channel for route, channel in found.items() if channel is not None}
