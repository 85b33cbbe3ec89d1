"""Definitions as the API tells and takes them."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Self

from pydantic import BaseModel, Field

from tinhso.indicators.definitions.shapes import DefinitionDraft, LaidDown
from tinhso.indicators.definitions.words import Names, formula_words
from tinhso.indicators.models import Definition


class DefinitionOut(DefinitionDraft):
    """How an indicator is laid down from a day on (định nghĩa chỉ số); `valid_from` null: since ever.

    `document` is a slug; `formula_words` says the formula in the reader's language.
    """

    valid_from: dt.date | None
    why: str
    document: str
    formula_words: str

    @classmethod
    def told(cls, row: Definition, names: Names) -> Self:
        """From a row with its document."""
        said = DefinitionDraft.of(row, in_use=row.in_use)
        return cls(
            **{name: getattr(said, name) for name in (*LaidDown.model_fields, "name", "name_en", "in_use")},
            valid_from=row.valid_from,
            why=row.why,
            document=row.document.slug if row.document else "",
            formula_words=formula_words(row, names),
        )


class DefinitionIn(DefinitionDraft):
    """A definition to lay down: from `valid_from` on, null since ever; `why` is needed for a change."""

    valid_from: dt.date | None = None
    why: Annotated[str, Field(max_length=2000)] = ""
    document: Annotated[str, Field(max_length=200)] = ""

    @property
    def draft(self) -> DefinitionDraft:
        """What is laid down, without day, reason and document."""
        names = (*LaidDown.model_fields, "name", "name_en", "in_use")
        return DefinitionDraft(**{name: getattr(self, name) for name in names})


class DefinedIndicator(BaseModel):
    """An indicator's code, and every definition there was and will be, the newest first."""

    code: str
    laid_down: DefinitionOut | None
    versions: list[DefinitionOut]
    cells: list[str]
