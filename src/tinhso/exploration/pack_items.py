"""What packs say of views and dashboards."""

from __future__ import annotations

from typing import Self

from django.utils.translation import gettext as _
from pydantic import Field, model_validator

from tinhso.base.packs.info import Words
from tinhso.base.packs.section import PackItem
from tinhso.exploration.models import Sharing, Width
from tinhso.exploration.schemas import MOST_CARDS, Code
from tinhso.exploration.spec import Spec
from tinhso.people.models import Role


class ViewItem(PackItem):
    """A view under a name; `spec` as the API's `/views` tells it."""

    code: Code
    name: Words
    description: str = ""
    sharing: Sharing = Sharing.OFFICIALS
    spec: Spec


class CardItem(PackItem):
    """A card: a view's code, or a part's name."""

    view: str = ""
    part: str = ""
    title: str = ""
    width: Width = Width.HALF

    @model_validator(mode="after")
    def _one_thing(self) -> Self:
        if bool(self.view) == bool(self.part):
            raise ValueError(_("Một thẻ là một góc nhìn hoặc một phần."))
        return self


class DashboardItem(PackItem):
    """A dashboard with its cards in order, and the roles that see it first."""

    code: Code
    name: Words
    description: str = ""
    sharing: Sharing = Sharing.OFFICIALS
    roles: tuple[Role, ...] = ()
    order: int = Field(default=100, ge=0, le=9999)
    on_wall: bool = False
    cards: tuple[CardItem, ...] = Field(default=(), max_length=MOST_CARDS)
