"""Addresses of the page about the API."""

from django.urls import path

from tinhso.api import pages

urlpatterns = [path("", pages.reference, name="api_reference")]
