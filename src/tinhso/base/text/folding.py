"""Forms of a text made for finding it again: search keys and slugs."""

from __future__ import annotations

import re

from tinhso.base.text.letters import decomposed, is_invisible, is_mark

_Y_THAT_IS_I = re.compile(r"(?<![aeiou])y|(?<=qu)y")


def _words(text: str) -> list[str]:
    """The words of `text`: letters without marks, in one case; every sign parts."""
    kept: list[str] = []
    for char in decomposed(text):
        if is_mark(char) or is_invisible(char):
            continue
        kept.append(char.casefold() if char.isalnum() else " ")
    return "".join(kept).replace("đ", "d").split()


def fold(text: str) -> str:
    """The form in which texts that mean the same for a search are equal.

    Case, tones and diacritics go, đ becomes d, signs become single spaces, digits stay. A y that sounds like
    i is written i, so that Kỳ and Kì, quý and quí, kỹ and kĩ meet; after a vowel y stays (tay is not tai,
    thúy is not thúi). The rule looks only to the left, so what is typed so far already finds the whole.
    Not for display.
    """
    return _Y_THAT_IS_I.sub("i", " ".join(_words(text)))


def search_key(*parts: str) -> str:
    """What models store in their `search_key` column: the folds of `parts`, in order, parted by spaces."""
    return " ".join(folded for part in parts if (folded := fold(part)))


def slugify(text: str) -> str:
    """Lower-case ASCII words joined by hyphens, for addresses: `49-NQ/TU` gives `49-nq-tu`. May be empty."""
    words = (re.sub("[^a-z0-9]", "", word) for word in _words(text))
    return "-".join(word for word in words if word)
