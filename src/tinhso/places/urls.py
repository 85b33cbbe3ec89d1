"""Addresses of this room's pages."""

from django.urls import URLPattern, path

from tinhso.places import pages

app_name = "places"
urlpatterns: list[URLPattern] = [
    path("", pages.index, name="index"),
    path("<str:code>", pages.detail, name="detail"),
]
