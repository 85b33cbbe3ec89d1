"""From words to verbs, and from what happens to exit codes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tinhso.cli import main, stamps
from tinhso.cli.deployment import Deployment
from tinhso.cli.exits import Exit
from tinhso.cli.verbs import find


@pytest.mark.parametrize(
    ("argv", "words", "data"),
    [
        (["serve", "--port", "1"], ["serve", "--port", "1"], None),
        (["--data", "d", "serve"], ["serve"], "d"),
        (["audit", "verify", "--data=d"], ["audit", "verify"], "d"),
        (["x", "--", "--data", "d"], ["x", "--", "--data", "d"], None),
    ],
)
def test_data_may_stand_anywhere(argv: list[str], words: list[str], data: str | None) -> None:
    assert main.take_data(argv) == (words, data)


def test_the_longest_name_wins() -> None:
    found = find(["demo", "clear", "--yes"])
    assert found is not None
    assert (found[0].words, found[1]) == ("demo clear", ["--yes"])
    found = find(["demo", "--port", "1"])
    assert found is not None
    assert (found[0].words, found[1]) == ("demo", ["--port", "1"])
    assert find(["nope"]) is None


def test_unknown_verb_and_option_are_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert main.run(["nope"]) == Exit.USAGE
    assert main.run(["version", "--nope"]) == Exit.USAGE
    assert main.run([]) == Exit.USAGE
    shown = capsys.readouterr()
    assert "no verb `nope`" in shown.err
    assert shown.out.startswith("Usage:")


def test_light_verbs_load_no_model_and_no_database_layer() -> None:
    code = (
        "import sys\n"
        "from tinhso.cli import main\n"
        "assert main.run(['version']) == 0 and main.run(['--help']) == 0\n"
        "sys.exit([name for name in sys.modules if name.startswith(('django.db', 'tinhso.site'))] != [])\n"
    )
    source = Path(main.__file__).parents[2]
    ended = subprocess.run([sys.executable, "-c", code], env={"PYTHONPATH": str(source)}, check=False)
    assert ended.returncode == 0


def test_secret_key_is_made_once_and_private(tmp_path: Path) -> None:
    deployment = Deployment(tmp_path)
    key = deployment.secret_key()
    assert len(key) >= 50
    assert deployment.secret_key() == key
    assert (tmp_path / "secret-key").stat().st_mode & 0o777 == 0o600


def test_stamp_changes_with_name_content_and_words(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "a").write_text("1")
    first = stamps.content_hash([folder], "x")
    assert stamps.content_hash([folder], "x") == first
    assert stamps.content_hash([folder], "y") != first
    (folder / "a").rename(folder / "b")
    renamed = stamps.content_hash([folder], "x")
    (folder / "b").write_text("2")
    assert len({first, renamed, stamps.content_hash([folder], "x")}) == 3
    stamps.mark(tmp_path / "stamps", "s", first)
    assert stamps.done(tmp_path / "stamps", "s", first)
    assert not stamps.done(tmp_path / "stamps", "s", renamed)
    stamps.forget(tmp_path / "stamps")
    assert not stamps.done(tmp_path / "stamps", "s", first)
