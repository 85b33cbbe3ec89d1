"""Whether words are spelled as Vietnamese syllables are: the measure for encodings, languages, and scans."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final

import yaml

from tinhso.base.text import nfc

DATA: Final = Path(__file__).parent / "data"
_TONES: Final = {"\u0300": "f", "\u0301": "s", "\u0303": "x", "\u0309": "r", "\u0323": "j"}
_REMEMBERED: Final = 20_000
_STOP_TONES: Final = frozenset("sj")
_EDGES: Final = " \t\n.,;:!?()[]{}\"'“”‘’«»-–—/\\|+*=%&…<>•·_#@^~`$0123456789\xa0"
_APART: Final = re.compile(r"[\s/|()\[\]–—,;:\-]+")
LETTERS: Final = frozenset("àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ")
"""The Vietnamese letters that are not ASCII, small."""
PECULIAR: Final = LETTERS - frozenset("àáãâèéêìíòóõôùúý")
"""Those that no other language of note writes."""


@cache
def _known() -> tuple[frozenset[str], frozenset[str], frozenset[str], frozenset[str]]:
    """Onsets, rhymes without tone, the same without any mark, and rhymes that end in a stop."""
    told: dict[str, Any] = yaml.safe_load((DATA / "syllables.yaml").read_text(encoding="utf-8"))
    rhymes = {core + coda for core, codas in told["rhymes"].items() for coda in codas}
    stopped = {
        core + coda for core, codas in told["rhymes"].items() for coda in codas if coda in told["stops"]
    }
    return frozenset(told["onsets"]), frozenset(rhymes), frozenset(map(_bare, rhymes)), frozenset(stopped)


@cache
def function_words() -> tuple[frozenset[str], frozenset[str]]:
    """Common small words of Vietnamese (without marks), and of other languages."""
    told: dict[str, Any] = yaml.safe_load((DATA / "syllables.yaml").read_text(encoding="utf-8"))
    return frozenset(map(_bare, told["function_words"])), frozenset(told["foreign_words"])


def _bare(word: str) -> str:
    kept = (char for char in unicodedata.normalize("NFD", word) if not unicodedata.combining(char))
    return "".join(kept).replace("đ", "d")


def _toneless(word: str) -> tuple[str, list[str]]:
    """The word without its tones, and the tones."""
    kept, tones = [], []
    for char in unicodedata.normalize("NFD", word):
        if char in _TONES:
            tones.append(_TONES[char])
        else:
            kept.append(char)
    return nfc("".join(kept)), tones


@lru_cache(maxsize=_REMEMBERED)
def is_syllable(word: str) -> bool:
    """Whether `word` (any case) is spelled as a Vietnamese syllable, tone and all."""
    plain, tones = _toneless(word.lower())
    onsets, rhymes, _bare_rhymes, stopped = _known()
    if len(tones) > 1:
        return False
    for onset, rhyme in _cuts(plain):
        if onset in onsets and rhyme in rhymes:
            return rhyme not in stopped or (bool(tones) and tones[0] in _STOP_TONES)
    return False


@lru_cache(maxsize=_REMEMBERED)
def is_bare_syllable(word: str) -> bool:
    """Whether an ASCII word may be a Vietnamese syllable whose marks were left out."""
    onsets, _rhymes, bare, _stopped = _known()
    known = onsets | {"d"}
    return any(onset in known and rhyme in bare for onset, rhyme in _cuts(word.lower()))


def _cuts(word: str) -> Iterable[tuple[str, str]]:
    yield "b", word  # any onset stands for none
    for length in (3, 2, 1):
        yield word[:length], word[length:]
    if word.startswith("gi"):
        yield "g", word[1:]
    if word.startswith("qu"):
        yield "qu", "u" + word[2:]


def words(text: str) -> list[str]:
    """The words of a text: runs between spaces and strokes, without signs and digits at their edges."""
    return [word for piece in _APART.split(text) if (word := piece.strip(_EDGES))]


def marked_share(text: str) -> tuple[int, float]:
    """How many words carry signs beyond ASCII, and which share of them are Vietnamese syllables."""
    marked = [word for word in words(text) if not word.isascii()]
    if not marked:
        return 0, 0.0
    return len(marked), sum(map(is_syllable, marked)) / len(marked)


def sound_share(text: str) -> tuple[int, float]:
    """How many words there are, and which share of them may be Vietnamese, marks or none."""
    found = [word for word in words(text) if len(word) > 1]
    if not found:
        return 0, 0.0
    sound = sum(is_syllable(word) or (word.isascii() and is_bare_syllable(word)) for word in found)
    return len(found), sound / len(found)
