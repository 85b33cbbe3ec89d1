"""Who urges, who answers, who sees what is owed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from tests.meta.expectations import STANDING, WRITERS, Line, only
from tests.meta.route_words import READERS
from tests.meta.world import World
from tinhso.people.models import Role

OVERSEERS: Final = STANDING | only(Role.LEADER, Role.AUDITOR)
"""Those who see what is owed by all agencies."""


def _letter(world: World) -> Mapping[str, Any]:
    return {"key": world.urging_letter.pk}


def _draft(world: World) -> Mapping[str, Any]:
    return {"key": world.urging_draft.pk}


def _rule(world: World) -> Mapping[str, Any]:
    return {"key": world.urging_rule.pk}


def _run(world: World) -> Mapping[str, Any]:
    return {"key": world.urging_run.pk}


def _rule_form(_world: World) -> Mapping[str, Any]:
    return {
        "code": "moi",
        "name": "Quy tắc",
        "applies": "tasks",
        "unit": "working",
        "valid_from": "2026-01-01",
    }


def _answers(world: World) -> Mapping[str, Any]:
    return {"answers": [{"code": world.task.code, "progress": "Đạt 60%"}]}


PAGES: Final = {
    "urging:owing": Line(get=READERS),
    "urging:late": Line(get=READERS),
    "urging:rules": Line(get=READERS),
    "urging:new_rule": Line(get=STANDING, post=STANDING, body=_rule_form),
    "urging:rule": Line(get=STANDING, post=STANDING, args=_rule, body=_rule_form),
    "urging:runs": Line(get=OVERSEERS, post=STANDING),
    "urging:coming": Line(get=STANDING),
    "urging:run": Line(get=OVERSEERS, args=_run),
    "urging:letters": Line(get=READERS),
    "urging:new_letter": Line(get=STANDING, post=STANDING),
    "urging:letter": Line(get=READERS, args=_letter),
    "urging:letter_docx": Line(get=READERS, args=_letter),
    "urging:letter_pdf": Line(get=READERS, args=_letter),
    "urging:edit_letter": Line(get=STANDING, post=STANDING, args=_draft),
    "urging:act_on_letter": Line(post=STANDING, args=_draft),
    "urging:answer": Line(get=WRITERS, post=WRITERS, args=_letter),
    "urging:answers": Line(get=OVERSEERS),
    "urging:standing": Line(get=OVERSEERS),
}
API: Final = {
    "api:urging_rules": Line(get=READERS, post=STANDING, body=_rule_form, scope="papers"),
    "api:urging_rule": Line(
        put=STANDING,
        args=_rule,
        body=lambda world: {"rule": {**_rule_form(world), "code": "nhiem-vu"}, "version": 1},
        scope="papers",
    ),
    "api:urging_runs": Line(get=OVERSEERS, post=STANDING, scope="papers"),
    "api:urging_preview": Line(get=STANDING),
    "api:urging_run": Line(get=OVERSEERS, args=_run),
    "api:urging_letters": Line(
        get=READERS, post=STANDING, body=lambda world: {"agencies": [world.agency.code]}, scope="papers"
    ),
    "api:urging_letter": Line(get=READERS, args=_letter),
    "api:urging_issue": Line(put=STANDING, args=_draft, body=lambda _: {"version": 1}, scope="papers"),
    "api:urging_withdraw": Line(put=STANDING, args=_draft, body=lambda _: {"reason": "thử"}, scope="papers"),
    "api:urging_answer": Line(put=WRITERS, args=_letter, body=_answers, scope="figures.write"),
    "api:urging_answers": Line(get=OVERSEERS),
    "api:urging_standings": Line(get=OVERSEERS),
}
TODAY: Final = {
    "desk:today": Line(get=READERS),
    "desk:waiting": Line(get=OVERSEERS, args=lambda _: {"key": "extensions"}),
    "desk:owed": Line(get=READERS, args=lambda _: {"key": "reports"}),
}
URGING: Final = {**PAGES, **API, **TODAY}
