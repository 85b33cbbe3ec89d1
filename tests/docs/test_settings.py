"""Every variable the product reads from its environment has its paragraph in docs/settings.md."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
READ = re.compile(r"""environ(?:\.get\(|\.setdefault\(|\[)["'](TINHSO_[A-Z_]+|DATABASE_URL)["']""")


def variables_read() -> dict[str, str]:
    found = {}
    for folder in ("src/tinhso/site", "src/tinhso/cli", "src/tinhso/base"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "tests" not in path.parts:
                for name in READ.findall(path.read_text(encoding="utf-8")):
                    found.setdefault(name, str(path.relative_to(ROOT)))
    return found


def documented() -> set[str]:
    text = (ROOT / "docs/settings.md").read_text(encoding="utf-8")
    return set(re.findall(r"^\| `([A-Z_]+)` \|", text, flags=re.MULTILINE))


def test_some_variables_are_read() -> None:
    assert {"TINHSO_DATA", "DATABASE_URL", "TINHSO_SECRET_KEY"} <= set(variables_read())


@pytest.mark.parametrize(("name", "where"), sorted(variables_read().items()))
def test_variable_is_documented(name: str, where: str) -> None:
    assert name in documented(), f"{where} reads {name}; docs/settings.md does not mention it"


def test_no_variable_is_documented_that_nobody_reads() -> None:
    assert documented() <= set(variables_read())
