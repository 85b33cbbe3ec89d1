"""Addresses of the desk's own pages."""

from django.urls import URLPattern, path

from tinhso.desk.pages import home, search, today, wall

app_name = "desk"
urlpatterns: list[URLPattern] = [
    path("", home.home, name="home"),
    path("search", search.search, name="search"),
    path("wall/", wall.wall, name="wall"),
    path("today/", today.today, name="today"),
    path("today/waiting/<slug:key>/", today.waiting, name="waiting"),
    path("today/owed/<slug:key>/", today.owed, name="owed"),
]
