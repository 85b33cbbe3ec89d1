"""What the API is told besides the drafts that pages send too."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from ninja import Schema
from pydantic import ConfigDict, Field

from tinhso.reports.schemas import Confirmation, ContributionDraft, FormDraft


class Told(Schema):
    """Unknown fields are refused."""

    model_config = ConfigDict(extra="forbid")


class TextIn(Told):
    """A template's text to be checked."""

    body: Annotated[str, Field(max_length=60_000)]


class PeriodicEditIn(Told):
    """Changes to a report; `version` is what the caller has seen."""

    title: str | None = None
    body: str | None = None
    as_of: date | None = None
    form: FormDraft | None = None
    version: int | None = None


class BlockIn(Told):
    """One block, counted from 0."""

    block: int
    do: Literal["edit", "add", "accept", "take"] = "edit"
    text: str = ""
    version: int | None = None


class FreezeIn(Told):
    """`knowingly`: though something misses."""

    knowingly: bool = False
    version: int | None = None


class MoveIn(Told):
    """Where a report goes; `reason` for going back."""

    to: Literal["assemble", "thaw", "withdraw", "correct"]
    reason: str = ""


class ReasonIn(Told):
    """Why."""

    reason: str


class PartIn(Told):
    """An agency's part; `send`: done, the standing office is told."""

    text: Annotated[str, Field(max_length=20_000)]
    confirmed: dict[str, Confirmation] = {}
    send: bool = False
    version: int | None = None

    def draft(self) -> ContributionDraft:
        """The part itself."""
        return ContributionDraft(text=self.text, confirmed=self.confirmed)
