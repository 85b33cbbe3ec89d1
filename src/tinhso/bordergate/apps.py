"""Django's name for this room."""

from django.apps import AppConfig


class Config(AppConfig):
    """The `bordergate` room."""

    name = "tinhso.bordergate"
    label = "bordergate"
    default_auto_field = "django.db.models.BigAutoField"
