"""Addresses of figures."""

from django.urls import URLPattern, path

from tinhso.indicators import pages

app_name = "figures"
urlpatterns: list[URLPattern] = [
    path("", pages.figures, name="index"),
    path("<uuid:figure>/", pages.figure, name="detail"),
]
