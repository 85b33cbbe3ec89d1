"""What is told of a view, a dashboard and its cards when they are made or changed."""

from __future__ import annotations

from typing import Annotated, Self

from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, Field, model_validator

from tinhso.exploration.models import Sharing, Width
from tinhso.exploration.spec import Spec
from tinhso.people.models import Role

MOST_CARDS = 24
"""Cards of one dashboard: a page must stay a page."""
LONGEST_NAME = 120

Name = Annotated[str, Field(min_length=1, max_length=LONGEST_NAME)]
Text = Annotated[str, Field(max_length=2000)]
Code = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,78}$")]


class Draft(BaseModel):
    """What views and dashboards have in common; nothing told stays as it is."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)
    name: Name
    name_en: Annotated[str, Field(max_length=LONGEST_NAME)] = ""
    description: Text = ""
    sharing: Sharing = Sharing.OWN


class ViewDraft(Draft):
    """A view (góc nhìn) to be kept."""

    spec: Spec


class CardDraft(BaseModel):
    """One card: the code of a view, or the name of a part."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)
    view: str = ""
    part: Annotated[str, Field(max_length=80)] = ""
    title: Annotated[str, Field(max_length=LONGEST_NAME)] = ""
    width: Width = Width.HALF

    @model_validator(mode="after")
    def _one_thing(self) -> Self:
        if bool(self.view) == bool(self.part):
            raise ValueError(_("Một thẻ là một góc nhìn hoặc một phần."))
        return self


class DashboardDraft(Draft):
    """A dashboard (bảng theo dõi) without its cards."""

    roles: Annotated[tuple[Role, ...], Field(max_length=len(Role))] = ()
    order: Annotated[int, Field(ge=0, le=9999)] = 100
    on_wall: bool = False


class WholeDraft(DashboardDraft):
    """A dashboard with its cards in order."""

    cards: Annotated[tuple[CardDraft, ...], Field(max_length=MOST_CARDS)] = ()
