"""Figures to a file and in again: the same, once, with every line accounted for."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from tinhso.base.audit import chain
from tinhso.base.audit.context import SystemActor
from tinhso.base.errors import Conflict, Invalid, NotAllowed, NotFound
from tinhso.indicators import actions
from tinhso.indicators.bulk import writing as bulk
from tinhso.indicators.bulk.writing import RowDraft
from tinhso.indicators.exchange import exporting, importing, telling, writing
from tinhso.indicators.exchange.columns import FIGURES
from tinhso.indicators.exchange.exporting import Chosen
from tinhso.indicators.exchange.importing import Import, Mode
from tinhso.indicators.exchange.telling import Counts, Told
from tinhso.indicators.models import Batch, EntryDraft, Observation, State
from tinhso.indicators.tests.conftest import World

SPREAD: Sequence[Mapping[str, Any]] = (
    {"place": "06184", "value": Decimal("1680")},
    {"place": "20", "value": Decimal(8), "document": "247-kh-ubnd", "locator": "tr. 3", "note": "a\nb"},
    {"place": "20", "period": "2026-08", "value": Decimal(9), "text": "=9 tổ", "subject": '\'tổ; "x"'},
    {"place": "178", "period": "2024", "value": Decimal(1234), "agency": ""},
    {"place": "20", "period": "2030", "value": Decimal(10), "is_target": True, "code": "CT-01"},
    {
        "indicator": "dvctt",
        "place": "20",
        "value": None,
        "numerator": Decimal("40.123"),
        "denominator": Decimal(30),
        "over_reason": "gồm cả kỳ trước",
        "percent_printed": Decimal("133.7433"),
    },
)


def row(world: World, **more: Any) -> RowDraft:
    told = {"indicator": world.teams.code, "agency": world.agency.code, "period": "2026-Q3"}
    return RowDraft.model_validate(told | more)


def exported(path: Path, chosen: Chosen | None = None) -> bytes:
    with writing.replacing(path) as file:
        writing.write(file, path.suffix[1:], FIGURES, exporting.figures(chosen or Chosen()))
    return path.read_bytes()


def bring(path: Path, task: Import, told: list[Told] | None = None) -> Counts:
    return task.run(path, (told if told is not None else []).append)


def put(path: Path, *rows: Mapping[str, Any]) -> Path:
    out = io.StringIO()
    names = [name for name in (*FIGURES, "reason") if any(name in row for row in rows)]
    writer = csv.DictWriter(out, names)
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(out.getvalue(), encoding="utf-8")
    return path


@pytest.mark.parametrize("form", writing.FORMATS)
def test_what_is_exported_comes_in_again_as_the_same(world: World, tmp_path: Path, form: str) -> None:
    path = tmp_path / f"a.{form}"
    with transaction.atomic():
        result = bulk.write(world.office, [row(world, **one) for one in SPREAD], submit=False)
        assert result.count("created") == len(SPREAD), result.rows
        before = exported(path)
        facts = _facts()
        assert bring(path, Import(world.office, Mode.CONFIRM)) == Counts(unchanged=len(SPREAD))
        transaction.set_rollback(True)
    assert not Observation.objects.exists()
    assert bring(path, Import(world.office, Mode.CONFIRM)) == Counts(created=len(SPREAD))
    assert _facts() == facts
    if form != "xlsx":  # a workbook holds the moment it was made
        assert exported(path) == before
    assert bring(path, Import(world.office, Mode.CONFIRM)) == Counts(unchanged=len(SPREAD))


def _facts() -> list[dict[str, Any]]:
    rows = Observation.objects.order_by("period", "indicator__code", "place__code", "code")
    return [_said(one) for one in rows]


def _said(figure: Observation) -> dict[str, Any]:
    own = {"id", "recorded_at", "batch", "request"}
    return {field.name: getattr(figure, field.attname) for field in Observation._meta.concrete_fields
            if field.name not in own}  # fmt: skip


def test_figures_are_chosen_by_indicator_place_and_period(world: World) -> None:
    bulk.write(world.office, [row(world, **one) for one in SPREAD], submit=False)

    def told(**chosen: Any) -> list[tuple[str, str]]:
        return [(one["place"], one["period"]) for one in exporting.figures(Chosen(**chosen))]

    assert told(indicators=["dvctt"]) == [("20", "2026-Q3")]
    assert told(place="178") == [("178", "2024")]
    assert len(told(place="20")) == len(SPREAD), "with all inside it"
    assert told(period="2026-Q3", indicators=[world.teams.code]) == [
        *(("06184", "2026-Q3"), ("20", "2026-Q3"), ("20", "2026-08"))
    ]
    with pytest.raises(NotFound):
        told(indicators=["dvct"])
    with pytest.raises(NotFound):
        told(place="99999")


def test_bad_lines_are_told_with_line_column_and_near_names(world: World, tmp_path: Path) -> None:
    good = {"indicator": world.teams.code, "place": "20", "period": "2026-Q3", "value": "7"}
    path = put(
        tmp_path / "a.csv",
        good | {"agency": world.agency.code},
        good | {"value": "1.680"},
        good | {"indicator": "to-cnscdd"},
        good | {"place": "178"},
        good | {"agency": world.agency.code, "value": "8"},
        good | {"period": "2026-Q9"},
        good | {"period": "2026-Q2", "value": "-1"},
        good | {"period": "2026-Q2", "value": "1"},
    )
    told: list[Told] = []
    counts = bring(path, Import(world.officer), told)
    assert counts == Counts(created=2, refused=6), "the line after a refused one for the same figure stands"
    assert counts.lines == len(told) == 8
    assert [(one.line, one.column, one.code) for one in told if one.status == "refused"] == [
        (3, "value", "ambiguous_number"),
        (4, "indicator", "not_found"),
        (5, "place", "not_valid_then"),
        (6, "place", "duplicate_row"),
        (7, "period", "invalid_period"),
        (8, "value", "negative"),
    ]
    assert world.teams.code in told[2].hint
    assert "06184" in told[3].hint
    assert "Dòng 2" in told[4].message
    assert {figure.state for figure in Observation.objects.all()} == {State.SUBMITTED}


def test_two_lines_for_one_figure_in_different_batches_are_found(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "BATCH", 1)
    good = {"indicator": world.teams.code, "place": "20", "period": "2026-Q3"}
    path = put(
        tmp_path / "a.csv",
        good | {"value": "7"},
        good | {"value": "8", "agency": world.agency.code, "kind": "count"},
    )
    for _turn in range(2):
        told: list[Told] = []
        assert bring(path, Import(world.officer), told).refused == 1
        assert told[1].code == "duplicate_row"
    assert Observation.objects.get().value == 7, "running again changes nothing"


def test_a_rehearsal_says_the_same_and_leaves_nothing(world: World, tmp_path: Path) -> None:
    good = {"indicator": world.teams.code, "place": "20", "period": "2026-Q3", "value": "7"}
    path = put(tmp_path / "a.csv", good, good | {"place": "nowhere"})
    rehearsed: list[Told] = []
    counts = bring(path, Import(world.office, rehearse=True, key="k"), rehearsed)
    assert not Observation.objects.exists()
    assert not Batch.objects.exists()
    told: list[Told] = []
    assert bring(path, Import(world.office, key="k"), told) == counts == Counts(created=1, refused=1)
    assert [(one.status, one.message) for one in told] == [(one.status, one.message) for one in rehearsed]
    assert chain.verify().broken is None


def test_a_key_answers_the_same_file_once_and_refuses_another(world: World, tmp_path: Path) -> None:
    good = {"indicator": world.teams.code, "place": "20", "period": "2026-Q3", "value": "7"}
    path = put(tmp_path / "a.csv", good)
    first: list[Told] = []
    again: list[Told] = []
    bring(path, Import(world.office, key="k"), first)
    assert bring(path, Import(world.office, key="k"), again) == Counts(created=1)
    assert again == first
    put(path, good | {"value": "8"})
    with pytest.raises(Conflict):
        bring(path, Import(world.office, key="k"))


def test_nobody_confirms_by_file_who_may_not(world: World, tmp_path: Path) -> None:
    good = {"indicator": world.teams.code, "place": "20", "period": "2026-Q3", "value": "7"}
    path = put(tmp_path / "a.csv", good, good | {"document": "247-kh-ubnd", "value": "8"})
    with pytest.raises(NotAllowed):
        bring(path, Import(world.officer, Mode.CONFIRM))
    told: list[Told] = []
    assert bring(path, Import(SystemActor("máy"), Mode.CONFIRM), told).created == 1
    assert told[0].code == "no_source", "a figure needs a paper or somebody who reports it"


def test_illustrative_lines_are_taken_from_illustrative_accounts_only(world: World, tmp_path: Path) -> None:
    line = {"indicator": world.teams.code, "place": "20", "period": "2026-Q3", "value": "7"}
    path = put(tmp_path / "a.csv", line | {"illustrative": "true"})
    assert bring(path, Import(world.office)).refused == 1
    demo = dataclasses.replace(world.office, illustrative=True)
    assert bring(path, Import(demo, Mode.CONFIRM)) == Counts(created=1)
    assert Observation.objects.get().illustrative
    assert list(exporting.figures(Chosen())) == []
    assert [one["illustrative"] for one in exporting.figures(Chosen(illustrative=True))] == [True]


def test_drafts_wait_in_the_grid_of_their_account(world: World, tmp_path: Path) -> None:
    line = {"indicator": world.teams.code, "place": "20", "period": "2026-Q3", "value": "1680"}
    ratio = {"indicator": "dvctt", "place": "20", "period": "2026-Q3", "numerator": "3,5", "denominator": "4"}
    path = put(tmp_path / "a.csv", line, ratio, line | {"place": "06184", "note": "x"})
    told: list[Told] = []
    assert bring(path, Import(world.office, Mode.DRAFT), told) == Counts(created=2, refused=1)
    assert (told[2].code, told[2].column) == ("not_for_grid", "note")
    assert not Observation.objects.exists()
    typed = {draft.indicator.code: draft.typed for draft in EntryDraft.objects.select_related("indicator")}
    assert typed == {world.teams.code: {"value": "1680"}, "dvctt": {"numerator": "3,5", "denominator": "4"}}
    assert bring(path, Import(world.office, Mode.DRAFT)) == Counts(unchanged=2, refused=1)
    with pytest.raises(NotAllowed):
        bring(path, Import(SystemActor("máy"), Mode.DRAFT))


def test_a_change_needs_its_reason_and_what_is_withdrawn_stays_out(world: World, tmp_path: Path) -> None:
    line = {"indicator": world.teams.code, "place": "20", "period": "2026-Q3", "value": "7"}
    bring(put(tmp_path / "a.csv", line), Import(world.office, Mode.CONFIRM))
    changed = put(tmp_path / "b.csv", line | {"value": "8"})
    assert bring(changed, Import(world.office, Mode.CONFIRM)).refused == 1
    put(changed, line | {"value": "8", "reason": "đếm lại"})
    assert bring(changed, Import(world.office, Mode.CONFIRM)) == Counts(superseded=1)
    assert [one["value"] for one in exporting.figures(Chosen())] == [8]
    actions.withdraw(world.office, Observation.objects.get(superseded_by=None).pk, "nhầm")
    assert list(exporting.figures(Chosen())) == []


def test_under_other_boundaries_figures_are_for_reading_only(world: World, tmp_path: Path) -> None:
    bulk.write(world.office, [row(world, **SPREAD[3])], submit=False)
    told = list(exporting.under_boundaries(Chosen(), date(2026, 1, 1)))
    assert [(one["place"], one["value"], one["how"]) for one in told] == [("06184", "1234", "measured")]
    path = tmp_path / "a.jsonl"
    with writing.replacing(path) as file:
        writing.write(file, "csv", exporting.FLOWED_COLUMNS, told)
    with pytest.raises(Invalid, match="địa giới"):
        bring(path.rename(tmp_path / "a.csv"), Import(world.office))
    with pytest.raises(Invalid):
        list(exporting.under_boundaries(Chosen(), date(1900, 1, 1)))


def test_an_empty_file_is_refused(world: World, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(",".join(FIGURES) + "\n", encoding="utf-8")
    with pytest.raises(Invalid, match="không có dòng"):
        bring(path, Import(world.office))


@pytest.mark.parametrize("name", ["r.csv", "r.jsonl"])
def test_a_report_tells_every_line(tmp_path: Path, name: str) -> None:
    told = [Told(2, "created", figure="x"), Told(3, "refused", column="value", message="=1+1", hint="a, b")]
    with telling.report(tmp_path / name) as tell:
        for one in told:
            tell(one)
    text = (tmp_path / name).read_text(encoding="utf-8")
    rows = [*csv.DictReader(io.StringIO(text))] if name == "r.csv" else [*map(json.loads, text.splitlines())]
    assert [str(row["line"]) for row in rows] == ["2", "3"]
    assert rows[1]["message"].endswith("=1+1")
    assert (name == "r.csv") == rows[1]["message"].startswith("'")
    assert str(told[1]) == "3 value: =1+1 (a, b)"
