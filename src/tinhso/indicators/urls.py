"""Addresses of indicators."""

from django.urls import URLPattern, path

from tinhso.indicators import definition_pages, pages, targets_pages

app_name = "indicators"
urlpatterns: list[URLPattern] = [
    path("", pages.indicators, name="index"),
    path("new/", definition_pages.create, name="create"),
    path("<str:code>/define/", definition_pages.define, name="define"),
    path("<str:code>/aim/", targets_pages.aim, name="aim"),
    path("<str:code>/", pages.indicator, name="detail"),
]
