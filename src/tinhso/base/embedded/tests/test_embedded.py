"""The launcher against real servers: owning, joining, leftovers, closed directories."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tinhso.base.embedded import EmbeddedError, binaries, open_server, running, spawn
from tinhso.base.embedded.owner import reachable, with_access
from tinhso.base.embedded.process import RunAs, alive, working_in

ROOT = Path(__file__).resolve().parents[5]
KEEPER = """
import sys, time
from pathlib import Path
from tinhso.base.embedded import open_server
with open_server(Path(sys.argv[1]), purpose="keeper", own=True, safe=False) as server:
    print(server.process.pid, flush=True)
    time.sleep(60)
"""
root_only = pytest.mark.skipif(os.geteuid() != 0, reason="changes the user")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("embedded")


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that every user may enter."""
    with tempfile.TemporaryDirectory() as made:
        Path(made).chmod(0o755)
        yield Path(made)


@pytest.fixture
def keeper(data: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """Another process that looks after the server of `data`, and the postmaster's pid."""
    process = subprocess.Popen(
        [sys.executable, "-c", KEEPER, str(data)],
        env=os.environ | {"PYTHONPATH": str(ROOT / "src")},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    yield process, int(process.stdout.readline())
    if process.poll() is None:
        process.terminate()
    process.wait(10)


def gone(pid: int, seconds: float = 5) -> bool:
    end = time.monotonic() + seconds
    while alive(pid) and time.monotonic() < end:
        time.sleep(0.02)
    return not alive(pid)


def test_owner_starts_and_stops(data: Path) -> None:
    with open_server(data, safe=False) as server:
        assert server.process is not None
        pid = server.process.pid
        assert running(data) is not None
        assert pid in working_in(data / "database" / "cluster")
        with psycopg.connect(server.url) as connection:
            shown = connection.execute(
                "SELECT current_user, current_database(), datlocprovider, datlocale FROM pg_database"
                " WHERE datname = current_database()"
            ).fetchone()
    assert shown == ("tinhso", "tinhso", "b", "C.UTF-8")
    assert not alive(pid)
    assert running(data) is None


def test_second_opener_joins_and_leaves_it_running(data: Path, keeper: tuple[object, int]) -> None:
    with open_server(data) as server:
        assert server.process is None
        assert running(data) is not None
        psycopg.connect(server.url).close()
    assert alive(keeper[1])


def test_insisting_on_owning_is_refused_while_another_keeps_it(
    data: Path, keeper: tuple[object, int]
) -> None:
    with pytest.raises(EmbeddedError, match="looks after"), open_server(data, own=True):
        pass


def test_killed_owner_takes_the_server_along(data: Path, keeper: tuple[subprocess.Popen[str], int]) -> None:
    process, postmaster = keeper
    process.kill()
    assert gone(postmaster)


def test_killed_server_leaves_nothing_in_the_way(
    data: Path, keeper: tuple[subprocess.Popen[str], int]
) -> None:
    process, postmaster = keeper
    os.kill(postmaster, signal.SIGKILL)  # now a zombie of the keeper, which does not look
    assert gone(postmaster), "a zombie counts as dead"
    process.kill()
    process.wait(5)
    with open_server(data, safe=False, patience=20) as server:
        psycopg.connect(server.url).close()


def test_stale_notes_are_ignored(data: Path) -> None:
    home = data / "database"
    (home / "server.json").write_text(json.dumps({"pid": 4194305, "port": 1, "ready": True, "programs": "/"}))
    (home / "cluster" / "postmaster.pid").write_text("1\nnot ours\n")
    with open_server(data, safe=False) as server:
        assert server.process is not None
        psycopg.connect(server.url).close()


def test_revived_on_the_same_port(data: Path) -> None:
    with open_server(data, safe=False) as server:
        assert server.process is not None
        assert not server.revive()
        server.process.kill()
        server.process.wait(5)
        assert server.revive()
        end = time.monotonic() + 10
        while time.monotonic() < end:
            try:
                psycopg.connect(server.url).close()
                break
            except psycopg.OperationalError:
                time.sleep(0.05)
        else:
            pytest.fail("it did not come back")


def test_wrong_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(EmbeddedError, match="cannot be written"), open_server(tmp_path / "file"):
        pass


def test_child_dies_with_the_thread_that_started_it() -> None:
    code = (
        "import sys; from tinhso.base.embedded import spawn;"
        "p = spawn(['/bin/sleep', '60']); print(p.pid, flush=True); sys.stdin.read()"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", code],
        env=os.environ | {"PYTHONPATH": str(ROOT / "src")},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    assert alive(child)
    parent.kill()
    parent.wait(5)
    assert gone(child)


@root_only
def test_closed_directory_gives_one_capability_and_no_more(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    inner = closed / "inner"
    inner.mkdir(parents=True)
    closed.chmod(0o700)
    user = with_access(RunAs(65534, 65534), inner)
    assert not reachable(inner, user)
    assert user.capability in {1, 2}
    with (tmp_path / "out").open("wb") as out:
        spawn(["/bin/cat", "/proc/self/status"], run_as=user, output=out).wait(5)
    status = dict(
        line.split(":\t", 1) for line in (tmp_path / "out").read_text().splitlines() if ":\t" in line
    )
    assert status["Uid"].split() == ["65534"] * 4
    assert status["Gid"].split() == ["65534"] * 4
    for kind in ("CapPrm", "CapEff", "CapInh", "CapAmb"):
        assert int(status[kind], 16) == 1 << user.capability


@root_only
def test_closed_directory_without_a_capability_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    closed = folder / "closed"
    (closed / "inner").mkdir(parents=True)
    closed.chmod(0o700)
    monkeypatch.setattr("tinhso.base.embedded.owner.search_capability", lambda: None)
    with pytest.raises(EmbeddedError, match=f"cannot enter {closed}.*\n.*--data"):
        with_access(RunAs(65534, 65534), closed / "inner")


@root_only
def test_programs_beside_the_data_run(folder: Path) -> None:
    programs = binaries.beside(folder)
    assert binaries.beside(folder) == programs
    for name in ("postgres", "initdb", "pg_dump"):
        with (folder / "out").open("wb") as out:
            code = spawn([programs / name, "--version"], run_as=RunAs(65534, 65534), output=out).wait(10)
        assert code == 0, (folder / "out").read_text()
