"""`tinhso demo`: what `./run demo` runs."""

from __future__ import annotations

import os

import click

from tinhso.cli.service import Service, serve_until_stopped


@click.command(
    help="Serve with the packs loaded and demo accounts made; everything illustrative is marked so."
)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--pack", default=None, help="The home province's pack (else TINHSO_PACK, else langson).")
def demo(port: int, pack: str | None) -> int:
    """Prepare what is missing, then serve until TERM or Ctrl-C."""
    os.environ["TINHSO_DEMO"] = "1"
    if pack:
        os.environ["TINHSO_PACK"] = pack
    return serve_until_stopped(Service("127.0.0.1", port, workers=2, threads=8, demo=True))
