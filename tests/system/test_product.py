"""The product as a whole: started, asked, ended, killed, started again. One data folder, tests in order."""

from __future__ import annotations

import http.client
import os
import re
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.system.product import (
    ROOT,
    Product,
    environment,
    free_port,
    group_members,
    is_alive,
    start,
    tinhso,
    until,
)

pytestmark = pytest.mark.system


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder below a directory that nobody else may enter."""
    closed = tmp_path_factory.mktemp("closed")
    closed.chmod(0o700)
    return closed / "data"


class Holder:
    """The product that runs now, shared by the tests of this module."""

    def __init__(self) -> None:
        self.product: Product | None = None

    def running(self, data: Path) -> Product:
        if self.product is None or not is_alive(self.product.process.pid):
            self.product = start(data)
        return self.product


@pytest.fixture(scope="module")
def holder() -> Iterator[Holder]:
    held = Holder()
    yield held
    if held.product is not None and is_alive(held.product.process.pid):
        held.product.end(signal.SIGKILL)
        held.product.process.wait(5)


@pytest.fixture
def product(holder: Holder, data: Path) -> Product:
    return holder.running(data)


def fetch(port: int, path: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    finally:
        connection.close()


def address(data: Path) -> str:
    password = (data / "database/password-tinhso").read_text().strip()
    port = (data / "database/port").read_text().strip()
    return f"postgresql://tinhso:{password}@127.0.0.1:{port}/tinhso"


def test_says_where_it_is_who_may_sign_in_and_how_to_stop(product: Product) -> None:
    address, heading, *accounts, stop = product.said
    assert address == f"Tỉnh Số: http://127.0.0.1:{product.port}"
    assert heading == "Tài khoản dùng thử / demo accounts:"
    named = [line.split()[0] for line in accounts]
    assert {"lanhdao", "thuongtruc", "congthuong", "thutruong", "kiemtra", "quantri"} <= set(named)
    # Who comes from a company holds no post.
    assert all(re.fullmatch(r"  \S+  (?:Công chúng: [^,]+|[^:]+: .+, .+)", line) for line in accounts), (
        accounts
    )
    assert stop == "Dừng / stop: Ctrl-C"


def test_is_healthy_from_the_moment_it_gives_its_address(holder: Holder, data: Path) -> None:
    product = holder.running(data)
    assert fetch(product.port, "/api/v1/health") == 200
    assert fetch(product.port, "/") == 200


def test_serves_below_a_closed_directory(product: Product) -> None:
    database = int(str(product.database["pid"]))
    stat = Path(f"/proc/{database}/stat").read_text().rpartition(")")[2].split()
    assert int(stat[1]) == product.process.pid, "postgres is the supervisor's direct child"
    assert int(stat[2]) == product.process.pid, "and in its process group"


def test_database_is_safe_and_private(product: Product, data: Path) -> None:
    for name in ("database/password-tinhso", "database/password-tinhso_admin", "secret-key"):
        assert (data / name).stat().st_mode & 0o777 == 0o600
    with psycopg.connect(address(data)) as connection:
        shown = {
            name: connection.execute(f"SHOW {name}").fetchone()[0]
            for name in ("fsync", "data_checksums", "full_page_writes", "listen_addresses")
        }
        superuser = connection.execute(
            "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"
        ).fetchone()
    assert shown == {
        "fsync": "on",
        "data_checksums": "on",
        "full_page_writes": "on",
        "listen_addresses": "127.0.0.1",
    }
    assert superuser == (False,)
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(address(data).replace("tinhso:", "tinhso:wrong"))


def test_command_line_joins_the_running_product(product: Product, data: Path) -> None:
    before = product.database["pid"]
    result = tinhso(data, "audit", "verify")
    assert result.returncode == 0, result.stderr
    assert result.stdout.splitlines()[-1] == "The chain holds."
    assert product.database["pid"] == before
    assert is_alive(int(str(before)))


def test_doctor_finds_everything_well(product: Product, data: Path) -> None:
    result = tinhso(data, "doctor", "--full")
    assert result.returncode == 0, result.stdout + result.stderr
    assert re.search(
        r"^ok   current state: 0 figures differ .* 0 of \d+ targets", result.stdout, re.MULTILINE
    )


def test_run_prints_nothing_of_its_own(data: Path) -> None:
    assert tinhso(data, "version").stdout.startswith("tinhso ")
    assert tinhso(data, "no-such-verb").stdout == ""
    assert tinhso(data, "no-such-verb").returncode == 2


def test_second_demo_on_the_same_data_is_refused(product: Product, data: Path) -> None:
    with pytest.raises(AssertionError, match="looks after the database"):
        start(data)


def test_process_tree_is_small(product: Product) -> None:
    total = 0
    for pid in product.descendants():
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                total += int(line.split()[1])
    assert total < 600 * 1024, f"{total // 1024} MB"


def test_killed_database_comes_back_with_every_row(product: Product, data: Path) -> None:
    with psycopg.connect(address(data), autocommit=True) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS kept (n int)")
        connection.execute("INSERT INTO kept VALUES (1)")
    killed = int(str(product.database["pid"]))
    os.kill(killed, signal.SIGKILL)
    assert until(lambda: answers(data), 15)
    assert rows(data) == 1
    assert tinhso(data, "audit", "verify").returncode == 0


def test_killed_supervisor_takes_everything_with_it(product: Product, data: Path) -> None:
    with psycopg.connect(address(data), autocommit=True) as connection:
        connection.execute("INSERT INTO kept VALUES (2)")
    everything = product.descendants()
    os.kill(product.process.pid, signal.SIGKILL)
    product.process.wait(5)
    assert until(lambda: not any(is_alive(pid) for pid in everything), 3)


def test_second_start_is_quick_and_nothing_is_lost(product: Product, data: Path) -> None:
    assert product.prepared == [], "what was done with the same content is not done again"
    assert rows(data) == 2


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_signal_to_the_group_ends_everything_within_two_seconds(
    holder: Holder, data: Path, number: int
) -> None:
    product = holder.running(data)
    busy = psycopg.connect(address(data))
    busy.execute("SELECT 1")  # an open transaction must not hold the end up
    began = time.monotonic()
    everything = product.end(number)
    assert product.process.wait(5) == 0
    assert until(lambda: not any(is_alive(pid) for pid in everything), 2)
    assert time.monotonic() - began < 2
    assert group_members(product.process.pid) == []
    busy.close()


def test_verb_starts_the_database_for_its_length(data: Path) -> None:
    result = tinhso(data, "audit", "verify")
    assert result.returncode == 0, result.stderr
    assert not (data / "database/server.json").exists()


def answers(data: Path) -> bool:
    try:
        psycopg.connect(address(data), connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


def rows(data: Path) -> int:
    with psycopg.connect(address(data)) as connection:
        row = connection.execute("SELECT count(*) FROM kept").fetchone()
    assert row is not None
    return int(row[0])


def test_start_that_is_stopped_midway_leaves_nothing(tmp_path: Path) -> None:
    process = subprocess.Popen(
        ["./run", "demo", "--data", str(tmp_path / "data"), "--port", str(free_port())],
        cwd=ROOT, env=environment(), start_new_session=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    assert until(lambda: (tmp_path / "data/database/lock").exists(), 20)
    began = time.monotonic()
    os.killpg(process.pid, signal.SIGTERM)
    assert process.wait(5) == 0
    assert until(lambda: group_members(process.pid) == [], 2)
    assert time.monotonic() - began < 2
    assert tinhso(tmp_path / "data", "migrate").returncode == 0, "and nothing in the way of the next"
