"""Addresses of figures."""

from django.urls import URLPattern, path

from tinhso.indicators import figure_pages, pages

app_name = "figures"
urlpatterns: list[URLPattern] = [
    path("", pages.figures, name="index"),
    path("<uuid:figure>/", figure_pages.figure, name="detail"),
    path("<uuid:figure>/decide/", figure_pages.decide, name="decide"),
]
