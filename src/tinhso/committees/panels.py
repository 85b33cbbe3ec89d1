"""Panels that rooms above hang on a committee's page: its meetings, its conclusions.

`TINHSO_COMMITTEE_PANELS` lists dotted paths to functions `(request, committee) -> Panel | None`; each may ask
the database once or twice, whatever the number of rows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.functional import Promise

from tinhso.base.offers import offered
from tinhso.committees.models import Committee

Words = str | Promise


@dataclass(frozen=True)
class PanelItem:
    """One line: text that leads somewhere, a note in small print, a word on the right."""

    text: str
    href: str = ""
    note: str = ""
    value: str = ""
    illustrative: bool = False


@dataclass(frozen=True)
class Panel:
    """A card on the page. `more` leads to the whole list; `act` is what may be begun here, with its words."""

    title: Words
    items: tuple[PanelItem, ...]
    total: int
    more: str = ""
    act: str = ""
    act_words: Words = ""
    nothing: Words = ""


Provider = Callable[[HttpRequest, Committee], Panel | None]


def of(request: HttpRequest, committee: Committee) -> list[Panel]:
    """The panels of that committee, in the order of the setting."""
    providers: tuple[Provider, ...] = offered("TINHSO_COMMITTEE_PANELS")
    return [panel for provider in providers if (panel := provider(request, committee))]
