"""Cards that rooms above hang on the pages of rooms below.

A room lists in a setting who may hang something (`base.offers`) and draws what it is given; what a card
says is the business of the room that gives it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.safestring import SafeString

Words = str | Promise


@dataclass(frozen=True)
class Panel:
    """A card whose content is a template of its own. Lower `order` stands higher.

    `key` is unique on the page and names the heading; `note` and `count` stand beside the title; `more` is
    the address of the whole list where the card shows its beginning only.
    """

    key: str
    title: Words
    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    note: Words = ""
    more: str = ""
    count: int | None = None
    order: int = 100
    styles: tuple[str, ...] = ()
    scripts: tuple[str, ...] = ()

    def drawn(self, request: HttpRequest, **more: Any) -> SafeString:
        """Its content; the template also knows the card as `panel`, and `more`."""
        return render_to_string(self.template, {**self.context, **more, "panel": self}, request)


def in_order(found: Iterable[Panel | None]) -> list[Panel]:
    """Those that have something to say, in their order."""
    return sorted((panel for panel in found if panel), key=lambda panel: panel.order)


@dataclass(frozen=True)
class PanelItem:
    """One line of a list: text that leads somewhere, a note in small print, a value on the right."""

    text: str
    href: str = ""
    note: str = ""
    value: str = ""
    illustrative: bool = False


@dataclass(frozen=True)
class ListPanel:
    """A card that is a list.

    `more` leads to the whole list when `items` are only its beginning; `act` is what may be begun here, with
    its words; `nothing` is said where the list is empty.
    """

    title: Words
    items: tuple[PanelItem, ...]
    total: int
    more: str = ""
    act: str = ""
    act_words: Words = ""
    nothing: Words = ""
