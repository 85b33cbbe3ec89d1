"""Background work of the ground floor itself."""

from __future__ import annotations

import logging

from procrastinate.contrib.django import app
from procrastinate.jobs import Status
from procrastinate.utils import utcnow

from tinhso.base.audit import chain
from tinhso.base.jobs.registry import job

log = logging.getLogger(__name__)
HEARTBEAT = 2.0
"""Seconds between the signs of life of a worker."""
STALLED = 10.0
"""Seconds without one after which a worker counts as dead and its jobs are run again."""
MOST_ATTEMPTS = 12
"""A job that has brought down this many workers is given up."""


@job("audit.seal", periodic="5 17 * * *")
def seal() -> None:
    """Seal the audit streams' heads, every day at 00:05 in Vietnam."""
    chain.seal()


@app.periodic(cron="* * * * * */5", queueing_lock="jobs.rescue")
@app.task(name="jobs.rescue")
async def rescue(timestamp: int) -> None:
    """Run again the jobs of workers that died (cứu việc dở dang)."""
    del timestamp
    manager = app.job_manager
    for stalled in await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED):
        if stalled.id is None:
            continue
        named = f"{stalled.task_name} (#{stalled.id})"
        if stalled.attempts >= MOST_ATTEMPTS:
            log.error("jobs: %s is given up after %s starts", named, stalled.attempts)
            await manager.finish_job_by_id_async(stalled.id, status=Status.FAILED, delete_job=False)
        else:
            log.warning("jobs: %s lost its worker and is run again", named)
            await manager.retry_job_by_id_async(stalled.id, retry_at=utcnow())


@app.periodic(cron="20 18 * * *", queueing_lock="jobs.tidy")
@app.task(name="jobs.tidy")
async def tidy(timestamp: int) -> None:
    """Forget failed jobs after 90 days; those that succeed are forgotten at once."""
    del timestamp
    await app.job_manager.delete_old_jobs(nb_hours=24 * 90, include_failed=True, include_cancelled=True)
