"""`/api/v1`: the rooms' routers under one address, one error shape, one description (OpenAPI)."""

from __future__ import annotations

from tinhso import __version__
from tinhso.api import health
from tinhso.api.doors import DOORS
from tinhso.api.faces import Api, ReadableJson
from tinhso.base.calendar.api import router as calendar
from tinhso.base.web import api_errors
from tinhso.bordergate.api import router as bordergate
from tinhso.committees.api import router as committees
from tinhso.conclusions.api import router as conclusions
from tinhso.consultation.api import router as consultation
from tinhso.documents.api import router as documents
from tinhso.exploration.api import router as exploration
from tinhso.exploration.watching.api import router as watches
from tinhso.indicators.api import router as indicators
from tinhso.indicators.api_formulas import router as formulas
from tinhso.indicators.approval.api import router as submissions
from tinhso.indicators.boundaries.api import router as observations
from tinhso.indicators.checks.api import router as checks
from tinhso.indicators.completeness.api import router as completeness
from tinhso.indicators.targets.api import router as aims
from tinhso.indices.api import router as indices
from tinhso.indices.rounds.api import router as rounds
from tinhso.meetings.api import router as meetings
from tinhso.notify.api import router as notify
from tinhso.opendata.api import router as opendata
from tinhso.people.api import router as people
from tinhso.people.api_audit import router as audit
from tinhso.places.api import router as places
from tinhso.reading.api import router as readings
from tinhso.reports.api import router as periodic
from tinhso.steering.api import router as steering
from tinhso.steering.api_depth import router as depth
from tinhso.steering.api_files import router as files
from tinhso.steering.api_handovers import router as handovers
from tinhso.steering.api_reports import router as reports
from tinhso.urging.api import router as urging
from tinhso.warehouse.api import router as warehouse

api = Api(
    title="Tỉnh Số",
    version=__version__,
    description=(
        "A province's plans, targets, tasks and figures, each with its source. Published figures can be read "
        "without signing in; demonstration rows are marked `illustrative` and left out of totals unless "
        "`?illustrative=1`. Lists answer `{items, next, total}`; refusals `{code, message, field, hint}`. "
        "Exact numbers are decimal strings; dates are ISO 8601."
    ),
    auth=list(DOORS),
    renderer=ReadableJson(),
    urls_namespace="api",
    docs_url=None,  # ninja's page of documentation loads scripts from outside
    openapi_url="/openapi.json",
)
api_errors.install(api)
api.add_router("", health.router)
api.add_router("", steering)
api.add_router("", bordergate)
api.add_router("", reports)
api.add_router("", files)
api.add_router("", depth)
api.add_router("", handovers)
api.add_router("", indicators)
api.add_router("", observations)
api.add_router("", formulas)
api.add_router("", checks)
api.add_router("", completeness)
api.add_router("", submissions)
api.add_router("", aims)
api.add_router("", warehouse)
api.add_router("", rounds)  # before `/indices/{code}/{edition}`, which would take its address
api.add_router("", indices)
api.add_router("", opendata)
api.add_router("", exploration)
api.add_router("", documents)
api.add_router("", people)
api.add_router("", places)
api.add_router("", audit)
api.add_router("", watches)
api.add_router("", notify)
api.add_router("", committees)
api.add_router("", meetings)
api.add_router("", conclusions)
api.add_router("", consultation)
api.add_router("", urging)
api.add_router("", periodic)
api.add_router("", readings)
api.add_router("/calendar", calendar, tags=["calendar"])
