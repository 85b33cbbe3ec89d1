"""Addresses of this room."""

from django.urls import URLPattern

app_name = "consultation"
urlpatterns: list[URLPattern] = []
