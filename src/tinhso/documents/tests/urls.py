"""The product's addresses with this room's API alone."""

from django.urls import URLPattern, URLResolver, path
from ninja import NinjaAPI

from tinhso.base.web.api_errors import install
from tinhso.documents.api import router
from tinhso.site.urls import urlpatterns as product

api = NinjaAPI(title="documents", urls_namespace="documents-test")
install(api)
api.add_router("", router)

urlpatterns: list[URLPattern | URLResolver] = [path("api/test/", api.urls), *product]
