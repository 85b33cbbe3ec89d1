"""One PostgreSQL cluster on disk: made once, run as our child."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from tinhso.base.embedded import binaries
from tinhso.base.embedded.errors import EmbeddedError
from tinhso.base.embedded.owner import cluster_user, reachable, with_access
from tinhso.base.embedded.process import Pause, RunAs, alive, finish, spawn, working_in

ADMIN = "tinhso_admin"
ROLE = "tinhso"
SETTINGS = {
    "shared_buffers": "64MB",
    "work_mem": "8MB",
    "maintenance_work_mem": "64MB",
    "effective_cache_size": "512MB",
    "max_connections": "60",
    "max_locks_per_transaction": "256",  # clearing the demo, a dump, a flush each lock every table
    "max_worker_processes": "4",
    "max_parallel_workers": "2",
    "jit": "off",
    "wal_compression": "on",
    "unix_socket_directories": "",
    "listen_addresses": "127.0.0.1",
    "password_encryption": "scram-sha-256",
    "log_min_messages": "warning",
    "log_line_prefix": "%m [%p] ",
    "logging_collector": "off",
    "max_logical_replication_workers": "0",
}
UNSAFE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}  # test clusters only


@dataclass(frozen=True)
class Cluster:
    """Where a cluster lies, who runs it and with which programs."""

    home: Path
    run_as: RunAs | None
    programs: Path
    safe: bool = True

    @property
    def directory(self) -> Path:
        """PostgreSQL's data directory."""
        return self.home / "cluster"

    @property
    def log(self) -> Path:
        """Where the server writes what it has to say."""
        return self.home / "postgres.log"


def at(home: Path, *, safe: bool = True) -> Cluster:
    """The cluster below `home` (created when missing), with user and programs decided."""
    home.mkdir(parents=True, exist_ok=True)
    home = home.resolve()
    user = cluster_user(home, home / "cluster")
    programs = binaries.installed()
    if user is not None:
        if home.stat().st_uid == os.geteuid():
            home.chmod(home.stat().st_mode | 0o111)
        user = with_access(user, home)
        if user.capability is None and not reachable(programs, user):
            programs = binaries.beside(home)
    return Cluster(home, user, programs, safe)


def read_password(home: Path, role: str) -> str:
    """The password of `role`; only a file that none but the starter can read knows it."""
    return (home / f"password-{role}").read_text(encoding="ascii").strip()


def make(cluster: Cluster, pause: Pause = time.sleep) -> None:
    """Run initdb, once; an interrupted one leaves nothing behind."""
    if cluster.directory.exists():
        return
    for left in cluster.home.glob(".making-*"):
        shutil.rmtree(left)
    password = secrets.token_urlsafe(32)
    making = cluster.home / f".making-{secrets.token_hex(4)}"
    told = cluster.home / f".told-{secrets.token_hex(4)}"
    making.mkdir(mode=0o700)
    try:
        _write_private(told, password)
        for path in (making, told):
            _give(path, cluster.run_as)
        command: list[str | Path] = [
            cluster.programs / "initdb", "-D", making, "-U", ADMIN, "--encoding=UTF8",
            "--locale-provider=builtin", "--locale=C.UTF-8", "--auth=scram-sha-256",
            f"--pwfile={told}", "--data-checksums", "--no-instructions",
        ]  # fmt: skip
        if not cluster.safe:
            command.append("--no-sync")
        with cluster.log.open("ab") as log:
            code = finish(spawn(command, run_as=cluster.run_as, output=log, cwd=Path("/")), pause)
        if code != 0:
            raise EmbeddedError(f"initdb failed with {code}:\n{tail(cluster.log)}")
        _write_private(cluster.home / f"password-{ADMIN}", password)
        _write_private(cluster.home / f"password-{ROLE}", secrets.token_urlsafe(32))
        making.rename(cluster.directory)
    finally:
        told.unlink(missing_ok=True)
        shutil.rmtree(making, ignore_errors=True)


def clear_stale(cluster: Cluster, patience: float = 15, *, pause: Pause = time.sleep) -> None:
    """Wait for a dying server of an earlier owner, then remove what a killed one left behind."""
    pid_file = cluster.directory / "postmaster.pid"
    end = time.monotonic() + patience
    while left := _left_over(cluster, pid_file):
        if time.monotonic() > end:
            raise EmbeddedError(
                f"A PostgreSQL nobody looks after still works on {cluster.directory} (process {left[0]}).",
                advice=f"End it with: kill -INT {left[0]}",
            )
        pause(0.05)
    pid_file.unlink(missing_ok=True)


def _left_over(cluster: Cluster, pid_file: Path) -> list[int]:
    living = working_in(cluster.directory)
    try:
        noted = int(pid_file.read_text(encoding="ascii", errors="replace").split("\n", 1)[0])
        command = Path(f"/proc/{noted}/cmdline").read_bytes()
    except (OSError, ValueError):
        return living
    if alive(noted) and os.fsencode(cluster.directory) in command and noted not in living:
        living.append(noted)
    return living


def launch(cluster: Cluster, port: int) -> subprocess.Popen[bytes]:
    """Start the postmaster as our direct child, in our process group, writing to the log."""
    settings = SETTINGS | ({} if cluster.safe else UNSAFE) | {"port": str(port)}
    command: list[str | Path] = [cluster.programs / "postgres", "-D", cluster.directory]
    for name, value in settings.items():
        command += ["-c", f"{name}={value}"]
    env = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    with cluster.log.open("ab") as log:
        return spawn(
            command, run_as=cluster.run_as, death_signal=signal.SIGINT, output=log, cwd=Path("/"), env=env
        )


def stop(process: subprocess.Popen[bytes], patience: float = 10) -> None:
    """Fast shutdown; after `patience` seconds immediate (the next start then recovers from the log)."""
    for asked in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
        if process.poll() is None:
            process.send_signal(asked)
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            patience = 1
        else:
            return


def free_port(preferred: int | None) -> int:
    """`preferred` if nobody has it, else any free port of this machine's own address."""
    for port in (preferred, 0):
        if port is None:
            continue
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise EmbeddedError("No free port on 127.0.0.1.")


def tail(path: Path, lines: int = 12) -> str:
    """The last lines of a log, for an error message."""
    try:
        return "\n".join(path.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])
    except OSError:
        return ""


def _write_private(path: Path, text: str) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(text + "\n")
        file.flush()
        os.fsync(file.fileno())


def _give(path: Path, user: RunAs | None) -> None:
    if user is not None:
        os.chown(path, user.uid, user.gid)
