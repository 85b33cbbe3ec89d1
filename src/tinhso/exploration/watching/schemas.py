"""What is told of a watch when it is made or changed."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Self

from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, Field, model_validator

from tinhso.base.calendar.periods import PeriodKind
from tinhso.places.models import Level
from tinhso.warehouse.questions import Op

LONGEST_NAME = 120
MOST = 100
"""Watches of one person."""


class WatchDraft(BaseModel):
    """A threshold to watch. `kind` None: periods as they are told; `level` None: the unit `within` itself."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    measure: Annotated[str, Field(min_length=1, max_length=200)]
    name: Annotated[str, Field(max_length=LONGEST_NAME)] = ""
    level: Level | None = None
    within: Annotated[str, Field(max_length=20)] = ""
    op: Op
    threshold: Annotated[Decimal, Field(max_digits=24, decimal_places=6, allow_inf_nan=False)]
    kind: PeriodKind | None = None

    @model_validator(mode="after")
    def _somewhere(self) -> Self:
        if self.level is None and not self.within:
            raise ValueError(_("Chọn một địa bàn, hoặc cấp địa bàn."))
        return self
