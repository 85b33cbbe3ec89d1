"""The reader against gold: the first texts, texts of other provinces, texts that were damaged."""

from __future__ import annotations

import random
import unicodedata
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest

from tinhso.reading.core.model import Read
from tinhso.reading.core.reader import read
from tinhso.reading.core.scoring import Score, compare, digest, load, printed, score
from tinhso.reading.core.tests import marked
from tinhso.reading.core.tokens import canonical

GOLD: Final = Path(__file__).parent / "gold"
SEEDS: Final = Path(__file__).parents[6] / "shared" / "seeds"
BOUNDS: Final = {
    "precision": 0.97,
    "recall": 0.97,
    "kind_and_value": 0.97,
    "subject": 0.9,
    "place": 0.9,
    "period": 0.9,
    "standing": 0.95,
    "documents": 1.0,
    "contradictions": 1.0,
}
"""What is to be reached on the texts the grammar was written with."""
TONES: Final = "\u0300\u0301\u0303\u0309\u0323"
ALLOWANCE: Final = 0.05
FEWEST: Final = 200
"""How much less on texts it was not."""


@cache
def seed_texts() -> dict[str, str]:
    texts = (canonical(path.read_text(encoding="utf-8")) for path in sorted(SEEDS.glob("*.txt")))
    return {digest(text): text for text in texts}


def told(result: Score) -> str:
    """The table and everything that went wrong."""
    wrong = [f"{name}: {one}" for name, tally in result.rows() for one in tally.wrong]
    return "\n".join((printed(result), *wrong, *result.false_alarms))


def of_provinces(folder: str, reader: Any = read) -> Score:
    result = Score()
    for text, gold in marked.load(GOLD / folder):
        dated = date.fromisoformat(gold["dated"]) if gold["dated"] else None
        compare(reader(text, dated=dated, place=gold["place"]), gold, result)
    return result


@pytest.mark.skipif(not SEEDS.exists(), reason="the source texts are not part of the product")
def test_the_first_texts_are_read() -> None:
    result = score(load(GOLD / "seeds.jsonl"), seed_texts().get, read)
    short = {name: tally.share for name, tally in result.rows() if tally.share < BOUNDS[name]}
    assert not short, told(result)
    assert result.false_alarms == []


@pytest.mark.parametrize("folder", ["texts", "held"])
def test_texts_of_other_provinces_are_read_nearly_as_well(folder: str) -> None:
    """`texts` were looked at when rules were written, `held` never."""
    result = of_provinces(folder)
    assert result.recall.of > FEWEST
    short = {name: tally.share for name, tally in result.rows() if tally.share < BOUNDS[name] - ALLOWANCE}
    assert not short, told(result)
    assert result.false_alarms == []


def damaged(text: str, chance: random.Random, share: float) -> str:
    """Some words with their tones lost, as poor scans and conversions leave them; as long as before."""
    words = text.split(" ")
    for place, word in enumerate(words):
        if chance.random() < share:
            kept = "".join(
                one
                for one in unicodedata.normalize("NFD", word)
                if one not in "\u0300\u0301\u0303\u0309\u0323"
            )
            words[place] = unicodedata.normalize("NFC", kept)
    return " ".join(words)


def test_lost_tones_lose_little() -> None:
    whole = of_provinces("texts")

    def reader(text: str, *, dated: date | None, place: str) -> Read:
        hurt = damaged(text, random.Random(7), 0.15)
        assert len(hurt) == len(text)
        return read(hurt, dated=dated, place=place)

    hurt = of_provinces("texts", reader)
    for (name, before), (_, after) in zip(whole.rows(), hurt.rows(), strict=True):
        if name in ("precision", "recall", "kind_and_value", "period", "standing"):
            assert after.share >= before.share - ALLOWANCE, f"{name}\n{told(hurt)}"
