"""Who may what at the pages of figures, indicators and composite indices."""

from __future__ import annotations

from typing import Final

from tests.meta.expectations import ANYBODY, CONFIRMERS, SIGNED_IN, STANDING, WRITERS, Line
from tests.meta.route_words import KEPT, READERS, the_component, the_edition

INDICATORS: Final = {
    "indicators:index": Line(get=ANYBODY),
    "indicators:create": Line(get=STANDING, post=STANDING),
    "indicators:define": Line(get=STANDING, post=STANDING, args=lambda world: {"code": world.indicator.code}),
    "indicators:detail": Line(get=ANYBODY, args=lambda world: {"code": world.indicator.code}),
    "checks:index": Line(get=ANYBODY),
    "checks:detail": Line(get=ANYBODY, args=lambda world: {"code": world.check.code}),
    "checks:create": Line(get=STANDING, post=STANDING, query=lambda _: {"kind": "range"}),
    "checks:edit": Line(get=STANDING, post=STANDING, args=lambda world: {"code": world.check.code}),
    "checks:retire": Line(post=STANDING, args=lambda world: {"code": world.check.code}),
    "checks:review": Line(get=WRITERS, post=STANDING),
    "checks:finding": Line(get=WRITERS, post=STANDING, args=lambda world: {"finding": world.finding.pk}),
    "checks:progress": Line(get=WRITERS, args=lambda world: {"run": world.run.pk}),
    "indicators:aim": Line(get=STANDING, post=STANDING, args=lambda world: {"code": world.indicator.code}),
    "entry:grid": Line(get=WRITERS, post=WRITERS),
    "entry:cells": Line(post=WRITERS),
    "entry:worker": Line(get=ANYBODY),
    "entry:lock": Line(post=STANDING),
    "entry:workbook": Line(get=WRITERS, post=WRITERS),
    "reporting:index": Line(get=READERS),
    "reporting:owed": Line(get=SIGNED_IN),
    "reporting:cells": Line(get=READERS, query=lambda world: {"indicator": world.indicator.code}),
    "reporting:agency": Line(get=READERS, args=lambda world: {"code": world.agency.code}),
    "entry:evidence": Line(post=WRITERS),
    "entry:waiting": Line(get=CONFIRMERS, post=CONFIRMERS),
    "entry:sent": Line(get=SIGNED_IN),
    "figures:index": Line(get=ANYBODY),
    "figures:detail": Line(get=ANYBODY, args=lambda world: {"figure": world.observation.pk}),
    "figures:decide": Line(post=CONFIRMERS, args=lambda world: {"figure": world.observation.pk}),
}

INDICES: Final = {
    "indices:index": Line(get=ANYBODY),
    "indices:edition": Line(get=ANYBODY, args=the_edition),
    "indices:what_if": Line(get=ANYBODY, args=the_edition),
    "indices:rounds": Line(get=ANYBODY),
    "indices:new_round": Line(get=STANDING, post=STANDING),
    "indices:my_components": Line(get=SIGNED_IN),
    "indices:verifying": Line(get=SIGNED_IN),
    "indices:round": Line(get=ANYBODY, args=lambda world: {"found": world.round.pk}),
    "indices:manage_round": Line(
        get=STANDING,
        post=STANDING,
        args=lambda world: {"found": world.round.pk},
        body=lambda _: {"do": "assign", "owner": "so-khcn"},
    ),
    "indices:component": Line(
        get=READERS,
        post=WRITERS,
        args=the_component,
        body=lambda _: {"move": "score", "in-0": "yes", "links": "https://vi-du.gov.vn/"},
    ),
    "indices:component_points": Line(post=WRITERS, args=the_component, body=lambda _: {"in-0": "yes"}),
    "indices:step_file": Line(
        get=READERS, args=lambda world: {**the_component(world), "file": world.file.pk}
    ),
    "indices:workbook": Line(get=ANYBODY, args=the_edition),
    "indices:bring_in": Line(get=STANDING, post=STANDING, args=the_edition),
    "indices:new_result": Line(get=STANDING, post=STANDING, args=the_edition),
    "api:rounds": Line(get=ANYBODY, args=lambda world: {"code": world.edition.index.code}),
    "api:round_detail": Line(
        get=ANYBODY, args=lambda world: {"code": world.edition.index.code, "found": world.round.pk}
    ),
    "api:score_component": Line(
        post=WRITERS,
        args=lambda world: {"code": world.edition.index.code, **the_component(world)},
        body=lambda _: {"inputs": {"đã làm": True}, "links": ["https://vi-du.gov.vn/"]},
        scope="figures.write",
    ),
    "api:judge_component": Line(
        post=STANDING,
        args=lambda world: {"code": world.edition.index.code, **the_component(world)},
        body=lambda _: {"move": "accept"},
        scope="confirm",
    ),
    "api:indices": Line(get=ANYBODY),
    "api:edition": Line(get=ANYBODY, args=the_edition),
    "api:scores": Line(get=ANYBODY, args=the_edition),
    "api:compute_places": Line(
        post=ANYBODY,
        args=the_edition,
        body=lambda _: {"places": [{"place": "a", "scores": {"dieu-hanh": 1}}]},
        without_form_token=KEPT,
        keeps_nothing=KEPT,
    ),
}
