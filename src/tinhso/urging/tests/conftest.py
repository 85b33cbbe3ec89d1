"""A small province in which things are owed: the scene of steering, with rules of urging."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest

from tinhso.base import clock
from tinhso.base.actions import acting
from tinhso.people import queries as people
from tinhso.people.models import Account, Agency, Person, Position, Post, Role
from tinhso.people.principals import Principal
from tinhso.steering.models import Task
from tinhso.steering.tests import scene
from tinhso.urging.actions.rules import add_rule
from tinhso.urging.models import Rule
from tinhso.urging.schemas import RuleDraft

TODAY = date(2026, 11, 20)
"""A Friday."""


def office() -> Principal:
    """The standing office."""
    return people.principal_for(scene.account("thuongtruc"))


def person_of(username: str) -> UUID:
    """The person of one of the scene's accounts."""
    found = scene.account(username).person_id
    assert found is not None
    return found


def signed(username: str) -> Principal:
    """One of the scene's accounts."""
    return people.principal_for(scene.account(username))


@dataclass
class Urged:
    """What a test has at hand."""

    made: scene.Scene
    rule: Rule

    @property
    def industry(self) -> Agency:
        """The agency with an officer and a head (Sở Công Thương)."""
        return self.made.agencies[2]

    def task(
        self, code: str, deadline: date, *, lead: Agency | None = None, state: str = "in_progress"
    ) -> Task:
        """A task of the plan."""
        plan = self.made.plan
        assert plan is not None
        with acting(scene.ROBOT, "test"):
            return Task.objects.create(
                plan=plan,
                code=code,
                title=f"Nhiệm vụ {code}",
                lead=lead or self.industry,
                deadline=deadline,
                state=state,
            )


def rule_draft(**told: object) -> RuleDraft:
    """A rule with every step."""
    values: dict[str, object] = {
        "code": "nhiem-vu",
        "name": "Nhiệm vụ có thời hạn",
        "before": (5, 1),
        "every": 5,
        "head_after": 5,
        "deputy_after": 10,
        "valid_from": date(2022, 1, 1),
    }
    return RuleDraft.model_validate(values | told)


def person(name: str, agency: Agency, role: Role, *, illustrative: bool = False) -> Account:
    """Somebody with an account and a post."""
    who = Person.objects.create(code=name, full_name=name.title(), illustrative=illustrative)
    position = Position.objects.create(agency=agency, title=f"{name} {role}", role=role)
    Post.objects.create(person=who, position=position)
    return Account.objects.create(username=name, person=who, illustrative=illustrative)


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with clock.standing_at(TODAY):
        yield


@pytest.fixture
def urged(tmp_path: Path, settings: pytest.FixtureRequest) -> Urged:
    """People, a plan without tasks, and one rule."""
    settings.FILES = tmp_path  # type: ignore[attr-defined]  # the plug-in's wrapper of settings
    made = scene.make(targets=0, tasks=0)
    return Urged(made, add_rule(office(), rule_draft()))
