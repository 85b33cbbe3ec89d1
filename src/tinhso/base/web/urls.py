"""Addresses of what every page shares."""

from django.conf import settings
from django.urls import URLPattern, path

from tinhso.base.web import pages, styleguide

app_name = "web"
urlpatterns: list[URLPattern] = [path("theme.css", pages.theme, name="theme")]
if settings.DEBUG or settings.DEMO:
    urlpatterns += [
        path("styleguide", styleguide.page, name="styleguide"),
        path("styleguide/<str:shell>", styleguide.shell, name="styleguide-shell"),
    ]
