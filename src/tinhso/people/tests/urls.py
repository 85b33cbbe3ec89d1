"""The addresses of this room and of those below it."""

from django.urls import URLPattern, URLResolver, include, path
from ninja import NinjaAPI

from tinhso.base.web.api_errors import install
from tinhso.base.web.pages import set_language
from tinhso.people.api import router
from tinhso.people.api_audit import router as audit

api = NinjaAPI(title="people", urls_namespace="people-test")
install(api)
api.add_router("", router)
api.add_router("", audit)

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("tinhso.base.web.urls")),
    path("places/", include("tinhso.places.urls")),
    path("", include("tinhso.people.urls")),
    path("api/test/", api.urls),
    path("i18n/setlang/", set_language, name="set_language"),
]
