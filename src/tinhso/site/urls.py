"""The addresses of the whole product, composed from the rooms'."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
