"""Every field that may hold personal data is declared, with a mask."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import models

from tinhso.people.personal_data import FIELDS, mask_email, mask_phone, masked

NO_PERSONAL_DATA = {
    "people.Agency",
    "people.Succession",
    "people.Position",
    "people.Post",
    "people.Delegation",
}
"""Names of agencies and chairs; links between rows."""
HARMLESS = {"code", "pack", "kind", "provider", "prefix", "name"}


def test_every_text_of_a_person_is_declared() -> None:
    declared = {(each.model, each.field) for each in FIELDS}
    held = {
        (model._meta.label, field.name)
        for model in apps.get_app_config("people").get_models()
        if model._meta.label not in NO_PERSONAL_DATA
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField | models.GenericIPAddressField)
        and field.name not in HARMLESS
    }
    assert held == declared


def test_each_says_why_and_how_long() -> None:
    assert all(str(each.purpose) and str(each.retention) for each in FIELDS)


@pytest.mark.parametrize(
    ("mask", "value", "shown"),
    [
        (mask_email, "an@langson.gov.vn", "a…@langson.gov.vn"),
        (mask_email, "khong", "…"),
        (mask_email, "", ""),
        (mask_phone, "0912 345 678", "…678"),
        (mask_phone, "123", "…"),
    ],
)
def test_masks(mask: object, value: str, shown: str) -> None:
    assert callable(mask)
    assert mask(value) == shown


def test_what_is_not_declared_is_not_exported() -> None:
    with pytest.raises(KeyError):
        masked("people.Person", "nickname", "x")
