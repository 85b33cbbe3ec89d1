"""Addresses of exploration."""

from django.urls import URLPattern

app_name = "exploration"
urlpatterns: list[URLPattern] = []
