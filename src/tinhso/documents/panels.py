"""Panels that rooms above hang on a document's page: figures taken from it, plans made by it.

`TINHSO_DOCUMENT_PANELS` lists dotted paths to functions `(document) -> ListPanel | None`; each may ask the
database once or twice, whatever the number of rows.
"""

from __future__ import annotations

from collections.abc import Callable

from tinhso.base.offers import offered
from tinhso.base.web.panels import ListPanel
from tinhso.documents.models import Document

Provider = Callable[[Document], ListPanel | None]


def of(document: Document) -> list[ListPanel]:
    """The panels of that document, in the order of the setting; empty ones are left out."""
    providers: tuple[Provider, ...] = offered("TINHSO_DOCUMENT_PANELS")
    found = (provider(document) for provider in providers)
    return [panel for panel in found if panel and panel.items]
