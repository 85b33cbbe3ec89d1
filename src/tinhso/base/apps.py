"""Django's name for the ground floor."""

from django.apps import AppConfig


class Config(AppConfig):
    """The `base` storey: audit, events, jobs, files and calendar corrections have tables here."""

    name = "tinhso.base"
    label = "base"
    default_auto_field = "django.db.models.BigAutoField"
