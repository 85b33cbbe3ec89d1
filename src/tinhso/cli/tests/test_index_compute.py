"""The command line's ground: editions from packs without a database, questions from JSON and CSV."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from tinhso.base.errors import Invalid, NotFound
from tinhso.cli.verbs.index import compute
from tinhso.indices import files
from tinhso.indices.tests.editions import MAIN, PUBLISHED

SHARES = PUBLISHED["Đà Nẵng"][1].split()


def _csv(folder: Path, *, head: str = "place", shares: list[str] = SHARES) -> Path:
    path = folder / "a.csv"
    path.write_text(f"{head},{','.join(MAIN)}\nĐà Nẵng,{','.join(shares)}\n", encoding="utf-8-sig")
    return path


def _json(folder: Path, text: str) -> Path:
    path = folder / "a.json"
    path.write_text(text, encoding="utf-8")
    return path


def test_csv_and_json_ask_the_same(tmp_path: Path) -> None:
    places = [{"place": "Đà Nẵng", "scores": dict(zip(MAIN, map(float, SHARES), strict=True))}]
    asked = files.question(_csv(tmp_path))
    for told in (json.dumps({"places": places}), json.dumps(places)):
        same = files.question(_json(tmp_path, told))
        assert same.model_dump() == asked.model_dump()


def test_the_verb_prints_the_answer_of_the_api(tmp_path: Path) -> None:
    done = CliRunner().invoke(compute, ["dti", "2022", str(_csv(tmp_path))], standalone_mode=False)
    answer = json.loads(done.output)
    assert (answer["places"][0]["place"], answer["places"][0]["value"]) == ("Đà Nẵng", 0.800175)
    assert done.return_value == 0


def test_an_unknown_edition_gets_near_ones() -> None:
    with pytest.raises(NotFound) as refused:
        files.edition("dti", "2025")
    assert "dti/2022" in refused.value.near


@pytest.mark.parametrize(
    "text", ["{", "[1, 2]", '{"places": 3}', '{"places": [{"place": "a"}]}', "[" * 100_000]
)
def test_files_that_cannot_be_read_are_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(Invalid):
        files.question(_json(tmp_path, text))


def test_a_wrong_cell_is_named(tmp_path: Path) -> None:
    with pytest.raises(Invalid) as refused:
        files.question(_csv(tmp_path, shares=["1", "không", *SHARES[2:]]))
    assert refused.value.field == "places.0.scores.the-che-so"
    with pytest.raises(Invalid) as refused:
        files.question(_csv(tmp_path, head="tinh"))
    assert refused.value.field == "place"


def test_a_question_that_cannot_be_computed_is_refused_with_every_reason(tmp_path: Path) -> None:
    with pytest.raises(Invalid) as refused:
        CliRunner().invoke(
            compute,
            ["dti", "2022", str(_csv(tmp_path, shares=["2", "", *SHARES[2:]]))],
            standalone_mode=False,
            catch_exceptions=False,
        )
    assert [problem.code for problem in refused.value.problems] == ["outside", "missing_node"]
