"""A verb of the trail in the reader's language. Rooms declare theirs: `settings.TINHSO_VERBS`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from django.conf import settings
from django.utils.functional import Promise
from django.utils.module_loading import import_string


@cache
def _declared(paths: tuple[str, ...]) -> Mapping[str, Promise]:
    found: dict[str, Promise] = {}
    for path in paths:
        found.update(import_string(path))
    return found


def all_verbs() -> Mapping[str, Promise]:
    """Every verb with its words."""
    return _declared(tuple(settings.TINHSO_VERBS))


def of(verb: str) -> str:
    """The words of `verb`; the verb itself where an older release wrote one that is no longer known."""
    return str(all_verbs().get(verb, verb))
