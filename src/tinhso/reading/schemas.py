"""Typed inputs of this room's verbs, shared by pages and API."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated, Self
from uuid import UUID

from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, Field, model_validator

from tinhso.indicators.schemas import Text
from tinhso.reading.shapes import ComparisonWord, KindWord, StandingWord
from tinhso.steering.models import Plan
from tinhso.steering.schemas import Title

Number = Annotated[Decimal | None, Field(max_digits=24, decimal_places=6)]
Rank = Annotated[int | None, Field(ge=1, le=2**31 - 1)]


class NewReading(BaseModel):
    """What is told of a document that is to be read; all of it may be left to the reader.

    `place` is a unit's code or its name, `document` the slug of its entry in the register, `agency` the id of
    the agency that has it read.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)
    text: str = Field(default="", max_length=2_000_000)
    title: Text = Field(default="", max_length=500)
    dated: dt.date | None = None
    place: Text = Field(default="", max_length=200)
    document: Text = Field(default="", max_length=200)
    agency: UUID | None = None


class Corrected(BaseModel):
    """What a person says of the document instead of the reader."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)
    title: Text = Field(default="", max_length=500)
    dated: dt.date | None = None
    place: Text = Field(default="", max_length=200)
    document: Text = Field(default="", max_length=200)


class Choice(BaseModel):
    """What a person puts in the place of what was read or matched; what is None stays as it is.

    `indicator` and `target` are codes, `new_indicator` the name of one to lay down; `place` is a code,
    `agency` that of the agency whose figure it is, empty: the place's own.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)
    indicator: Text | None = Field(default=None, max_length=100)
    target: Text | None = Field(default=None, max_length=100)
    new_indicator: Text | None = Field(default=None, max_length=300)
    place: Text | None = Field(default=None, max_length=100)
    agency: Text | None = Field(default=None, max_length=100)
    period: Text | None = Field(default=None, max_length=24)
    kind: KindWord | None = None
    standing: StandingWord | None = None
    comparison: ComparisonWord | None = None
    subject: Text | None = Field(default=None, max_length=500)
    unit: Text | None = Field(default=None, max_length=60)
    value: Number = None
    numerator: Number = None
    denominator: Number = None
    percent_printed: Number = None
    actual: Number = None
    aimed: Number = None
    rank: Rank = None
    of: Rank = None


class TaughtAgency(BaseModel):
    """That a name means an agency: its code, empty: it means none any more."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)
    phrase: Annotated[Text, Field(min_length=1, max_length=300)]
    agency: Text = Field(default="", max_length=100)


class AskedPlan(BaseModel):
    """The head of the draft plan, and which items of the text go into it, by their positions."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)
    kind: Plan.Kind
    title: Title
    short_title: Annotated[Text, Field(min_length=1, max_length=120)]
    slug: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
    starts_on: dt.date
    ends_on: dt.date
    items: tuple[Annotated[int, Field(ge=0)], ...] = Field(min_length=1, max_length=1000)

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.ends_on < self.starts_on:
            raise ValueError(_("Ngày kết thúc đứng trước ngày bắt đầu."))
        return self
