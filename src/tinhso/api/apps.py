"""Django's name for this face."""

from django.apps import AppConfig


class Config(AppConfig):
    """The `api` face."""

    name = "tinhso.api"
    label = "api"
