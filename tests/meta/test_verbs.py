"""Every verb that the code records in the audit trail has words in both languages; none is left over."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest
from django.utils import translation

from tests.meta.test_structure import MODULES, SOURCE
from tinhso.base.audit import words


def _constants(tree: ast.Module) -> dict[str, str]:
    """Texts that have a name in the module."""
    return {
        target.id: node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for target in node.targets
        if isinstance(target, ast.Name) and isinstance(node.value.value, str)
    }


def _pattern(node: ast.expr, known: dict[str, str], where: str) -> str:
    """What the verb may be, as a pattern: a text put together in place may be any of several."""
    if isinstance(node, ast.Constant):
        return re.escape(str(node.value))
    if isinstance(node, ast.Name) and node.id in known:
        return re.escape(known[node.id])
    assert isinstance(node, ast.JoinedStr), f"{where}: write the verb as a text"
    texts = (str(part.value) if isinstance(part, ast.Constant) else None for part in node.values)
    parts = ["[a-z_]+" if text is None else re.escape(text) for text in texts]
    return "".join(parts)


def _recorded() -> Iterator[tuple[str, str]]:
    """Where an action opens, and the pattern of its verb."""
    for path in MODULES:
        tree = ast.parse(path.read_text())
        known = _constants(tree)
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
                continue
            if node.func.id == "acting" and len(node.args) > 1:
                where = f"{path.relative_to(SOURCE)}:{node.lineno}"
                yield where, _pattern(node.args[1], known, where)


@pytest.fixture(scope="module")
def recorded() -> list[tuple[str, str]]:
    """Every place where an action opens; the source is read when it is asked about, not by every worker."""
    found = list(_recorded())
    assert len(found) > 60
    return found


def test_a_recorded_verb_has_words(recorded: list[tuple[str, str]]) -> None:
    verbs = words.all_verbs()
    lacking = [
        f"{where}: {pattern}"
        for where, pattern in recorded
        if not any(re.fullmatch(pattern, verb) for verb in verbs)
    ]
    assert lacking == [], "add their words to the room's verbs.py"


def test_words_are_of_a_recorded_verb(recorded: list[tuple[str, str]]) -> None:
    patterns = {pattern for _where, pattern in recorded}
    verbs = words.all_verbs()
    assert verbs, "no words were found"
    idle = [verb for verb in verbs if not any(re.fullmatch(pattern, verb) for pattern in patterns)]
    assert idle == [], "nothing records these"


def test_words_are_in_both_languages() -> None:
    wrong = []
    for verb in sorted(words.all_verbs()):
        with translation.override("vi"):
            vietnamese = words.of(verb)
        with translation.override("en"):
            english = words.of(verb)
        if vietnamese in {verb, english} or not english.isascii():
            wrong.append(f"{verb}: {vietnamese!r}, {english!r}")
    assert wrong == []


def test_files_of_words_are_those_of_the_settings() -> None:
    rooms = {path.parent.name for path in SOURCE.glob("*/verbs.py")}
    ground = {"base", "places", "people", "documents"}
    engines = {"indicators", "warehouse", "indices", "ledger"}
    motion = {"notify", "committees", "consultation", "urging", "meetings", "conclusions", "reports"}
    domains = {"steering", "exploration", "opendata", "reading", "bordergate"}
    assert rooms == ground | engines | motion | domains
    declared = [
        verb
        for path in SOURCE.glob("*/verbs.py")
        for verb in re.findall(r'^    "(.+?)":', path.read_text(), re.MULTILINE)
    ]
    assert sorted(declared) == sorted(words.all_verbs())


def test_an_unknown_verb_of_an_older_release_is_shown_as_it_is() -> None:
    assert words.of("chuyen.la") == "chuyen.la"
