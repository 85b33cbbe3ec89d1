"""Django's name for this room."""

from django.apps import AppConfig


class Config(AppConfig):
    """The `opendata` room."""

    name = "tinhso.opendata"
    label = "opendata"
    default_auto_field = "django.db.models.BigAutoField"
