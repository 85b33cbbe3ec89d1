"""Django's name for this room."""

from django.apps import AppConfig


class Config(AppConfig):
    """The `exploration` room."""

    name = "tinhso.exploration"
    label = "exploration"
    default_auto_field = "django.db.models.BigAutoField"
