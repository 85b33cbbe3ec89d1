"""Django's name for this room."""

from django.apps import AppConfig


class Config(AppConfig):
    """The `warehouse` room."""

    name = "tinhso.warehouse"
    label = "warehouse"
    default_auto_field = "django.db.models.BigAutoField"
