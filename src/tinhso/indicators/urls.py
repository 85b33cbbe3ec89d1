"""Addresses of indicators."""

from django.urls import URLPattern, path

from tinhso.indicators import pages
from tinhso.indicators.definitions import pages as definition_pages
from tinhso.indicators.targets import pages as targets_pages

app_name = "indicators"
urlpatterns: list[URLPattern] = [
    path("", pages.indicators, name="index"),
    path("new/", definition_pages.create, name="create"),
    path("<str:code>/define/", definition_pages.define, name="define"),
    path("<str:code>/aim/", targets_pages.aim, name="aim"),
    path("<str:code>/", pages.indicator, name="detail"),
]
