"""Django's name for this room."""

from django.apps import AppConfig


class Config(AppConfig):
    """The `notify` room."""

    name = "tinhso.notify"
    label = "notify"
    default_auto_field = "django.db.models.BigAutoField"
