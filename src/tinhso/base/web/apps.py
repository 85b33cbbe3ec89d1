"""Django's name for the shared pages."""

from django.apps import AppConfig


class Config(AppConfig):
    """Templates, static files and template tags of `base.web`; no tables."""

    name = "tinhso.base.web"
    label = "web"
