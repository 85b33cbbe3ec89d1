"""`tinhso jobs work`."""

from __future__ import annotations

import click

from tinhso.base.jobs.worker import run_worker


@click.command(help="Run background jobs and hand out events until stopped.")
@click.option("--concurrency", default=2, show_default=True, type=click.IntRange(1, 16), help="Jobs at once.")
@click.option("--until-empty", is_flag=True, help="End when nothing is left to do.")
def work(concurrency: int, until_empty: bool) -> None:
    """Be the worker process."""
    run_worker(concurrency=concurrency, wait=not until_empty)
