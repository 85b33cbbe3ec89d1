"""Who sees the gates, who declares, who steers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from tests.meta.expectations import ANYBODY, SIGNED_IN, STANDING, Line, only
from tests.meta.world import World
from tests.meta.world_gates import CONTENT
from tinhso.base import clock
from tinhso.people.models import Role

CITIZEN: Final = only(Role.PUBLIC)
BOTH: Final = CITIZEN | STANDING
SIGNED: Final = "a device sends what its key has signed; no session is read"
NO_DAY: Final = "no day was published yet"


def _gate(world: World) -> Mapping[str, Any]:
    return {"code": world.gate.code}


def _lane(world: World) -> Mapping[str, Any]:
    return {"gate": world.gate.code, "direction": "export"}


def _way(world: World) -> Mapping[str, Any]:
    return {"code": world.gate.code, "direction": "export"}


def _day(world: World) -> Mapping[str, Any]:
    return {"code": world.gate.code, "direction": "export", "day": "2020-01-01"}


def _place(world: World) -> Mapping[str, Any]:
    return {"code": world.gate_place.code}


def _company(world: World) -> Mapping[str, Any]:
    return {"tax_code": world.gate_company.tax_code}


def _draft(world: World) -> Mapping[str, Any]:
    return {"key": world.gate_draft.pk}


def _declaring(world: World) -> Mapping[str, Any]:
    return {"company": world.gate_company.tax_code, "gate": "HN", "direction": "export", "content": CONTENT}


def _why(_world: World) -> Mapping[str, Any]:
    return {"why": "thử"}


def _stop(_world: World) -> Mapping[str, Any]:
    return {"why": "thử", "source": "thử"}


def _nothing_to_tell(_world: World) -> Mapping[str, Any]:
    return {"sent_at": clock.now().isoformat(), "events": []}


def _track(world: World) -> Mapping[str, Any]:
    return {"code": world.gate_place.code, "track": "health"}


GATES: Final = {
    "gates:board": Line(get=ANYBODY),
    "gates:board_json": Line(get=ANYBODY),
    "gates:verifier": Line(get=ANYBODY),
    "gates:gate": Line(get=ANYBODY, args=_gate),
    "gates:day_file": Line(get=ANYBODY, args=_day),
    "gates:find_place": Line(get=ANYBODY),
    "gates:place": Line(get=ANYBODY, args=_place),
    "gates:company": Line(get=SIGNED_IN),
    "gates:declare": Line(get=CITIZEN, post=CITIZEN, args=_company),
    "gates:act_on_place": Line(
        post=SIGNED_IN, args=_place, body=lambda _world: {"do": "defer", "hours": "4"}
    ),
    "gates:line": Line(get=STANDING, args=_way),
    "gates:act": Line(post=STANDING, args=_way, body=lambda _world: {"do": "close", **_stop(_world)}),
    "api:gate_board": Line(get=ANYBODY),
    "api:gate_place": Line(get=ANYBODY, args=_place),
    "api:gate_proof": Line(get=ANYBODY, args=_place, finds_nothing=NO_DAY),
    "api:gate_visit": Line(get=ANYBODY, args=_place),
    "api:gate_events": Line(
        post=ANYBODY, body=_nothing_to_tell, without_form_token=SIGNED, keeps_nothing=SIGNED
    ),
    "api:gate_track": Line(
        scope="gates", post=STANDING, args=_track, body=lambda _world: {"result": "passed"}
    ),
    "api:gate_declarations": Line(scope="gates", post=CITIZEN, body=_declaring),
    "api:gate_declaration": Line(scope="gates", put=CITIZEN, args=_draft, body=lambda _world: CONTENT),
    "api:gate_submit": Line(scope="gates", post=CITIZEN, args=_draft),
    "api:gate_defer": Line(scope="gates", post=BOTH, args=_place, body=lambda _world: {"hours": 4}),
    "api:gate_cancel": Line(scope="gates", post=BOTH, args=_place, body=_why),
    "api:gate_hold": Line(scope="gates", post=STANDING, args=_place, body=_why),
    "api:gate_release": Line(scope="gates", post=STANDING, args=_place, body=_why),
    "api:gate_stream": Line(
        scope="gates", post=STANDING, args=_place, body=lambda _world: {"stream": "F", "why": "thử"}
    ),
    "api:gate_decide": Line(
        scope="gates", post=STANDING, args=_place, body=lambda _world: {"reference": "1", "why": "thử"}
    ),
    "api:gate_admit": Line(scope="gates", post=STANDING, args=_place),
    "api:gate_capacity": Line(
        scope="gates", post=STANDING, args=_lane, body=lambda _world: {"rate_per_hour": 1, "source": "thử"}
    ),
    "api:gate_close": Line(scope="gates", post=STANDING, args=_lane, body=_stop),
    "api:gate_open": Line(scope="gates", post=STANDING, args=_lane, body=_stop),
}
