"""Rules of the house that a reader should be able to rely on without reading everything."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

from tinhso.base.audit.models import Fact, Tracked

SOURCE = Path(__file__).resolve().parents[2] / "src" / "tinhso"
LONGEST_FILE = 300
LONGEST_FUNCTION = 60
WORDS = {"_", "gettext", "ngettext", "pgettext", "npgettext", "gettext_lazy", "pgettext_lazy"}


def _modules() -> Iterator[Path]:
    for path in sorted(SOURCE.rglob("*.py")):
        if not {"migrations", "tests"} & set(path.parts):
            yield path


MODULES = tuple(_modules())


def _room(path: Path) -> str:
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


@dataclass(frozen=True)
class Module:
    """One file of the source, taken apart once for all rules."""

    path: Path
    text: str
    tree: ast.Module
    nodes: tuple[ast.AST, ...]

    @classmethod
    def at(cls, path: Path) -> Module:
        text = path.read_text(encoding="utf-8")
        tree = ast.parse(text)
        return cls(path, text, tree, tuple(ast.walk(tree)))


def _inner_imports(module: Module) -> Iterator[str]:
    for node in module.nodes:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            for child in ast.walk(node):
                if isinstance(child, ast.Import | ast.ImportFrom):
                    yield f":{node.name} imports at line {child.lineno}"


def _too_long(module: Module) -> Iterator[str]:
    if (lines := module.text.count("\n")) > LONGEST_FILE:
        yield f" has {lines} lines: split it"
    for node in module.nodes:
        if isinstance(node, ast.FunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > LONGEST_FUNCTION:
                yield f":{node.name} has {length} lines"


def _silent(module: Module) -> Iterator[str]:
    if module.tree.body and not ast.get_docstring(module.tree):
        yield " has no docstring"
    for node in module.tree.body:
        public = isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
        if public and not ast.get_docstring(node):
            yield f":{node.name} has no docstring"


def _foreign_uses(module: Module) -> Iterator[str]:
    """`Model.objects` of a model imported from another room's models."""
    room = _room(module.path)
    foreign: dict[str, str] = {}
    for node in module.nodes:
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("tinhso."):
            parts = (node.module or "").split(".")
            if "models" in parts and parts[1] not in {room, "base"}:
                foreign.update({alias.asname or alias.name: parts[1] for alias in node.names})
    for node in module.nodes:
        if (
            isinstance(node, ast.Attribute)
            and node.attr in {"objects", "_default_manager"}
            and isinstance(node.value, ast.Name)
            and node.value.id in foreign
        ):
            yield f":{node.lineno} uses {node.value.id}.{node.attr} of {foreign[node.value.id]}"


def _hidden_words(module: Module) -> Iterator[str]:
    for string in module.nodes:
        if isinstance(string, ast.JoinedStr):
            for call in ast.walk(string):
                if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in WORDS:
                    yield f":{call.lineno}"


def _signals(module: Module) -> Iterator[str]:
    if "django.dispatch" in module.text:
        yield ""


Rule = Callable[[Module], Iterator[str]]
RULES: tuple[Rule, ...] = (_inner_imports, _too_long, _silent, _foreign_uses, _hidden_words, _signals)


@pytest.fixture(scope="module")
def offenders() -> dict[Rule, list[str]]:
    """Every place that breaks a rule: each file is read once for all of them."""
    found: dict[Rule, list[str]] = {rule: [] for rule in RULES}
    modules = list(_modules())
    assert len(modules) > 1_000, "the source was not found"
    for path in modules:
        module = Module.at(path)
        for rule, places in found.items():
            places += [f"{path.relative_to(SOURCE)}{place}" for place in rule(module)]
    return found


def test_no_import_stands_inside_a_function(offenders: dict[Rule, list[str]]) -> None:
    assert offenders[_inner_imports] == []


def test_files_and_functions_are_short(offenders: dict[Rule, list[str]]) -> None:
    assert offenders[_too_long] == []


def test_public_things_say_what_they_are(offenders: dict[Rule, list[str]]) -> None:
    assert offenders[_silent] == []


def test_another_rooms_rows_are_read_through_its_queries(offenders: dict[Rule, list[str]]) -> None:
    """Importing a model for a type or a foreign key is fine; filtering or saving it from outside is not."""
    assert offenders[_foreign_uses] == []


def test_no_words_are_translated_inside_a_formatted_string(offenders: dict[Rule, list[str]]) -> None:
    """The tools that gather messages do not look there: such words would never reach a translator."""
    assert offenders[_hidden_words] == []


def test_no_signals(offenders: dict[Rule, list[str]]) -> None:
    assert offenders[_signals] == []


BROKEN = (
    '''"""Breaks every rule."""
from django.dispatch import Signal
from tinhso.people.models import Account
def open():
    import os
    return Account.objects, f"{_('lời')}"
'''
    + "    # longer\n" * 300
)


def test_each_rule_finds_what_breaks_it() -> None:
    tree = ast.parse(BROKEN)
    broken = Module(SOURCE / "steering" / "broken.py", BROKEN, tree, tuple(ast.walk(tree)))
    assert {rule.__name__: list(rule(broken)) for rule in RULES} == {
        "_inner_imports": [":open imports at line 5"],
        "_too_long": [" has 306 lines: split it"],
        "_silent": [":open has no docstring"],
        "_foreign_uses": [":6 uses Account.objects of people"],
        "_hidden_words": [":6"],
        "_signals": [""],
    }


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
