"""Panels of rooms above on a task's page."""

from __future__ import annotations

import pytest
from django.http import HttpRequest
from django.test import Client
from pytest_django import Settings

from tinhso.base.web.panels import Panel
from tinhso.steering.models import Task
from tinhso.steering.tests import factories as make

pytestmark = pytest.mark.django_db


def speaks(request: HttpRequest, task: Task) -> Panel | None:
    """Something to say of every task."""
    return Panel(
        "origin",
        f"Xuất xứ của {task.code}",
        "steering/parts/retired.html",
        {"item": task},
        "phiên 2",
        order=5,
    )


def silent(request: HttpRequest, task: Task) -> Panel | None:
    """Nothing to say."""
    return None


def test_a_room_above_speaks_on_the_task_page(client: Client, settings: Settings) -> None:
    settings.TINHSO_TASK_PANELS = [f"{__name__}.silent", f"{__name__}.speaks"]
    task = make.task()
    page = client.get(task.get_absolute_url()).content.decode()
    assert f"Xuất xứ của {task.code}" in page and "phiên 2" in page and 'id="panel-origin"' in page


def test_nothing_is_drawn_where_nobody_speaks(client: Client, settings: Settings) -> None:
    settings.TINHSO_TASK_PANELS = [f"{__name__}.silent"]
    assert 'id="panel-origin"' not in client.get(make.task().get_absolute_url()).content.decode()
