"""Addresses of this room."""

from django.urls import URLPattern, path

from tinhso.committees import pages

app_name = "committees"
urlpatterns: list[URLPattern] = [
    path("", pages.index, name="index"),
    path("new", pages.create, name="create"),
    path("<slug:code>/", pages.detail, name="detail"),
    path("<slug:code>/edit", pages.edit, name="edit"),
    path("<slug:code>/members", pages.seat, name="seat"),
    path("<slug:code>/members/<uuid:membership>", pages.change_seat, name="change_seat"),
    path("<slug:code>/regulation", pages.regulation, name="regulation"),
]
