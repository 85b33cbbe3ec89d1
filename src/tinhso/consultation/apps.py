"""Django's name for this room."""

from django.apps import AppConfig


class Config(AppConfig):
    """The `consultation` room."""

    name = "tinhso.consultation"
    label = "consultation"
    default_auto_field = "django.db.models.BigAutoField"
