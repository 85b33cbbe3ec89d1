"""Whether the product can serve: the database answers and every pack of this deployment is loaded."""

from __future__ import annotations

from typing import Literal

from django.conf import settings
from django.http import HttpRequest
from ninja import Router, Schema
from ninja.responses import Status

from tinhso import __version__
from tinhso.base.packs.models import PackState

router = Router(tags=["health"])


class Health(Schema):
    """`status` is `ok` only when packs are loaded; `packs` lists those that are."""

    status: Literal["ok", "loading"]
    version: str
    home: str
    packs: list[str]


@router.get("/health", response={200: Health, 503: Health}, summary="Ready to serve?", auth=None)
def health(request: HttpRequest) -> Status[Health]:
    """200 when the home pack is loaded, 503 before. A database that is away answers 503 `database_away`."""
    del request
    loaded = list(PackState.objects.order_by("pack").values_list("pack", flat=True))
    ready = settings.HOME_PACK in loaded
    told = Health(
        status="ok" if ready else "loading", version=__version__, home=settings.HOME_PACK, packs=loaded
    )
    return Status(200 if ready else 503, told)
