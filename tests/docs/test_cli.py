"""docs/cli.md names every verb and every exit code; requirements agree with each other."""

import re
from pathlib import Path

import pytest

from tinhso.cli.exits import Exit
from tinhso.cli.verbs import VERBS

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs/cli.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("words", [verb.words for verb in VERBS if not verb.hidden])
def test_verb_is_documented(words: str) -> None:
    assert f"`tinhso {words}" in TEXT


@pytest.mark.parametrize("code", list(Exit))
def test_exit_code_is_documented(code: Exit) -> None:
    assert re.search(rf"^\| {int(code)} \|", TEXT, flags=re.MULTILINE)


def test_every_verb_can_be_found() -> None:
    for verb in VERBS:
        module = verb.target.partition(":")[0]
        assert (ROOT / "src" / Path(*module.split("."))).with_suffix(".py").is_file(), verb.target


def pins(name: str) -> dict[str, str]:
    lines = (ROOT / f"requirements/{name}.lock").read_text(encoding="utf-8").splitlines()
    return dict(line.split(" ")[0].split("==") for line in lines if line[:1].isalnum())


def test_locks_agree() -> None:
    base, test, check = pins("base"), pins("test"), pins("check")
    assert base.items() <= test.items()
    assert test.items() <= check.items()


@pytest.mark.parametrize("path", sorted((ROOT / "requirements").glob("*.lock")), ids=lambda path: path.name)
def test_locks_hold_hashes_and_no_addresses(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert "://" not in text
    assert text.count("--hash=sha256:") >= len(pins(path.stem))
