"""Django's name for this room."""

from django.apps import AppConfig


class Config(AppConfig):
    """The `meetings` room."""

    name = "tinhso.meetings"
    label = "meetings"
    default_auto_field = "django.db.models.BigAutoField"
