"""`tinhso plan show`."""

from __future__ import annotations

import json
from datetime import date

import pytest

from tinhso.cli.exits import Exit
from tinhso.cli.main import call
from tinhso.cli.verbs import find
from tinhso.steering.tests import factories as make

pytestmark = pytest.mark.django_db


def _run(*words: str) -> int:
    found = find(list(words))
    assert found
    return call(*found)


@pytest.fixture(autouse=True)
def _resolution() -> None:
    plan = make.plan("49-nq-tu", full_slug="langson-2021-49-nq-tu", declared_targets=30)
    make.reported(plan, date(2022, 12, 31), 30, met=18)
    make.reported(plan, date(2024, 10, 31), 30, met=21)


def test_a_plan_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert _run("plan", "show", "49-nq-tu", "--as-of", "2022-12-31") == Exit.DONE
    out = capsys.readouterr().out
    assert "2022-12-31: 18/30 done: 18 met" in out
    assert "21/30" not in out
    assert "0 of 30 are known one by one" in out


def test_a_plan_as_the_api_tells_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert _run("plan", "show", "langson-2021-49-nq-tu", "--json") == Exit.DONE
    told = json.loads(capsys.readouterr().out)
    assert [row["met"] for row in told["summary"]["reported"]] == [18, 21]
    assert told["summary"]["targets"]["unknown"] == 30


def test_what_was_not_known_then(capsys: pytest.CaptureFixture[str]) -> None:
    assert _run("plan", "show", "49-nq-tu", "--known-at", "2020-01-01") == Exit.DONE
    assert "reported" not in capsys.readouterr().out


@pytest.mark.parametrize(
    "words", [("48-nq-tu",), ("49-nq-tu", "--as-of", "31/12/2022"), ("49-nq-tu", "--known-at", "hôm qua")]
)
def test_refusals(words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert _run("plan", "show", *words) == Exit.REFUSED
    assert capsys.readouterr().err
