"""The demo's figures of all communes: made by the tool, told of the units of their day, read by today's."""

from __future__ import annotations

import csv
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from pytest_django import DjangoDbBlocker

from tinhso.base import clock
from tinhso.base.audit.context import SystemActor
from tinhso.base.calendar.periods import PeriodKind
from tinhso.base.packs.load import load
from tinhso.places import queries as places
from tinhso.places.models import Level
from tinhso.warehouse.asking import ask
from tinhso.warehouse.questions import Places, Query, Times

ROOT = Path(__file__).resolve().parents[1]
FIGURES = ROOT / "packs/langson/demo/figures"
YEARS, MONTHS, QUARTERS = "communes-years.csv", "communes-months.csv", "communes-quarters.csv"
GENERATED = ("coverage-before.csv", "coverage.csv", YEARS, MONTHS, QUARTERS)
COVERED = "minh-hoa-phu-song.4g"
PARTED = {"06613", "06625", "06637"}
"""Communes of today that two older ones went to in parts that nobody knows."""
REFORM = date(2025, 7, 1)


def _rows(name: str) -> list[dict[str, str]]:
    with (FIGURES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_files_are_what_the_tool_makes(tmp_path: Path) -> None:
    tool = ROOT / "tools/demo/communes.py"
    subprocess.run([sys.executable, str(tool), str(tmp_path)], check=True, capture_output=True)
    for name in GENERATED:
        assert (tmp_path / name).read_bytes() == (FIGURES / name).read_bytes(), name


def test_coverage_only_grows_and_never_passes_its_villages() -> None:
    before: dict[str, int] = {}
    for row in _rows("coverage-before.csv"):
        share = int(row["numerator"])
        assert before.get(row["place"], 0) <= share <= int(row["denominator"])
        before[row["place"]] = share
    newest = [
        row for row in _rows("coverage.csv") if row["indicator"] == COVERED and row["quarters_ago"] == "1"
    ]
    short = [row for row in newest if int(row["numerator"]) < int(row["denominator"])]
    assert len(newest) == 65
    assert 5 <= len(short) <= 25


def test_the_villages_of_a_commune_are_those_of_its_parts() -> None:
    villages = {
        name: sum({row["place"]: int(row["denominator"]) for row in _rows(name)}.values())
        for name in ("coverage-before.csv", "coverage.csv")
    }
    assert villages["coverage-before.csv"] == villages["coverage.csv"]


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock():
        load("national")
        load("langson", demo=True)
        yield
        call_command("flush", interactive=False, verbosity=0)


@pytest.mark.django_db
def test_which_communes_lack_4g_and_how_that_changed_under_the_boundaries_of_today(loaded: object) -> None:
    today = clock.today()
    query = Query(
        (COVERED,),
        Places(today, Level.COMMUNE, "20"),
        Times(date(2022, 1, 1), date(2026, 3, 31), PeriodKind.QUARTER),
        illustrative=True,
    )
    answer = ask(query, SystemActor("test"))
    told: dict[str, list[str]] = defaultdict(list)
    names = {place.pk: place.code for place in answer.places}
    for (_measure, place, period), cell in answer:
        if cell.comparable and cell.number is not None:
            told[names[place]].append(period)
    assert len(names) == 65
    whole = [code for code in names.values() if len(told[code]) == len(answer.periods) == 17]
    assert set(names.values()) - set(whole) == PARTED
    first, last = answer.periods[0].code, answer.periods[-1].code
    pairs = [(answer.cell(COVERED, pk, first), answer.cell(COVERED, pk, last)) for pk in names]
    known = [(one.number, other.number) for one, other in pairs if one and other and one.number is not None]
    assert all(other is not None and one <= other for one, other in known if one is not None)
    assert sum(one is not None and one < 100 for one, _other in known) > 30


@pytest.mark.django_db
def test_figures_before_the_merger_are_of_the_units_of_that_time(loaded: object) -> None:
    province = places.by_code("20")
    old = {row.code for row in places.descendants(province, date(2025, 6, 30), Level.COMMUNE)}
    assert {row["place"] for row in _rows("coverage-before.csv")} == old
    assert len(old) == 194


@pytest.mark.django_db
def test_they_are_left_out_unless_asked_for(loaded: object) -> None:
    path = f"/api/v1/observations?indicator={COVERED}&place=20&period=2025-Q4"
    assert Client().get(path).json()["items"] == []
