"""What the calendar's addresses answer."""

from __future__ import annotations

from datetime import date, datetime

from pydantic import BaseModel, ConfigDict, Field


class DayOffOut(BaseModel):
    """A day that is not worked."""

    model_config = ConfigDict(from_attributes=True)
    date: date
    reason: str = Field(description="Holiday, document's wording or day of the week, in Vietnamese")


class WorkingDaysOut(BaseModel):
    """The working days of a span."""

    model_config = ConfigDict(from_attributes=True)
    count: int = Field(description="Working days, both ends included")
    days_off: list[DayOffOut] = Field(description="Every day that is not worked, weekends included")


class DueOut(BaseModel):
    """When a term ends."""

    model_config = ConfigDict(from_attributes=True)
    due: datetime = Field(description="The end of the term, in the country's zone")
    counted: list[date] = Field(description="The days on which the term's clock ran")
