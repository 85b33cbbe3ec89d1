"""Whoever silences a check says why, beside it; whoever pins a version pins no address."""

from __future__ import annotations

import json
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SILENCED = re.compile(r"#\s*(?:noqa|type:\s*ignore)\b")
NAMED = r"noqa:\s*[A-Z]+\d+(?:,\s*[A-Z]+\d+)*|type: ignore\[[a-z, -]+\]"
WITH_REASON = re.compile(rf"#\s*(?:{NAMED})\s+[-#] *\S.{{3,}}")
ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://|\bgit@|\bindex-url\b|\bfind-links\b", re.IGNORECASE)


def _modules() -> Iterator[Path]:
    for folder in ("src", "tests", "tools", "benchmarks"):
        yield from (path for path in sorted((ROOT / folder).rglob("*.py")) if "migrations" not in path.parts)
    yield ROOT / "conftest.py"


def _comments(path: Path) -> Iterator[tuple[int, str]]:
    with tokenize.open(path) as file:
        for token in tokenize.generate_tokens(file.readline):
            if token.type == tokenize.COMMENT:
                yield token.start[0], token.string


def unexplained(comment: str) -> bool:
    """Whether a comment silences a check without naming it and saying why."""
    return bool(SILENCED.search(comment)) and not WITH_REASON.search(comment)


def test_silenced_checks_give_their_reason() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line} {comment}"
        for path in _modules()
        for line, comment in _comments(path)
        if unexplained(comment)
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("comment", "bare"),
    [
        ("# noqa: S603 - our own words", False),
        ("# noqa: S603  # our own words", False),
        ("# type: ignore[arg-type]  # labels are lazily translated", False),
        ("# noqa: S603", True),
        ("# noqa", True),
        ("# noqa - because", True),
        ("# type: ignore", True),
        ("# type: ignore  # because", True),
        ("# type: ignore[attr-defined]", True),
        ("# what is said about other things", False),
    ],
)
def test_a_reason_is_recognised(comment: str, bare: bool) -> None:
    assert unexplained(comment) is bare


LOCKS = sorted([*(ROOT / "requirements").glob("*.lock"), ROOT / "package-lock.json"])


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.name)
def test_locks_carry_no_addresses(path: Path) -> None:
    found = [line for line in path.read_text(encoding="utf-8").splitlines() if ADDRESS.search(line)]
    assert not found, found[:5]


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.name)
def test_everything_locked_has_a_version_and_a_hash(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".json":
        locked = {name: one for name, one in json.loads(text)["packages"].items() if name}
        assert locked
        bare = [name for name, one in locked.items() if not (one.get("version") and one.get("integrity"))]
    else:
        blocks = re.split(r"\n(?=\S)", re.sub(r"^#.*\n", "", text, flags=re.MULTILINE).strip())
        assert blocks
        pinned = re.compile(r"[\w.-]+(\[[\w,]+\])?==\S+.*--hash=sha256:[0-9a-f]{64}", re.DOTALL)
        bare = [block.splitlines()[0] for block in blocks if not pinned.match(block)]
    assert not bare, bare


def test_the_package_manager_records_no_addresses() -> None:
    assert "omit-lockfile-registry-resolved=true" in (ROOT / ".npmrc").read_text(encoding="utf-8").split()
