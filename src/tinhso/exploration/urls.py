"""Addresses of exploration."""

from django.urls import URLPattern, path

from tinhso.exploration.maps.version import version
from tinhso.exploration.pages import arranging, dashboards, explore, facts, views
from tinhso.exploration.watching.urls import PATTERNS as WATCHING

app_name = "exploration"
urlpatterns: list[URLPattern] = [
    path("", explore.explore, name="explore"),
    path("version", version, name="version"),
    path("facts/", facts.facts, name="facts"),
    path("views/", views.index, name="views"),
    path("views/save", views.save, name="save_view"),
    path("views/<slug:code>/", views.view, name="view"),
    path("views/<slug:code>/change", views.change, name="change_view"),
    path("dashboards/", dashboards.first, name="dashboards"),
    path("dashboards/all/", dashboards.everything, name="all_dashboards"),
    path("dashboards/new/", arranging.new, name="new_dashboard"),
    path("dashboards/<slug:code>/", dashboards.dashboard, name="dashboard"),
    path("dashboards/<slug:code>/edit", arranging.edit, name="edit_dashboard"),
    *WATCHING,
]
