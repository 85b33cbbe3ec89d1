"""Django's name for this room."""

from django.apps import AppConfig


class Config(AppConfig):
    """The `documents` room."""

    name = "tinhso.documents"
    label = "documents"
    default_auto_field = "django.db.models.BigAutoField"
