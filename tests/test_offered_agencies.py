"""Forms offer agencies of the house, of shared packs and those laid down by hand; none that is only read."""

from __future__ import annotations

import pytest
from django.test import Client

from tinhso.committees.tests.scene import account
from tinhso.people.models import Agency, Role
from tinhso.people.steps import BACKEND

pytestmark = pytest.mark.django_db
FORMS = (
    "/committees/new",
    "/documents/new",
    "/documents/issue",
    "/data/manage/new/",
    "/drafts/new",
    "/indicators/new/",
)


@pytest.fixture
def office(client: Client) -> Client:
    for code, pack in (("so-nha", "langson"), ("bo-chung", "national"), ("so-tay", ""), ("so-xem", "backan")):
        Agency.objects.create(code=code, name=f"Sở {code}", kind="department", pack=pack, sort_key=code)
    client.force_login(account("office", Role.STANDING_OFFICE, Agency.objects.get(code="so-nha")), BACKEND)
    return client


def offered(client: Client, address: str) -> set[str]:
    page = client.get(address)
    assert page.status_code == 200, (address, page.status_code)
    text = page.content.decode()
    return {row.code for row in Agency.objects.all() if f'value="{row.code}"' in text}


@pytest.mark.parametrize("address", FORMS)
def test_agencies_that_are_only_read_are_not_offered(office: Client, address: str) -> None:
    assert offered(office, address) == {"so-nha", "bo-chung", "so-tay"}


def test_one_that_was_chosen_already_stays(office: Client) -> None:
    assert "so-xem" in offered(office, "/documents/issue?issuer=so-xem")
    sent = {"title": "", "issuer": "so-xem", "notation": "1/KH"}
    refused = office.post("/documents/new", sent)
    assert refused.status_code == 422 and 'value="so-xem" selected' in refused.content.decode()
