"""Addresses of completeness and timeliness."""

from django.urls import URLPattern, path

from tinhso.indicators.completeness import pages

app_name = "reporting"
urlpatterns: list[URLPattern] = [
    path("", pages.overview, name="index"),
    path("owed/", pages.mine, name="owed"),
    path("cells/", pages.one_by_one, name="cells"),
    path("agencies/<str:code>/", pages.agency, name="agency"),
]
