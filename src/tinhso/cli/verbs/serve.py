"""`tinhso serve`."""

from __future__ import annotations

import click

from tinhso.cli.service import Service, serve_until_stopped


@click.command(
    help="Serve the product: web workers, background jobs and, unless DATABASE_URL is set, the database."
)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 2), help="Web processes.")
@click.option("--threads", default=8, show_default=True, type=click.IntRange(1, 32), help="Threads in each.")
def serve(port: int, host: str, workers: int, threads: int) -> int:
    """Migrate if needed, then serve until TERM or Ctrl-C."""
    return serve_until_stopped(Service(host, port, workers, threads))
