"""Vietnamese text: one form to keep, keys to find it and to sort it."""

from tinhso.base.text.display import normalise_tone_placement
from tinhso.base.text.folding import fold, search_key, slugify
from tinhso.base.text.letters import nfc
from tinhso.base.text.near import near_matches
from tinhso.base.text.order import name_sort_key, sort_key

__all__ = [
    "fold",
    "name_sort_key",
    "near_matches",
    "nfc",
    "normalise_tone_placement",
    "search_key",
    "slugify",
    "sort_key",
]
