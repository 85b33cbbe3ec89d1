"""Who has documents read and decides on what is proposed: those who write figures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from tests.meta.expectations import SIGNED_IN, STANDING, WRITERS, Line
from tests.meta.world import World

TEXT: Final = "Toàn tỉnh có 52 thôn chưa có sóng."


def _reading(world: World) -> Mapping[str, Any]:
    return {"key": world.reading.pk}


def _figure(world: World) -> Mapping[str, Any]:
    return {"key": world.reading.pk, "position": 0}


def _document(world: World) -> Mapping[str, Any]:
    return {"key": world.reading.pk, "order": 0}


def _plan(_: World) -> Mapping[str, Any]:
    return {
        "kind": "plan",
        "title": "Kế hoạch",
        "short_title": "KH",
        "slug": "thu",
        "starts_on": "01/01/2027",
        "ends_on": "31/12/2027",
        "item": "0",
    }


def _name(world: World) -> Mapping[str, Any]:
    return {"phrase": "Sở Thử nghiệm", "agency": world.agency.code}


PAGES: Final = {
    "reading:index": Line(get=WRITERS),
    "reading:new": Line(get=WRITERS, post=WRITERS, body=lambda _: {"text": TEXT}),
    "reading:detail": Line(get=WRITERS, args=_reading),
    "reading:about": Line(get=WRITERS, post=WRITERS, args=_reading, body=lambda _: {"title": "Báo cáo"}),
    "reading:plan": Line(get=WRITERS, post=STANDING, args=_reading, body=_plan),
    "reading:teach_agency": Line(post=WRITERS, args=_reading, body=_name),
    "reading:file": Line(get=WRITERS, args=_reading),
    "reading:batch": Line(post=WRITERS, args=_reading, body=lambda _: {"threshold": "80"}),
    "reading:register": Line(post=STANDING, args=_document),
    "reading:decide": Line(post=WRITERS, args=_figure, body=lambda _: {"do": "reject"}),
}
API: Final = {
    "api:readings": Line(get=SIGNED_IN, post=WRITERS, body=lambda _: {"text": TEXT}, scope="figures.write"),
    "api:teach_agency": Line(post=WRITERS, body=_name, scope="figures.write"),
    "api:reading": Line(get=WRITERS, args=_reading),
    "api:proposals": Line(get=WRITERS, args=_reading),
    "api:proposal": Line(
        put=WRITERS, args=_figure, body=lambda _: {"subject": "thôn"}, scope="figures.write"
    ),
    "api:accept_figure": Line(post=WRITERS, args=_figure, scope="figures.write"),
    "api:reject_figure": Line(
        post=WRITERS, args=_figure, body=lambda _: {"reason": "thử"}, scope="figures.write"
    ),
    "api:undo_figure": Line(post=WRITERS, args=_figure, scope="figures.write"),
    "api:accept_figures": Line(
        post=WRITERS, args=_reading, body=lambda _: {"threshold": "0.8"}, scope="figures.write"
    ),
}
READING: Final = {**PAGES, **API}
