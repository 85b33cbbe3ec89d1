"""Typed inputs: rules and scorings as people and packs tell them."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Self

from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, Field, model_validator

from tinhso.urging.core.ladder import Unit
from tinhso.urging.models import Applies, Scoring, TaskClass

Days = Annotated[int, Field(ge=1, le=250)]
CODE = r"^[a-z0-9][a-z0-9-]*$"


class ByDateDraft(BaseModel):
    """What rules and scorings have in common."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    code: str = Field(pattern=CODE, max_length=60)
    name: str = Field(min_length=1)
    name_en: str = ""
    valid_from: date
    valid_to: date | None = None
    legal_reference: str = ""
    from_memory: bool = False

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.valid_to is not None and self.valid_to < self.valid_from:
            raise ValueError(_("Ngày hết hiệu lực trước ngày có hiệu lực."))
        return self


class RuleDraft(ByDateDraft):
    """A rule of urging (quy tắc đôn đốc); days before and the steps above are working days."""

    applies: Applies = Applies.TASKS
    before: tuple[Days, ...] = ()
    on_day: bool = True
    every: Days | None = None
    unit: Unit = Unit.WORKING
    head_after: Days | None = None
    deputy_after: Days | None = None

    @model_validator(mode="after")
    def _sensible(self) -> Self:
        if len(set(self.before)) != len(self.before):
            raise ValueError(_("Có số ngày nhắc trước bị lặp."))
        if not (self.before or self.on_day or self.every or self.head_after or self.deputy_after):
            raise ValueError(_("Quy tắc chưa có bậc nào: ghi ít nhất một mốc nhắc."))
        head, deputy = self.head_after, self.deputy_after
        if head is not None and deputy is not None and deputy < head:
            raise ValueError(_("Báo Phó Trưởng ban không thể sớm hơn báo thủ trưởng đơn vị."))
        return self


class ScoringDraft(ByDateDraft):
    """A way of scoring agencies: `good` classes of tasks over `counted` ones."""

    basis: Scoring.Basis = Scoring.Basis.ALIVE
    good: tuple[TaskClass, ...] = Field(min_length=1)
    counted: tuple[TaskClass, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _good_is_counted(self) -> Self:
        if not set(self.good) <= set(self.counted):
            raise ValueError(_("Loại được tính là tốt phải nằm trong các loại được đếm."))
        return self


class LineAnswer(BaseModel):
    """What is answered about one task: the fields that urging letters ask for."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    code: str
    progress: str = Field(min_length=1, max_length=4000)
    difficulties: str = Field("", max_length=4000)
    causes: str = Field("", max_length=4000)
    solutions: str = Field("", max_length=4000)
