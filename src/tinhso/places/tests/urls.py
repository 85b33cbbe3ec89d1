"""Addresses enough for this room's pages and its API alone."""

from django.urls import URLPattern, URLResolver, include, path
from ninja import NinjaAPI

from tinhso.base.web.api_errors import install
from tinhso.places.api import router

api = NinjaAPI(title="places", urls_namespace="places-test")
install(api)
api.add_router("", router)

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/test/", api.urls),
    path("places/", include("tinhso.places.urls")),
    path("", include("tinhso.base.web.urls")),
]
