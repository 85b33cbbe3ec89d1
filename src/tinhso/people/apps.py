"""Django's name for this room."""

from django.apps import AppConfig


class Config(AppConfig):
    """The `people` room."""

    name = "tinhso.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"
