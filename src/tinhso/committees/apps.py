"""Django's name for this room."""

from django.apps import AppConfig


class Config(AppConfig):
    """The `committees` room."""

    name = "tinhso.committees"
    label = "committees"
    default_auto_field = "django.db.models.BigAutoField"
