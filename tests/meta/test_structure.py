"""Rules of the house that a reader should be able to rely on without reading everything."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

from tinhso.base.audit.models import Fact, Tracked

SOURCE = Path(__file__).resolve().parents[2] / "src" / "tinhso"
LONGEST_FILE = 300
LONGEST_FUNCTION = 60


def _modules() -> Iterator[Path]:
    for path in sorted(SOURCE.rglob("*.py")):
        if not {"migrations", "tests"} & set(path.parts):
            yield path


MODULES = list(_modules())


def _name(path: Path) -> str:
    return str(path.relative_to(SOURCE))


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_no_import_stands_inside_a_function(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            inner = [child for child in ast.walk(node) if isinstance(child, ast.Import | ast.ImportFrom)]
            assert not inner, f"{_name(path)}:{node.name} imports at line {inner[0].lineno}"


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_files_and_functions_are_short(path: Path) -> None:
    text = path.read_text()
    assert text.count("\n") <= LONGEST_FILE, f"{_name(path)} has {text.count(chr(10))} lines: split it"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            assert length <= LONGEST_FUNCTION, f"{_name(path)}:{node.name} has {length} lines"


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_public_things_say_what_they_are(path: Path) -> None:
    tree = ast.parse(path.read_text())
    if tree.body:
        assert ast.get_docstring(tree), f"{_name(path)} has no docstring"
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            assert ast.get_docstring(node), f"{_name(path)}:{node.name} has no docstring"


def _room(path: Path) -> str:
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


def _models_of(room: str) -> set[str]:
    return {model.__name__ for model in apps.get_models() if model.__module__.startswith(f"tinhso.{room}.")}


def _foreign_uses(path: Path) -> Iterator[str]:
    """`Model.objects` of a model imported from another room's models."""
    tree, room = ast.parse(path.read_text()), _room(path)
    foreign: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("tinhso."):
            parts = (node.module or "").split(".")
            if "models" in parts and parts[1] not in {room, "base"}:
                foreign.update({alias.asname or alias.name: parts[1] for alias in node.names})
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Attribute)
            and node.attr in {"objects", "_default_manager"}
            and isinstance(node.value, ast.Name)
            and node.value.id in foreign
        ):
            yield f"{_name(path)}:{node.lineno} uses {node.value.id}.{node.attr} of {foreign[node.value.id]}"


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_another_rooms_rows_are_read_through_its_queries(path: Path) -> None:
    """Importing a model for a type or a foreign key is fine; filtering or saving it from outside is not."""
    found = list(_foreign_uses(path))
    assert not found, found


def _concrete(base: type[models.Model]) -> list[type[models.Model]]:
    return [model for model in apps.get_models() if issubclass(model, base)]


@pytest.mark.parametrize("model", _concrete(Fact), ids=lambda model: model._meta.label)
def test_facts_carry_the_append_only_triggers(model: type[models.Model]) -> None:
    names = {trigger.name for trigger in getattr(model._meta, "triggers", [])}
    assert {"append_only", "append_only_truncate"} <= names


@pytest.mark.parametrize("model", _concrete(Tracked), ids=lambda model: model._meta.label)
def test_changeable_tables_leave_their_history(model: type[models.Model]) -> None:
    names = {trigger.name for trigger in getattr(model._meta, "triggers", [])}
    assert {"history_update", "history_delete", "history_truncate"} <= names


def test_every_room_has_its_page() -> None:
    rooms = [path.parent for path in SOURCE.glob("*/apps.py")]
    missing = [room.name for room in rooms if not (room / "README.md").exists()]
    assert not missing


def test_no_words_are_translated_inside_a_formatted_string() -> None:
    """The tools that gather messages do not look there: such words would never reach a translator."""
    words = {"_", "gettext", "ngettext", "pgettext", "npgettext", "gettext_lazy", "pgettext_lazy"}
    found = [
        f"{_name(path)}:{call.lineno}"
        for path in MODULES
        for string in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(string, ast.JoinedStr)
        for call in ast.walk(string)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in words
    ]
    assert found == []


def test_no_signals() -> None:
    users = [_name(path) for path in MODULES if "django.dispatch" in path.read_text()]
    assert not users
