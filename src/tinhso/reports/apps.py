"""Django's name for this room."""

from django.apps import AppConfig


class Config(AppConfig):
    """The `reports` room."""

    name = "tinhso.reports"
    label = "reports"
    default_auto_field = "django.db.models.BigAutoField"
