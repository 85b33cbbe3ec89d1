"""Django's name for this room."""

from django.apps import AppConfig


class Config(AppConfig):
    """The `indices` room."""

    name = "tinhso.indices"
    label = "indices"
    default_auto_field = "django.db.models.BigAutoField"
