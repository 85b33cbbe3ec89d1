"""Django's name for this room."""

from django.apps import AppConfig


class Config(AppConfig):
    """The `places` room."""

    name = "tinhso.places"
    label = "places"
    default_auto_field = "django.db.models.BigAutoField"
