"""Django's name for this room."""

from django.apps import AppConfig


class Config(AppConfig):
    """The `conclusions` room."""

    name = "tinhso.conclusions"
    label = "conclusions"
    default_auto_field = "django.db.models.BigAutoField"
