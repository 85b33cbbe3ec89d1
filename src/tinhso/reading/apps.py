"""Django's name for this room."""

from django.apps import AppConfig


class Config(AppConfig):
    """The `reading` room."""

    name = "tinhso.reading"
    label = "reading"
    default_auto_field = "django.db.models.BigAutoField"
