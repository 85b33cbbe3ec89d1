"""Whoever hands events out knows every kind that the code declares: none waits in the outbox for ever."""

from __future__ import annotations

import ast

from django.conf import settings

from tests.meta.test_structure import MODULES, SOURCE


def _declaring() -> set[str]:
    """Modules with a class that has an event's name."""
    found = set()
    for path in MODULES:
        if "tests" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef) and any("Event" in ast.unparse(base) for base in node.bases):
                named = {ast.unparse(one.target) for one in node.body if isinstance(one, ast.AnnAssign)}
                if "name" in named:
                    found.add(".".join(path.relative_to(SOURCE.parent).with_suffix("").parts))
    return found


def test_every_module_that_declares_events_is_listed() -> None:
    assert _declaring() == set(settings.TINHSO_EVENTS)
