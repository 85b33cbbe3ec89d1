"""The worker process: jobs from the queue, events from the outbox."""

from __future__ import annotations

from procrastinate import PsycopgConnector
from procrastinate.contrib.django import app
from procrastinate.contrib.django.utils import connector_params

from tinhso.base.events.dispatcher import Dispatcher
from tinhso.base.jobs.own import HEARTBEAT, STALLED

PATIENCE = 0.5
"""Seconds a job gets to finish when the worker is asked to stop; a job cut off is run again."""


def run_worker(*, concurrency: int = 2, wait: bool = True) -> None:
    """Work until TERM or INT (or, without `wait`, until nothing is left to do).

    Its own process: web requests only write the asking into the database.
    """
    connector = PsycopgConnector(kwargs=connector_params(), min_size=1, max_size=concurrency + 2)
    dispatcher = Dispatcher()
    dispatcher.start()
    try:
        app.with_connector(connector).run_worker(
            concurrency=concurrency,
            wait=wait,
            delete_jobs="successful",
            fetch_job_polling_interval=1.0,
            update_heartbeat_interval=HEARTBEAT,
            stalled_worker_timeout=STALLED,
            shutdown_graceful_timeout=PATIENCE,
        )
    finally:
        dispatcher.stop()
