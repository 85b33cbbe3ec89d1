"""Addresses of composite indices."""

from django.urls import URLPattern, path

from tinhso.indices import pages

app_name = "indices"
urlpatterns: list[URLPattern] = [
    path("", pages.index, name="index"),
    path("<str:code>/<str:edition>/", pages.edition, name="edition"),
    path("<str:code>/<str:edition>/what-if/", pages.what_if, name="what_if"),
]
