"""A running embedded database: started by the first who needs it, shared with all who come after."""

from __future__ import annotations

import fcntl
import json
import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from urllib.parse import quote

import psycopg
from psycopg import sql

from tinhso.base.embedded import cluster as clusters
from tinhso.base.embedded.errors import EmbeddedError
from tinhso.base.embedded.process import Pause, alive

DATABASE = "tinhso"
COMMAND = "command"


@dataclass
class Server:
    """A database one can connect to. `process` is ours to end; None when another process looks after it."""

    home: Path
    port: int
    programs: Path
    cluster: clusters.Cluster | None = None
    purpose: str = COMMAND
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """The address the product uses: its own role, no superuser."""
        return self._address(clusters.ROLE, DATABASE)

    @property
    def admin_url(self) -> str:
        """The superuser's address: for making databases, and for tests."""
        return self._address(clusters.ADMIN, "postgres")

    def revive(self) -> bool:
        """Start a server of ours again, on the same port, if it was killed. True when it had to be."""
        if self.cluster is None or self.process is None or self.process.poll() is None:
            return False
        clusters.clear_stale(self.cluster)
        self.process = clusters.launch(self.cluster, self.port)
        _note(self, ready=True)
        return True

    def _address(self, role: str, database: str) -> str:
        password = quote(clusters.read_password(self.home, role), safe="")
        return f"postgresql://{role}:{password}@127.0.0.1:{self.port}/{database}"


def home_of(data: Path) -> Path:
    """Where a data folder keeps its database."""
    return data / "database"


def running(data: Path) -> dict[str, object] | None:
    """What is noted about the server of `data`, if its postmaster lives: pid, port, purpose, owner."""
    try:
        noted: dict[str, object] = json.loads((home_of(data) / "server.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return noted if alive(int(str(noted["pid"]))) else None


@contextmanager
def open_server(
    data: Path,
    *,
    purpose: str = COMMAND,
    own: bool = False,
    safe: bool = True,
    patience: float = 60,
    pause: Pause = time.sleep,
) -> Iterator[Server]:
    """The database of `data` for the length of the block: the running one, or one of our own.

    `own`: insist on being the one who looks after it, waiting for commands to end. An owner that is a command
    leaves only when all who joined it have left. `pause` is called wherever it waits, and may raise
    to give up. Raises EmbeddedError.
    """
    home = home_of(data)
    _ensure_home(home)
    with _file(home / "lock") as lock, _file(home / "users") as users:
        end = time.monotonic() + patience
        while True:
            if _try(lock, fcntl.LOCK_EX):
                yield from _owned(clusters.at(home, safe=safe), users, purpose, pause)
                return
            if not own and (joined := _joined(data, users)):
                yield joined
                return
            if time.monotonic() > end or (own and _is_kept(data)):
                raise EmbeddedError(_busy(data))
            pause(0.05)


def _ensure_home(home: Path) -> None:
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise EmbeddedError(
            f"The data folder {home.parent} cannot be written: {error.strerror}.",
            advice="Choose another with --data DIR or TINHSO_DATA.",
        ) from error


@contextmanager
def _file(path: Path) -> Iterator[IO[str]]:
    try:
        opened = path.open("a+", encoding="ascii")
    except PermissionError as error:
        raise EmbeddedError(
            f"{path.parent} belongs to another user.",
            advice="Run as that user or as root, or choose another folder with --data DIR.",
        ) from error
    with opened:
        yield opened


def _try(file: IO[str], kind: int) -> bool:
    try:
        fcntl.flock(file, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _is_kept(data: Path) -> bool:
    """Whether somebody who does not go away by himself looks after the server."""
    return (running(data) or {}).get("purpose", COMMAND) != COMMAND


def _busy(data: Path) -> str:
    noted = running(data) or {}
    return (
        f"Another process (pid {noted.get('owner', '?')}, {noted.get('purpose', 'starting')}) looks after"
        f" the database of {data}. Stop it first, or use another folder with --data."
    )


def _joined(data: Path, users: IO[str]) -> Server | None:
    """The server another process looks after, once it answers."""
    noted = running(data)
    if noted is None or not noted.get("ready") or not _try(users, fcntl.LOCK_SH):
        return None
    home = home_of(data)
    server = Server(home, int(str(noted["port"])), Path(str(noted["programs"])))
    try:
        psycopg.connect(server.url, connect_timeout=5).close()
    except psycopg.OperationalError:
        fcntl.flock(users, fcntl.LOCK_UN)
        return None
    return server


def _owned(cluster: clusters.Cluster, users: IO[str], purpose: str, pause: Pause) -> Iterator[Server]:
    clusters.make(cluster, pause)
    clusters.clear_stale(cluster, pause=pause)
    server = _start(cluster, purpose, pause)
    try:
        _prepare(server)
        _note(server, ready=True)
        yield server
        if purpose == COMMAND:
            fcntl.flock(users, fcntl.LOCK_EX)  # until the last one who joined has left
    finally:
        (cluster.home / "server.json").unlink(missing_ok=True)
        if server.process is not None:
            clusters.stop(server.process, 10 if purpose == COMMAND else 0.7)


def _start(cluster: clusters.Cluster, purpose: str, pause: Pause) -> Server:
    for attempt in range(3):
        port = clusters.free_port(_last_port(cluster.home) if attempt == 0 else None)
        process = clusters.launch(cluster, port)
        server = Server(cluster.home, port, cluster.programs, cluster, purpose, process)
        _note(server, ready=False)
        try:
            if _answers(server, process, pause):
                (cluster.home / "port").write_text(f"{port}\n", encoding="ascii")
                return server
        except BaseException:
            clusters.stop(process, 1)
            raise
    raise EmbeddedError(f"PostgreSQL did not start:\n{clusters.tail(cluster.log)}")


def _answers(server: Server, process: subprocess.Popen[bytes], pause: Pause, patience: float = 180) -> bool:
    """Wait until the server takes connections (recovery may take its time). False: it ended."""
    end = time.monotonic() + patience
    while process.poll() is None:
        try:
            psycopg.connect(server.admin_url, connect_timeout=5).close()
        except psycopg.OperationalError:
            if time.monotonic() > end:
                raise EmbeddedError(f"PostgreSQL did not answer within {patience:.0f} s.") from None
            pause(0.02)
        else:
            return True
    return False


def _last_port(home: Path) -> int | None:
    try:
        return int((home / "port").read_text(encoding="ascii"))
    except (OSError, ValueError):
        return None


def _note(server: Server, *, ready: bool) -> None:
    content = {
        "pid": server.process.pid if server.process else 0,
        "owner": os.getpid(),
        "port": server.port,
        "purpose": server.purpose,
        "programs": str(server.programs),
        "ready": ready,
    }
    new = server.home / f".server-{os.getpid()}"
    new.write_text(json.dumps(content) + "\n", encoding="utf-8")
    new.rename(server.home / "server.json")


def _prepare(server: Server) -> None:
    """Make the product's role (no superuser) and its database, once."""
    with psycopg.connect(server.admin_url, autocommit=True) as connection:
        role = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [clusters.ROLE]).fetchone()
        if role is None:
            connection.execute(
                sql.SQL("CREATE ROLE {} LOGIN CREATEDB PASSWORD {}").format(
                    sql.Identifier(clusters.ROLE),
                    sql.Literal(clusters.read_password(server.home, clusters.ROLE)),
                )
            )
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
        if known is None:
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER {}").format(
                    sql.Identifier(DATABASE), sql.Identifier(clusters.ROLE)
                )
            )
