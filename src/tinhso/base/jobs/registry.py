"""Declaring background work and asking for it: the only door to the queue underneath (procrastinate)."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Generic, ParamSpec

from django.db import transaction
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued
from pydantic import BaseModel, ConfigDict, create_model

P = ParamSpec("P")


class Job(Generic[P]):
    """A piece of background work (việc chạy nền). Handlers run at least once, so they are idempotent.

    Arguments are typed by the handler's own annotations, checked when asked for and again when run.
    """

    def __init__(
        self, name: str, handler: Callable[P, None], *, retries: int, periodic: str | None, once: bool
    ) -> None:
        self.name = name
        self.handler = handler
        self.periodic = periodic
        self.once = once
        self._arguments = _arguments_of(name, handler)
        retry = RetryStrategy(max_attempts=retries, exponential_wait=2) if retries else False

        def run_from_queue(**content: Any) -> None:
            self._run(content)

        alone = name if once else None
        task = app.task(name=name, retry=retry, lock=alone, queueing_lock=alone)(run_from_queue)
        if periodic:
            app.periodic(cron=periodic, queueing_lock=name)(task)  # type: ignore[arg-type]  # `content` holds the moment

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> None:
        """Run it here and now, without the queue."""
        self.handler(*args, **kwargs)

    def enqueue(self, *args: P.args, **kwargs: P.kwargs) -> int:
        """Ask for it in the caller's transaction: rolled back, it never was. The answer is the job's number.

        0: it is one that waits `once`, and waits already.
        Raises pydantic.ValidationError for arguments of the wrong type.
        """
        return self._defer(None, inspect.signature(self.handler).bind(*args, **kwargs).arguments)

    def enqueue_at(self, moment: datetime, *args: P.args, **kwargs: P.kwargs) -> int:
        """Ask for it not before `moment`."""
        return self._defer(moment, inspect.signature(self.handler).bind(*args, **kwargs).arguments)

    def _defer(self, moment: datetime | None, arguments: Mapping[str, Any]) -> int:
        content = self._arguments.model_validate(arguments).model_dump(mode="json")
        asked = app.configure_task(self.name, schedule_at=moment)
        if not self.once:
            return int(asked.defer(**content))
        try:
            with transaction.atomic():  # one that waits already leaves the caller's transaction whole
                return int(asked.defer(**content))
        except AlreadyEnqueued:
            return 0

    def _run(self, content: dict[str, Any]) -> None:
        if self.periodic:
            content.pop("timestamp", None)
        arguments = self._arguments.model_validate(content)
        run: Callable[..., None] = self.handler
        run(**{name: getattr(arguments, name) for name in type(arguments).model_fields})


def _arguments_of(name: str, handler: Callable[..., None]) -> type[BaseModel]:
    """The handler's parameters as a model."""
    fields: dict[str, Any] = {
        parameter.name: (
            parameter.annotation,
            ... if parameter.default is parameter.empty else parameter.default,
        )
        for parameter in inspect.signature(handler, eval_str=True).parameters.values()
    }
    return create_model(f"Arguments of {name}", __config__=ConfigDict(extra="forbid"), **fields)


def job(
    name: str, *, retries: int = 5, periodic: str | None = None, once: bool = False
) -> Callable[[Callable[P, None]], Job[P]]:
    """Declare background work under a stable name.

    `retries`: how often a failure is tried again, each time after twice the wait. `periodic`: a cron line
    told in UTC (six fields mean that seconds come last); such a handler has no required parameter.
    `once`: however often it is asked for, one waits at most, and none begins before the one at work ends;
    one asked for meanwhile comes after it. For handlers that see to all there is, without parameters.
    The site names the module in `PROCRASTINATE_IMPORT_PATHS`.
    """

    def declare(handler: Callable[P, None]) -> Job[P]:
        return Job(name, handler, retries=retries, periodic=periodic, once=once)

    return declare
