"""`tinhso read`: what it prints, and what its end means."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import pytest

from tinhso.cli.main import run
from tinhso.reading.core.reader import read
from tinhso.reading.core.scoring import gold_line
from tinhso.reading.tests.conftest import TEXT


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A report with a contradiction."""
    path = tmp_path / "bao-cao.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_figures_and_contradictions_are_listed(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["read", str(file)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert any("\tratio\t1.761/1.966\t" in line for line in lines)
    assert any(line.startswith("document\tKH\t247/KH-UBND\t14/12/2022") for line in lines)
    assert run(["read", str(file), "--checks"]) == 0
    told = capsys.readouterr().out
    assert told.startswith("percent_of_ratio\t")
    assert "89,6" in told
    assert "1.680" not in told


def test_json_has_the_names_of_the_api(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["read", str(file), "--json", "--dated", "2026-11-05"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert set(told) == {"figures", "documents", "checks"}
    ratio = next(one for one in told["figures"] if one["text"] == "1.761/1.966")
    assert TEXT[ratio["start"] : ratio["end"]] == "1.761/1.966"
    assert (ratio["numerator"], ratio["percent_printed"], ratio["percent_computed"]) == (
        "1761",
        "89.5",
        "89.6",
    )
    assert ratio["match"] is None
    assert told["documents"][0] == {
        "number": "247/KH-UBND", "type": "KH", "date": "2022-12-14", "issuer": "",
    }  # fmt: skip
    assert set(told["checks"][0]) == {"kind", "message", "figures"}


def test_what_cannot_be_read_is_said_and_the_others_are_read(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "hong.pdf"
    broken.write_bytes(b"%PDF-1.7 nothing more")
    assert run(["read", str(broken), str(tmp_path / "khong-co.txt"), str(file)]) == 2
    told = capsys.readouterr()
    assert "hong.pdf" in told.err
    assert "khong-co.txt" in told.err
    assert "1.761/1.966" in told.out


def test_nothing_named_is_not_understood() -> None:
    assert run(["read"]) == 2


def test_a_gold_file_gives_the_table(file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    gold = tmp_path / "gold.jsonl"
    gold.write_text(gold_line("thử", read(TEXT), None, "") + "\n", encoding="utf-8")
    assert sha256(TEXT.encode()).hexdigest() in gold.read_text(encoding="utf-8")
    assert run(["read", "--eval", str(gold)]) == 0
    table = {
        line.split()[0]: line.split()[1:] for line in capsys.readouterr().out.splitlines() if line.strip()
    }
    assert table["recall"][0] == "1.000"
    file.unlink()
    assert run(["read", "--eval", str(gold)]) == 2
