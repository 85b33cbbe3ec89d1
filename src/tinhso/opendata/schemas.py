"""What is told of a dataset, shared by pages, packs and API."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Self

from django.utils.translation import gettext as _
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from tinhso.base.calendar.periods import PeriodKind
from tinhso.base.packs.info import Words
from tinhso.base.text import nfc
from tinhso.indicators.models import Frequency
from tinhso.places.models import Level

Code = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
RESERVED = frozenset({"manage", "new"})
"""Addresses of pages."""


def _composed(value: Any) -> Any:
    return nfc(value) if isinstance(value, str) else value


Text = Annotated[str, BeforeValidator(_composed)]


class Told(BaseModel):
    """What people and packs say of a dataset alike. `threshold` None: the usual of the deployment."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)
    licence: str = Field(min_length=1)
    owner: str = Field(min_length=1)
    contact: Text = Field(default="", max_length=500)
    frequency: Frequency | None = None
    themes: tuple[Text, ...] = ()
    keywords: tuple[Text, ...] = ()
    measures: Annotated[tuple[str, ...], Field(min_length=1, max_length=100)]
    levels: tuple[Level, ...] = ()
    within: str = ""
    kinds: tuple[PeriodKind, ...] = ()
    first: date
    boundaries: date | None = None
    threshold: Annotated[int, Field(ge=0, le=1000)] | None = None
    threshold_why: Text = Field(default="", max_length=1000)

    @model_validator(mode="after")
    def _stands(self) -> Self:
        if not self.levels and not self.within:
            raise ValueError(_("chọn cấp hành chính, hoặc một địa bàn"))
        if self.threshold == 0 and not self.threshold_why:
            raise ValueError(_("nêu lý do không che số nhỏ"))
        if len(set(self.measures)) < len(self.measures):
            raise ValueError(_("một chỉ số được chọn hai lần"))
        if PeriodKind.SPAN in self.kinds:
            raise ValueError(_("giai đoạn nhiều năm không tính từ kỳ ngắn hơn được"))
        return self


class DatasetDraft(Told):
    """A dataset as its form tells it."""

    code: Code
    title: Text = Field(min_length=1, max_length=300)
    title_en: Text = Field(default="", max_length=300)
    description: Text = Field(default="", max_length=4000)
    description_en: Text = Field(default="", max_length=4000)


class DatasetItem(Told):
    """A dataset as a pack tells it."""

    code: Code
    title: Words
    description: Words | None = None

    def draft(self) -> DatasetDraft:
        """The same as a form would tell it."""
        rest = self.model_dump(exclude={"title", "description"})
        about = self.description or Words.model_construct(vi="", en="")
        return DatasetDraft(
            **rest, title=self.title.vi, title_en=self.title.en, description=about.vi, description_en=about.en
        )
