"""The content tree: cleaned, checked, told as data and back."""

from __future__ import annotations

import json
import unicodedata
from datetime import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.papers.content import Cell, Chart, Column, Heading, Paper, Run, Series, Table, chart_table, text
from tinhso.papers.frozen import paper_from, to_data
from tinhso.papers.tests import samples


@given(st.text())
def test_texts_are_composed_and_fit_for_xml(words: str) -> None:
    kept = Run(words).text
    assert unicodedata.is_normalized("NFC", kept)
    assert not any(ord(letter) < 32 and letter not in "\n\t" for letter in kept)
    assert Run(kept).text == kept


@pytest.mark.parametrize("paper", [samples.PLAN, samples.LETTER, samples.PARTY, samples.HOSTILE])
def test_a_paper_told_as_json_is_the_same_paper(paper: Paper) -> None:
    assert paper_from(json.loads(json.dumps(to_data(paper)))) == paper


def test_data_that_is_no_paper_is_refused() -> None:
    with pytest.raises(ValueError, match="no paper"):
        paper_from(to_data(text("một đoạn")))
    with pytest.raises(KeyError):
        paper_from({"is": "Popen", "args": ["id"]})


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ((("1",),), "fills 1 of 2"),
        (((Cell("1", span=3),),), "fills 3 of 2"),
        (((Cell("1", rows=2), "2"),), "hangs below"),
        (((Cell("1", span=0), "1", "2"),), "fills"),
    ],
)
def test_a_table_with_holes_is_refused(rows: tuple[tuple[Cell | str, ...], ...], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        Table((Column("a"), Column("b")), rows)


def test_cells_know_their_column() -> None:
    row = samples.GROUPED.placed[2]
    assert [placed.column for placed in row] == [0, 2, 3]
    assert [placed.column for placed in samples.GROUPED.placed_header[1]] == [2, 3]


def test_wrong_nodes_are_refused() -> None:
    with pytest.raises(ValueError, match="level 5"):
        Heading("x", 5)
    with pytest.raises(ValueError, match="2 values for 1"):
        Chart("bar", "x", ("a",), (Series("s", (Decimal(1), None)),))
    with pytest.raises(ValueError, match="negative"):
        Chart("stacked", "x", ("a",), (Series("s", (Decimal(-1),)),))
    with pytest.raises(ValueError, match="time zone"):
        Paper("x", None, (), made_at=datetime(2023, 1, 1))  # noqa: DTZ001  # the fault that is tested


def test_the_twin_of_a_chart_shows_gaps_and_the_target() -> None:
    table = chart_table(samples.CHARTS[2])
    assert [cell.text for placed in table.placed[3] for cell in [placed.cell]] == ["T4/2022", "–", "60"]
    assert table.columns[1].title == "Tỷ lệ (%)"
