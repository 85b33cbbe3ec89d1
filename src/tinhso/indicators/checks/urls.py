"""Addresses of rules and of looking over figures."""

from django.urls import URLPattern, path

from tinhso.indicators.checks import pages, review_pages

app_name = "checks"
urlpatterns: list[URLPattern] = [
    path("", pages.index, name="index"),
    path("new", pages.create, name="create"),
    path("review", review_pages.review, name="review"),
    path("review/<uuid:finding>", review_pages.finding, name="finding"),
    path("runs/<uuid:run>", review_pages.progress, name="progress"),
    path("<slug:code>/", pages.detail, name="detail"),
    path("<slug:code>/edit", pages.edit, name="edit"),
    path("<slug:code>/retire", pages.retire, name="retire"),
]
