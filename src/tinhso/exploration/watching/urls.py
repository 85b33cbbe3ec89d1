"""Addresses of watches."""

from django.urls import path

from tinhso.exploration.watching import pages

PATTERNS = [
    path("watches/", pages.index, name="watches"),
    path("watches/new/", pages.new, name="new_watch"),
    path("watches/<uuid:key>/", pages.watch, name="watch"),
    path("alerts/", pages.alerts, name="alerts"),
    path("alerts/seen", pages.see, name="see_alerts"),
]
