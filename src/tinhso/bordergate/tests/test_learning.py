"""Each morning the forecasts of yesterday are judged, published, and learnt from."""

from __future__ import annotations

import json
from datetime import timedelta
from random import Random

from django.test import Client

from tinhso.bordergate.actions.learning import learn_all
from tinhso.bordergate.models import ForecastDay
from tinhso.bordergate.queries.board import board, errors_of
from tinhso.bordergate.tests.conftest import DAY, Scene, at


def _a_day(scene: Scene) -> None:
    """Sixty vehicles through a gate of ten an hour that works a little unevenly."""
    chance = Random(3)
    with at(6, 50):
        scene.announce(10)
        waiting = [scene.enter() for _ in range(60)]
    for number, place in enumerate(waiting):
        minute = number * 6 + chance.randint(1, 5)
        with at(7 + minute // 60, minute % 60):
            scene.tick()
            scene.admit(scene.again(place))


def test_the_morning_after(scene: Scene, client: Client) -> None:
    _a_day(scene)
    with at(0, 10, day=1):
        rows = learn_all(scene.run, DAY + timedelta(days=1))
        assert [row.lane for row in rows] == [scene.lane]
        assert learn_all(scene.run, DAY + timedelta(days=1)) == []
        told = json.loads(client.get("/gates/board.json").content)
        lane = next(one for one in told["lanes"] if (one["gate"], one["direction"]) == ("HN", "export"))
        forecast = lane["forecast"]
        assert (forecast["day"], forecast["count"]) == (DAY.isoformat(), 60)
        assert 0 <= forecast["median_error_minutes"] < 30
        assert "của 60 dự báo" in client.get("/gates/").content.decode()
    with at(8, day=1):
        errors = errors_of(scene.lane, board(scene.run).as_of + timedelta(days=1))
        assert errors is not None and errors.speaks()
        place = scene.enter()
        seen = next(
            one for one in board(scene.run).lanes if one.gate == scene.gate and one.direction == "export"
        )
        assert seen.eta is not None and seen.eta.source == "errors" and place.code
    other = next(one for one in told["lanes"] if one["gate"] == "TT")
    assert other["forecast"] is None
    row = ForecastDay.objects.get()
    assert row.score["day"] == DAY.isoformat() and row.day == DAY + timedelta(days=1)
