"""Templates with named places (chỗ điền): `{name}` and nothing else: no attribute, no index, no format."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

_PLACE: Final = re.compile(r"\{([a-z][a-z0-9_]*)\}")


@dataclass(frozen=True)
class Flaw:
    """What is wrong with a template: a name that nobody fills in, or a lone brace (name empty)."""

    name: str
    at: int


def names(template: str) -> tuple[str, ...]:
    """The places it has, in order, each once."""
    return tuple(dict.fromkeys(_PLACE.findall(template)))


def flaws(template: str, known: Collection[str]) -> list[Flaw]:
    """Every place that is not `known`, and the first lone brace."""
    found = [Flaw(one[1], one.start()) for one in _PLACE.finditer(template) if one[1] not in known]
    rest = _PLACE.sub(lambda one: " " * len(one[0]), template)
    lone = next((at for at, sign in enumerate(rest) if sign in "{}"), None)
    return found if lone is None else [*found, Flaw("", lone)]


def fill(template: str, values: Mapping[str, str], language: str = "vi") -> str:
    """The text. What was filled in is not looked at again; a place without a value stays as it is.

    In another language than Vietnamese `name_<language>` is taken for `name` where it is there.
    """

    def value(one: re.Match[str]) -> str:
        own = values.get(f"{one[1]}_{language}", "") if language != "vi" else ""
        return own or values.get(one[1], one[0])

    return _PLACE.sub(value, template)
