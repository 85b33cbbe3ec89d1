"""`tinhso urge run`: the table of what would be told, and telling it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest
from click.testing import CliRunner

from tinhso.base import clock
from tinhso.cli.verbs import urge
from tinhso.notify.models import Message
from tinhso.steering.tests import scene
from tinhso.urging.actions.rules import add_rule
from tinhso.urging.models import Run
from tinhso.urging.tests.conftest import TODAY, Urged, office, rule_draft


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with clock.standing_at(TODAY):
        yield


@pytest.mark.django_db
def test_the_command_line_says_what_would_be_told_and_then_tells_it() -> None:
    urged = Urged(scene.make(targets=0, tasks=0), add_rule(office(), rule_draft()))
    urged.task("cham", TODAY - timedelta(days=40))
    shown = CliRunner().invoke(urge.run, ["--dry-run"], standalone_mode=False)
    assert shown.exception is None and "Vi Văn Lực" in shown.output and "3 steps for 3 people" in shown.output
    assert not Run.objects.exists() and not Message.objects.exists()
    told = json.loads(CliRunner().invoke(urge.run, ["--dry-run", "--json"], standalone_mode=False).output)
    assert {line["track"] for line in told["lines"]} == {"officer", "head", "deputy"}
    earlier = CliRunner().invoke(
        urge.run, ["--dry-run", "--json", "--on", "2026-09-01"], standalone_mode=False
    )
    assert json.loads(earlier.output)["steps"] == 0
    assert CliRunner().invoke(urge.run, ["--on", "2026-09-01"], standalone_mode=False).exception is not None
    CliRunner().invoke(urge.run, [], standalone_mode=False)
    assert Run.objects.get().steps == 3 and Message.objects.filter(kind="urging.digest").count() == 3
