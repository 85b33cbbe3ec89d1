"""What rooms above show on a task's page: where it comes from, how it was urged.

`TINHSO_TASK_PANELS` lists dotted paths to functions `(request, task) -> Panel | None`; each may ask the
database once or twice. The template is drawn with `context`, `task` and `panel`, inside a card that bears the
title.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.safestring import SafeString

from tinhso.base.offers import offered
from tinhso.steering.models import Task


@dataclass(frozen=True)
class Panel:
    """A card on the page: `template` is drawn with `context` and the task. Lower `order` stands higher."""

    key: str
    title: str | Promise
    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    note: str | Promise = ""
    order: int = 100


Provider = Callable[[HttpRequest, Task], Panel | None]


def of(request: HttpRequest, task: Task) -> list[Panel]:
    """The panels that have something to say of this task to this reader."""
    providers: tuple[Provider, ...] = offered("TINHSO_TASK_PANELS")
    found = [panel for provider in providers if (panel := provider(request, task))]
    return sorted(found, key=lambda panel: panel.order)


def drawn(request: HttpRequest, task: Task) -> list[tuple[Panel, SafeString]]:
    """The panels with what stands in them."""
    return [
        (panel, render_to_string(panel.template, {**panel.context, "task": task, "panel": panel}, request))
        for panel in of(request, task)
    ]
