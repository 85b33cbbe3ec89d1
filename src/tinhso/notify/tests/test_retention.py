"""Every field that may tell of a person is declared, with a purpose and a term."""

from __future__ import annotations

from django.apps import apps
from django.db import models

from tinhso.notify.retention import FIELDS

HARMLESS = {
    "id", "actor", "request", "reason", "kind", "key", "group", "href", "agency", "message", "delivery",
    "route", "state", "outcome", "failure", "bundle", "claim", "routes", "rhythm", "language",
}  # fmt: skip
"""Codes, choices, links between rows; `key` and `href` name things, not persons."""
WORDINGS = {"notify.TemplateText"}


def test_what_may_tell_of_persons_is_declared() -> None:
    held = {
        (model._meta.label, field.name)
        for model in apps.get_app_config("notify").get_models()
        if model._meta.label not in WORDINGS
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField | models.JSONField | models.UUIDField)
        and field.name not in HARMLESS
    }
    assert held == {(each.model, each.field) for each in FIELDS}
    assert all(str(each.purpose) and str(each.retention) for each in FIELDS)
