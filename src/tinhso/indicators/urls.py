"""Addresses of indicators."""

from django.urls import URLPattern, path

from tinhso.indicators import pages

app_name = "indicators"
urlpatterns: list[URLPattern] = [
    path("", pages.indicators, name="index"),
    path("<str:code>/", pages.indicator, name="detail"),
]
