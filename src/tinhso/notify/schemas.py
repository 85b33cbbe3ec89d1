"""What people send to this room."""

from __future__ import annotations

from datetime import time
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from tinhso.notify.choices import Rhythm, Route

SUBJECT_MOST = 300
BODY_MOST = 4000


class Choices(BaseModel):
    """How an account wants to be told (tùy chọn nhận). Both quiet hours or none."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    routes: dict[str, list[Route]] = {}
    rhythm: Rhythm
    digest_at: time
    weekday: Annotated[int, Field(ge=0, le=6)] = 0
    quiet_from: time | None = None
    quiet_to: time | None = None
    urgent_passes: bool = True
    language: Annotated[str, StringConstraints(pattern="^(vi|en)$")] = "vi"

    @model_validator(mode="after")
    def _both_or_none(self) -> Self:
        if (self.quiet_from is None) is not (self.quiet_to is None):
            raise ValueError("quiet hours need both ends")
        return self
