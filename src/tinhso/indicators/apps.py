"""Django's name for this room."""

from django.apps import AppConfig


class Config(AppConfig):
    """The `indicators` room."""

    name = "tinhso.indicators"
    label = "indicators"
    default_auto_field = "django.db.models.BigAutoField"
