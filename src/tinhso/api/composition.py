"""`/api/v1`: the rooms' routers under one address, one error shape, one description (OpenAPI)."""

from __future__ import annotations

from ninja import NinjaAPI
from ninja.renderers import JSONRenderer

from tinhso import __version__
from tinhso.api import health
from tinhso.base.calendar.api import router as calendar
from tinhso.base.web import api_errors
from tinhso.places.api import router as places


class ReadableJson(JSONRenderer):
    """JSON that keeps Vietnamese letters as they are: shorter on the wire, readable in a terminal."""

    json_dumps_params = {"ensure_ascii": False}


api = NinjaAPI(
    title="Tỉnh Số",
    version=__version__,
    description="A province's plans, targets, tasks and figures, each with its source.",
    renderer=ReadableJson(),
    urls_namespace="api",
    docs_url=None,  # ninja's page of documentation loads scripts from outside
    openapi_url="/openapi.json",
)
api_errors.install(api)
api.add_router("", health.router)
api.add_router("", places)
api.add_router("/calendar", calendar)
