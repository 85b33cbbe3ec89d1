"""Typed inputs of this room's verbs, shared by pages and API."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from tinhso.indicators.schemas import Text
from tinhso.reading.shapes import ComparisonWord, KindWord, StandingWord

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

    `indicator` and `target` are codes, `new_indicator` the name of one to lay down; `place` is a code.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)
    indicator: Text | None = Field(default=None, max_length=100)
    target: Text | None = Field(default=None, max_length=100)
    new_indicator: Text | None = Field(default=None, max_length=300)
    place: Text | None = Field(default=None, max_length=100)
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
