"""The addresses of the whole product, composed from the rooms'."""

from django.urls import URLPattern, URLResolver, include, path

from tinhso.api.composition import api
from tinhso.base.web.pages import set_language

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("tinhso.base.web.urls")),
    path("places/", include("tinhso.places.urls")),
    path("", include("tinhso.people.urls")),
    path("documents/", include("tinhso.documents.urls")),
    path("figures/", include("tinhso.indicators.figure_urls")),
    path("entry/", include("tinhso.indicators.entry.urls")),
    path("indicators/", include("tinhso.indicators.urls")),
    path("checks/", include("tinhso.indicators.checks.urls")),
    path("reporting/", include("tinhso.indicators.completeness.urls")),
    path("indices/", include("tinhso.indices.urls")),
    path("warehouse/", include("tinhso.warehouse.urls")),
    path("explore/", include("tinhso.exploration.urls")),
    path("data/", include("tinhso.opendata.urls")),
    path("gates/", include("tinhso.bordergate.urls")),
    path("", include("tinhso.steering.urls")),
    path("readings/", include("tinhso.reading.urls")),
    path("notices/", include("tinhso.notify.urls")),
    path("committees/", include("tinhso.committees.urls")),
    path("meetings/", include("tinhso.meetings.urls")),
    path("conclusions/", include("tinhso.conclusions.urls")),
    path("drafts/", include("tinhso.consultation.urls")),
    path("urging/", include("tinhso.urging.urls")),
    path("periodic/", include("tinhso.reports.urls")),
    path("", include("tinhso.desk.urls")),
    path("api/", include("tinhso.api.urls")),
    path("api/v1/", api.urls),
    path("i18n/setlang/", set_language, name="set_language"),
]

handler400 = "tinhso.base.web.errors.handler400"
handler403 = "tinhso.base.web.errors.handler403"
handler404 = "tinhso.base.web.errors.handler404"
handler500 = "tinhso.base.web.errors.handler500"
