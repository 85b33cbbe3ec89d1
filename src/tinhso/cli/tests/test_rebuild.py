"""`tinhso rebuild`: from the facts, all of it; `--check` tells what differs and changes nothing."""

from __future__ import annotations

from datetime import date

import pytest

from tinhso.cli.exits import Exit
from tinhso.cli.main import call
from tinhso.cli.verbs import find
from tinhso.indicators import actions as figures
from tinhso.indicators.models import CurrentFigure, Indicator
from tinhso.steering import state
from tinhso.steering.models import TargetState
from tinhso.steering.tests import factories as make

pytestmark = pytest.mark.django_db


def _run(*words: str) -> int:
    found = find(list(words))
    assert found
    return call(*found)


@pytest.fixture(autouse=True)
def _measured() -> None:
    """Two targets with a figure each, and a current state that agrees with them."""
    for value in ("70", "90"):
        target = make.target()
        assert target.indicator
        make.figure(target.indicator, target.place, "2026-Q2", value)
    figures.rebuild_current()
    state.rebuild_all()


def _kept() -> list[tuple[object, ...]]:
    rows = CurrentFigure.objects.order_by("observation").values_list("observation", "dated", "period")
    states = TargetState.objects.order_by("pk").values_list("pk", "status", "value", "dated")
    return [*rows, *states]


@pytest.mark.parametrize("how", [(), ("--full",)])
def test_what_agrees_is_said_to_agree(how: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert _run("rebuild", "--check", *how) == Exit.DONE
    said = "0 figures differ from the facts of 2 indicators, 0 of 2 targets differ from theirs\n"
    assert capsys.readouterr().out == said


def test_what_differs_is_counted_left_alone_and_rebuilt(capsys: pytest.CaptureFixture[str]) -> None:
    right = _kept()
    TargetState.objects.filter(pk=TargetState.objects.values("pk")[:1]).update(value=1)
    CurrentFigure.objects.filter(pk=CurrentFigure.objects.values("pk")[:1]).delete()
    CurrentFigure.objects.update(dated=date(2020, 1, 1))
    wrong = _kept()
    assert _run("rebuild", "--check") == Exit.FOUND
    said = "2 figures differ from the facts of 2 indicators, 1 of 2 targets differ from theirs\n"
    assert capsys.readouterr().out == said
    assert _kept() == wrong != right
    assert _run("rebuild") == Exit.DONE
    assert capsys.readouterr().out == "2 figures in force, 2 targets\n"
    assert _kept() == right
    assert _run("rebuild", "--check", "--full") == Exit.DONE


def test_an_indicator_told_otherwise_than_its_definition_is_named_and_mended(
    capsys: pytest.CaptureFixture[str],
) -> None:
    row = Indicator.objects.order_by("code").first()
    assert row
    Indicator.objects.filter(pk=row.pk).update(unit="xã")
    assert _run("rebuild", "--check") == Exit.FOUND
    assert f"1 indicators differ from their definitions: {row.code}" in capsys.readouterr().out
    assert _run("rebuild") == Exit.DONE
    row.refresh_from_db()
    assert row.unit == "%"
    assert _run("rebuild", "--check") == Exit.DONE


def test_a_missing_state_differs() -> None:
    TargetState.objects.all().delete()
    assert state.amiss() == (2, 2)
    assert state.amiss(most=1) == (1, 1)


def test_full_belongs_to_check() -> None:
    assert _run("rebuild", "--full") == Exit.USAGE
