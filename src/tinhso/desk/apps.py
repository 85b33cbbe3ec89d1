"""Django's name for this face."""

from django.apps import AppConfig


class Config(AppConfig):
    """The `desk` face."""

    name = "tinhso.desk"
    label = "desk"
