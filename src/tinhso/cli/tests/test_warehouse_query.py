"""`warehouse query`: table, CSV and JSON of one answer; refusals with what can be asked instead."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tinhso.base import clock
from tinhso.base.errors import Invalid, NotAllowed, NotFound
from tinhso.cli.main import told as said
from tinhso.cli.verbs import find
from tinhso.cli.verbs.warehouse_query import query
from tinhso.warehouse.errors import CannotAnswer
from tinhso.warehouse.tests.door_scene import Scene, scene, tell

pytestmark = pytest.mark.django_db


@pytest.fixture
def told() -> Scene:
    """Two communes, one of which did not tell every year."""
    found = scene()
    tell([(found.people, found.first, "2025", 30), (found.people, found.second, "2025", 12)])
    tell([(found.people, found.second, "2026-10", 13), (found.score, found.first, "2026-10", 5)])
    tell([(found.head, found.first, "2025", 1)])
    return found


def _run(*words: str) -> Result:
    with clock.standing_at(date(2026, 12, 31)):
        result = CliRunner().invoke(query, [*words, "--within", "20"], standalone_mode=False)
    if result.exception:
        raise result.exception
    return result


def test_the_verb_is_known() -> None:
    found = find(["warehouse", "query", "dan-so"])
    assert found
    assert found[0].words == "warehouse query"


def test_prints_a_table_and_says_what_is_incomplete(told: Scene) -> None:
    lines = _run("dan-so", "--level", "commune", "--first", "2025-01-01").stdout.splitlines()
    assert lines[0] == "Dân số [dan-so], người"
    assert [line.split() for line in lines[1:4]] == [
        ["năm", "2025", "năm", "2026"],
        ["Xã", "Ba", "Sơn", "12", "13", "(1/12)"],
        ["Xã", "Mới", "30", "-"],
    ]


def test_csv_and_json_are_those_of_the_api(told: Scene, tmp_path: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(_run("dan-so", "--format", "csv").stdout.removeprefix("\ufeff"))))
    assert [row["Số liệu"] for row in rows if row["Mã kỳ"] == "2025"] == ["42"]
    file = tmp_path / "answer.json"
    assert _run("dan-so", "--format", "json", "--output", str(file)).stdout == ""
    assert json.loads(file.read_text())["cells"]


def test_what_is_refused_goes_to_the_error_stream(told: Scene) -> None:
    result = _run("dan-so", "diem")
    assert "42" in result.stdout
    assert "“Điểm chuyển đổi số”" in result.stderr
    assert "xem ở cấp xã" in result.stderr.lower()
    with pytest.raises(CannotAnswer) as refused:
        _run("diem")
    assert "xem ở cấp xã" in said(refused.value).lower()


def test_bad_words_are_refused_by_name(told: Scene) -> None:
    with pytest.raises(Invalid) as bad:
        _run("dan-so", "--on", "hôm qua")
    assert bad.value.field == "on"
    with pytest.raises(NotFound):
        _run("dan-xo")
    with pytest.raises(NotAllowed):
        _run("ho-so-can-bo")
