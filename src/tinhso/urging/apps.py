"""Django's name for this room."""

from django.apps import AppConfig


class Config(AppConfig):
    """The `urging` room."""

    name = "tinhso.urging"
    label = "urging"
    default_auto_field = "django.db.models.BigAutoField"
