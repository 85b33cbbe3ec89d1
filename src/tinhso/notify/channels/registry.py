"""Which channels there are: `TINHSO_NOTICE_CHANNELS` names their classes."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from tinhso.notify.channels.base import Channel
from tinhso.notify.choices import Route

Kind = type[Channel[Any]]


@cache
def _of(paths: tuple[str, ...]) -> Mapping[Route, Kind]:
    return {found.route: found for found in map(import_string, paths)}


def channels() -> Mapping[Route, Kind]:
    """The class that serves each way."""
    return _of(tuple(settings.TINHSO_NOTICE_CHANNELS))
