"""What lines of the route table say again and again: which row of the world, whose, why not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.meta.expectations import CONFIRMERS, REPORTERS, only
from tests.meta.world import World
from tinhso.people.models import Role


def an_account(world: World) -> Mapping[str, Any]:
    return {"account": world.accounts[Role.AUDITOR].pk}


def the_plan(world: World) -> Mapping[str, Any]:
    return {"slug": world.plan.full_slug}


def the_goal(world: World) -> Mapping[str, Any]:
    return {"slug": world.plan.full_slug, "goal": world.goal.pk}


def the_statement(world: World) -> Mapping[str, Any]:
    return {"code": world.target.code, "said": world.statement.pk}


def the_target(world: World) -> Mapping[str, Any]:
    return {"code": world.target.code}


def the_edition(world: World) -> Mapping[str, Any]:
    return {"code": world.edition.index.code, "edition": world.edition.code}


def the_component(world: World) -> Mapping[str, Any]:
    return {"found": world.round.pk, "node": "dieu-hanh"}


def the_task(world: World) -> Mapping[str, Any]:
    return {"code": world.task.code}


def the_report(world: World) -> Mapping[str, Any]:
    return {"report_id": world.report.pk}


READERS = REPORTERS | CONFIRMERS | only(Role.LEADER, Role.AUDITOR)
UNCONFIRMED = "whether a report waits is told to those who work on it, to leaders and to auditors"
WALLED = "the demo's provider of identity is walled up outside demo mode"
KEPT = "it calculates with what is sent, and neither reads nor keeps anything"
LEADERS_OWN = only(Role.LEADER, Role.ADMINISTRATOR)
