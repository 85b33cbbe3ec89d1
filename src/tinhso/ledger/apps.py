"""Django's name for this room."""

from django.apps import AppConfig


class Config(AppConfig):
    """The `ledger` room."""

    name = "tinhso.ledger"
    label = "ledger"
    default_auto_field = "django.db.models.BigAutoField"
