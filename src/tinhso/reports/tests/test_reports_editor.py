"""The editor of templates: what a template holds stays chosen, whatever became of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from tinhso.base import clock
from tinhso.committees.tests.scene import account
from tinhso.people.models import Agency, Role
from tinhso.people.steps import BACKEND
from tinhso.reports.tests import world


@pytest.mark.django_db
def test_an_issuer_that_has_ended_stays_chosen() -> None:
    with clock.standing_at(world.TODAY):
        built = world.built()
        Agency.objects.filter(code="so-khcn").update(valid_to=world.TODAY - timedelta(days=9))
        client = Client()
        client.force_login(account("office", Role.STANDING_OFFICE, built.first), BACKEND)
        page = client.get(f"/periodic/templates/{built.template.code}/").content.decode()
    assert '<option value="so-khcn" selected>' in page
