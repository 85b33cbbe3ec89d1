"""Addresses of exploration."""

from django.urls import URLPattern, path

from tinhso.exploration.maps.version import version
from tinhso.exploration.pages import explore, facts

app_name = "exploration"
urlpatterns: list[URLPattern] = [
    path("", explore.explore, name="explore"),
    path("version", version, name="version"),
    path("facts/", facts.facts, name="facts"),
]
