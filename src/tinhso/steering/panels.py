"""What rooms above show on a task's page: where it comes from, how it was urged.

`TINHSO_TASK_PANELS` lists dotted paths to functions `(request, task) -> Panel | None`; each may ask the
database once or twice. The template is drawn with `context`, `task` and `panel`, inside a card that bears the
title.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.utils.safestring import SafeString

from tinhso.base.offers import offered
from tinhso.base.web.panels import Panel, in_order
from tinhso.steering.models import Task

Provider = Callable[[HttpRequest, Task], Panel | None]


def of(request: HttpRequest, task: Task) -> list[Panel]:
    """The panels that have something to say of this task to this reader."""
    providers: tuple[Provider, ...] = offered("TINHSO_TASK_PANELS")
    return in_order(provider(request, task) for provider in providers)


def drawn(request: HttpRequest, task: Task) -> list[tuple[Panel, SafeString]]:
    """The panels with what stands in them."""
    return [(panel, panel.drawn(request, task=task)) for panel in of(request, task)]
