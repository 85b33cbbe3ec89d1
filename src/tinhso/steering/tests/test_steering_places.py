"""The page of a place shows what plans ask of it and what is told of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tinhso.base import clock
from tinhso.base.actions import acting
from tinhso.people.models import Agency
from tinhso.steering.models import Collector
from tinhso.steering.tests import scene

pytestmark = pytest.mark.django_db
MOST_QUERIES = 12


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with clock.standing_at(scene.TODAY):
        yield


def _page(client: Client, address: str) -> tuple[str, int]:
    with CaptureQueriesContext(connection) as seen:
        answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode(), len(seen)


def test_a_province_shows_its_targets_tasks_and_figures_in_few_queries(client: Client) -> None:
    made = scene.make(targets=5, tasks=4, communes=3)
    address = made.province.get_absolute_url()
    with acting(scene.ROBOT, "test"):
        Agency.objects.update(place=made.province)
    page, few = _page(client, address)
    assert 'id="panel-steering"' in page and "Chỉ tiêu và nhiệm vụ" in page
    assert made.targets[0].get_absolute_url() in page
    assert made.tasks[0].get_absolute_url() in page
    assert 'id="panel-figures"' in page
    assert few <= MOST_QUERIES
    with acting(scene.ROBOT, "test"):
        scene.more_items(made, targets=30, tasks=40)
        Agency.objects.update(place=made.province)
    assert _page(client, address)[1] == few


def test_a_commune_shows_what_it_collects_and_the_source_of_its_figures(client: Client) -> None:
    made = scene.make(targets=5, tasks=0, communes=3)
    commune, target = made.communes[0], made.targets[2]
    assert target.get_absolute_url() not in _page(client, commune.get_absolute_url())[0]
    with acting(scene.ROBOT, "test"):
        Collector.objects.create(target=target, agency=made.agencies[0], place=commune)
    page, _queries = _page(client, commune.get_absolute_url())
    assert target.get_absolute_url() in page
    assert made.targets[1].get_absolute_url() not in page
    figures = page[page.index('id="panel-figures"') :]
    assert 'href="/figures/' in figures
