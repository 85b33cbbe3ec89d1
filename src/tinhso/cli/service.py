"""The whole product as processes: database, web, jobs."""

from __future__ import annotations

import http.client
import os
import socket
import sys
import time
from contextlib import ExitStack
from dataclasses import dataclass
from http import HTTPStatus

import click

from tinhso.base.embedded import EmbeddedError, Server, open_server
from tinhso.cli import deployment as deployments
from tinhso.cli.exits import Exit
from tinhso.cli.preparation import pending
from tinhso.cli.supervisor import Stopped, Supervisor
from tinhso.cli.verbs import known

JOBS = "jobs work"
HEALTH = "/api/v1/health"


@dataclass(frozen=True)
class Service:
    """How to serve."""

    host: str
    port: int
    workers: int
    threads: int
    demo: bool = False

    @property
    def address(self) -> str:
        """Where a browser on this machine finds it."""
        return f"http://{self.host}:{self.port}"


def serve_until_stopped(service: Service) -> int:
    """Start everything, say where it is, keep it running; the answer is an exit code."""
    deployment = deployments.named(None)
    _require_free(service)
    supervisor = Supervisor()
    try:
        with supervisor, ExitStack() as stack:
            server = _open_database(deployment, stack, supervisor, "demo" if service.demo else "serve")
            stack.callback(supervisor.end)
            if pending(deployment, demo=service.demo):
                code = supervisor.run(_tinhso("prepare", *(["--demo"] if service.demo else [])), os.environ)
                if code != Exit.DONE:
                    return Exit.DONE if supervisor.stopping else code
            _start_web(supervisor, service)
            _until_ready(supervisor, service)
            _announce(service, deployment)
            if known(JOBS):
                supervisor.keep("jobs", _tinhso(*JOBS.split()), os.environ)
            supervisor.watch(lambda: _revive(server))
    except Stopped:
        return Exit.DONE
    except EmbeddedError:
        if supervisor.stopping:  # the signal to our group ended a child before we looked
            return Exit.DONE
        raise


def _open_database(
    deployment: deployments.Deployment, stack: ExitStack, supervisor: Supervisor, purpose: str
) -> Server | None:
    """The embedded server, kept by us; None when the administrator's own is used."""
    if os.environ.get("DATABASE_URL"):
        stack.enter_context(deployments.database(deployment))
        return None
    server = stack.enter_context(
        open_server(deployment.data, purpose=purpose, own=True, pause=supervisor.pause)
    )
    os.environ["DATABASE_URL"] = server.url
    stack.enter_context(deployments.database(deployment))
    return server


def _tinhso(*words: str) -> list[str]:
    return [sys.executable, "-m", "tinhso.cli", *words]


def _start_web(supervisor: Supervisor, service: Service) -> None:
    words = [service.host, str(service.port), str(service.workers), str(service.threads)]
    supervisor.keep("web", [sys.executable, "-m", "tinhso.cli.web", *words], os.environ)


def _revive(server: Server | None) -> None:
    if server is not None and server.revive():
        sys.stderr.write("tinhso: the database had ended; it was started again\n")


def _require_free(service: Service) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((service.host, service.port))
        except OSError as error:
            raise EmbeddedError(
                f"Cannot listen on {service.host}:{service.port}: {error.strerror}.",
                advice="Stop what listens there, or give another --port.",
            ) from error


def _until_ready(supervisor: Supervisor, service: Service, patience: float = 60) -> None:
    """Wait until the web answers; the demo's must be healthy: packs loaded. Raises EmbeddedError."""
    end = time.monotonic() + patience
    seen = 0
    while time.monotonic() < end:
        if supervisor.kept[0].process.poll() is not None:
            break
        connection = http.client.HTTPConnection(service.host, service.port, timeout=5)
        try:
            connection.request("GET", HEALTH)
            answer = connection.getresponse()
            answer.read()
            seen = answer.status
            if seen == HTTPStatus.OK or not service.demo:
                return
        except (OSError, http.client.HTTPException):
            pass
        finally:
            connection.close()
        supervisor.pause(0.05)
    if seen:
        raise EmbeddedError(f"The web server is not healthy: {HEALTH} answers {seen}; see above.")
    raise EmbeddedError("The web server did not start; its reason stands above.")


def _announce(service: Service, deployment: deployments.Deployment) -> None:
    lines = [f"Tỉnh Số: {service.address}"]
    if service.demo and deployment.demo_accounts.exists():
        lines += ["Tài khoản dùng thử / demo accounts:"]
        lines += [f"  {line}" for line in deployment.demo_accounts.read_text(encoding="utf-8").splitlines()]
    lines.append("Dừng / stop: Ctrl-C")
    click.echo("\n".join(lines))
