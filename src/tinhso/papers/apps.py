"""Django's name for this room."""

from django.apps import AppConfig


class Config(AppConfig):
    """The `papers` room."""

    name = "tinhso.papers"
    label = "papers"
    default_auto_field = "django.db.models.BigAutoField"
