"""Panels that rooms above hang on a document's page: figures taken from it, plans made by it.

`TINHSO_DOCUMENT_PANELS` lists dotted paths to functions `(document) -> Panel | None`; each may ask the
database once or twice, whatever the number of rows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from tinhso.base.offers import offered
from tinhso.documents.models import Document

Words = str | Promise


@dataclass(frozen=True)
class PanelItem:
    """One line: text that leads somewhere, a note in small print, a value on the right."""

    text: str
    href: str = ""
    note: str = ""
    value: str = ""
    illustrative: bool = False


@dataclass(frozen=True)
class Panel:
    """A card on the page. `more` leads to the whole list when `items` are only its beginning."""

    title: Words
    items: tuple[PanelItem, ...]
    total: int
    more: str = ""


Provider = Callable[[Document], Panel | None]


def of(document: Document) -> list[Panel]:
    """The panels of that document, in the order of the setting; empty ones are left out."""
    providers: tuple[Provider, ...] = offered("TINHSO_DOCUMENT_PANELS")
    found = (provider(document) for provider in providers)
    return [panel for panel in found if panel and panel.items]
