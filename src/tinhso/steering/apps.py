"""Django's name for this room."""

from django.apps import AppConfig


class Config(AppConfig):
    """The `steering` room."""

    name = "tinhso.steering"
    label = "steering"
    default_auto_field = "django.db.models.BigAutoField"
