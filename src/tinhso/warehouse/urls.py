"""Addresses of warehouse."""

from django.urls import path

from tinhso.warehouse import pages

app_name = "warehouse"
urlpatterns = [path("", pages.status, name="status")]
