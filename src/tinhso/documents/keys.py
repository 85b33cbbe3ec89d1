"""Slugs and search keys of documents, the same for packs and for the browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from itertools import count

from tinhso.base.text import fold, search_key, slugify

_LONGEST = 80


def slug_candidates(notation: str, title: str, day: date | None, issuer: str) -> Iterator[str]:
    """Slugs from the shortest to the surest: `247-kh-ubnd`, with the year, with the issuer, with a number.

    Without a notation the title's first words stand for it.
    """
    base = slugify(notation) or slugify(title)[:_LONGEST].rstrip("-") or "van-ban"
    yield base
    dated = f"{base}-{day.year}" if day else base
    if day:
        yield dated
    issued = f"{dated}-{slugify(issuer)}" if slugify(issuer) else dated
    if issued != dated:
        yield issued
    for number in count(2):
        yield f"{issued}-{number}"


def free_slug(candidates: Iterator[str], taken: Callable[[str], bool]) -> str:
    """The first candidate that nobody has."""
    return next(candidate for candidate in candidates if not taken(candidate))


def document_search_key(notation: str, title: str, *more: str) -> str:
    """` 247 kh ubnd title… issuer signer`: folded, each word after a space, so that searches ask for ` word`.

    The notation stands twice, the second time without signs, so that `247khubnd` finds it too.
    """
    glued = fold(notation).replace(" ", "")
    return f" {search_key(notation, glued, title, *more)} "
