"""`formula eval`: one line of JSON for each expression, and nothing else."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from tinhso.base.errors import Invalid
from tinhso.cli.deployment import SOURCE
from tinhso.cli.exits import Exit
from tinhso.cli.verbs import Needs, find
from tinhso.cli.verbs.formula import evaluate


def _run(*words: str, sent: str = "") -> tuple[int, str]:
    result = CliRunner().invoke(evaluate, words, input=sent, standalone_mode=False)
    if result.exception:
        raise result.exception
    return int(result.return_value or 0), result.stdout


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2^3^2", '{"value": 64, "type": "number"}\n'),
        ("-2^2", '{"value": -4, "type": "number"}\n'),
        ("1 / 3", '{"value": 0.3333333333333333333333333333333333, "type": "number"}\n'),
        ("0 * -1", '{"value": 0, "type": "number"}\n'),
        ("10 ^ 40 + 0.50", '{"value": 10000000000000000000000000000000000000000, "type": "number"}\n'),
        ("1.10", '{"value": 1.1, "type": "number"}\n'),
        ("1 / 0", '{"value": null, "type": "number"}\n'),
        ("a + 1", '{"value": null, "type": "number"}\n'),
        ("1 < 2", '{"value": true, "type": "boolean"}\n'),
        ("'đã'", '{"value": "đã", "type": "text"}\n'),
    ],
)
def test_one_expression(text: str, said: str) -> None:
    assert _run(text) == (Exit.DONE, said)


def test_a_mistake_is_said_as_json_too() -> None:
    code, said = _run("1 + (2 * 3")
    assert code == Exit.REFUSED
    assert json.loads(said) == {
        "error": "Thiếu dấu đóng ngoặc “)”.", "position": 10, "code": "missing_bracket",
        "expected": ")", "near": [],
    }  # fmt: skip


def test_values_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "values.json"
    file.write_text('{"a": 0.1000000000000000000001, "ty-le": null}', encoding="utf-8")
    assert _run("a * 10", "--values", str(file))[1].startswith('{"value": 1.000000000000000000001,')
    assert json.loads(_run("#{ty-lee}", "--values", str(file))[1])["near"] == ["ty-le"]


def test_a_line_for_each_line(tmp_path: Path) -> None:
    lines = "1 + 1\r\n\n1 +\n'a\n2 ^ -1"
    file = tmp_path / "lines.txt"
    file.write_text(lines, encoding="utf-8", newline="")
    for code, said in (_run("--lines", str(file)), _run("--lines", "-", sent=lines)):
        assert code == Exit.DONE
        told = [json.loads(line) for line in said.splitlines()]
        assert [one.get("value") for one in told] == [2, None, None, None, 0.5]
        assert [one.get("position") for one in told] == [None, 0, 3, 0, None]


def test_bytes_that_are_no_text_harm_only_their_line(tmp_path: Path) -> None:
    file = tmp_path / "lines.txt"
    file.write_bytes(b"1\n\xff\xfe\n2\n")
    told = [json.loads(line) for line in _run("--lines", str(file))[1].splitlines()]
    assert [one.get("value") for one in told] == [1, None, 2]


@pytest.mark.parametrize("content", ["", "[]", "{", '{"a": NaN}', '{"a": {}}', '{"a": [[]]}'])
def test_values_that_cannot_be_used(tmp_path: Path, content: str) -> None:
    file = tmp_path / "values.json"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(Invalid):
        _run("a", "--values", str(file))


def test_it_needs_neither_settings_nor_database() -> None:
    found = find(["formula", "eval", "1"])
    assert found
    assert found[0].needs is Needs.NOTHING
    script = "import sys; import tinhso.cli.verbs.formula; sys.exit('django' in sys.modules)"
    env = {**os.environ, "PYTHONPATH": str(SOURCE.parent)}
    assert subprocess.run([sys.executable, "-c", script], check=False, env=env).returncode == 0
