"""`/api/v1`: the rooms' routers under one address, one error shape, one description (OpenAPI)."""

from __future__ import annotations

from ninja import NinjaAPI

from tinhso import __version__
from tinhso.api import health
from tinhso.base.calendar.api import router as calendar
from tinhso.base.web import api_errors
from tinhso.places.api import router as places

api = NinjaAPI(
    title="Tỉnh Số",
    version=__version__,
    description="Figures, plans, targets and tasks of a province's digital transformation, each with its source.",
    urls_namespace="api",
    docs_url=None,  # ninja's page of documentation loads scripts from outside
    openapi_url="/openapi.json",
)
api_errors.install(api)
api.add_router("", health.router)
api.add_router("", places)
api.add_router("/calendar", calendar)
