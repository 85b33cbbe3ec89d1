"""Checkpoint events through the API, beside bare single-row inserts of the same machine.

    PYTHONPATH=src DATABASE_URL=… python -m benchmarks.gate_events [--clients 2] [--visits 300]

Every client is a process with a device of its own; signatures are made beforehand. An event goes through the
whole operation (JSON, signature, chain, visit, line, projection, audit, outbox, commit), without a socket.
Aims: single events 0.05 times the bare rate, batches of a hundred 0.3 times.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import time
from collections.abc import Callable, Sequence
from datetime import date
from datetime import time as hour
from typing import Any

from benchmarks import scratch

BATCH = 100
Work = Callable[[Any], int]
"""One client's work: the requests it sends, and how many events or rows they held."""


def _post(bodies: Sequence[str]) -> int:
    from django.test import Client

    client, count = Client(), 0
    for body in bodies:
        answer = client.post(
            "/api/v1/gates/events", body, content_type="application/json", HTTP_HOST="127.0.0.1"
        )
        if answer.status_code != 200:
            raise SystemExit(f"{answer.status_code}: {answer.content[:300]!r}")
        count += len(answer.json()["answers"])
    return count


def _insert(rows: int) -> int:
    from django.db import connection

    for number in range(rows):
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO bare (said) VALUES (%s)", [f"row {number}"])
    return rows


def _client(work: Work, what: Any, start: Any, done: Any) -> None:
    from django.db import connection

    connection.ensure_connection()
    _post([json.dumps({"sent_at": "2026-01-01T00:00:00Z", "events": []})])  # what the first request loads
    start.wait()
    begun = time.perf_counter()
    count = None
    try:
        count = work(what)
    finally:
        done.put(None if count is None else (count, begun, time.perf_counter()))
        connection.close()
        connection.close_pool()


def rate(work: Work, shares: Sequence[Any]) -> float:
    """Events a second of all clients together, from the first start to the last end."""
    from django.db import connection, connections

    connections.close_all()
    connection.close_pool()
    context = multiprocessing.get_context("fork")
    start, done = context.Barrier(len(shares)), context.SimpleQueue()
    people = [context.Process(target=_client, args=(work, what, start, done)) for what in shares]
    for each in people:
        each.start()
    told = [done.get() for _each in people]
    for each in people:
        each.join()
    if None in told:
        raise SystemExit("a client did not come to its end")
    return sum(count for count, _, _ in told) / (max(end for *_, end in told) - min(one[1] for one in told))


def _world(clients: int, visits: int) -> list[tuple[Any, list[Any]]]:
    """A gate that is always open, a line in which everybody is called, and a device for each client."""
    from tinhso.base import clock
    from tinhso.bordergate.actions import dispatching
    from tinhso.bordergate.models import (
        Company,
        Direction,
        Gate,
        GateDuty,
        LinePlace,
        LineRule,
        Member,
        OpeningHours,
        Trade,
    )
    from tinhso.bordergate.queries.gates import live_run
    from tinhso.bordergate.tests.conftest import Scene, account_of, somebody
    from tinhso.bordergate.tests.devices import handheld, on_duty

    gate = Gate.objects.create(code="HN", name="Cửa khẩu Hữu Nghị")
    for direction in Direction:
        LineRule.objects.create(
            gate=gate, direction=direction, valid_from=date(2025, 1, 1), version="1", cycle="F,F,G",
            window_minutes=600, grace_minutes=15, fresh_share="0.5",
        )  # fmt: skip
        for day in range(1, 8):
            OpeningHours.objects.create(
                gate=gate, direction=direction, valid_from=date(2025, 1, 1), weekday=day,
                opens=hour(0), closes=hour(23, 59, 59),
            )  # fmt: skip
    company = Company.objects.create(tax_code="1", name="Công ty Thử")
    scene = Scene(gate, gate, live_run(), company, somebody("K"), somebody("Đ"), somebody("B"))
    Member.objects.create(company=company, account=account_of(scene.trader), label="K")
    GateDuty.objects.create(account=account_of(scene.manager), trade=Trade.MANAGER, valid_from=clock.now())
    on_duty(scene.guard, Trade.BORDER_GUARD, Trade.YARD)
    scene.announce(2000)
    for _number in range(clients * visits):
        scene.enter()
    dispatching.tick(scene.run, gate, "export")
    places = list(LinePlace.objects.filter(state="called").order_by("pk"))
    if len(places) != clients * visits:
        raise SystemExit(f"{len(places)} places are called")
    return [
        (handheld(gate, f"HN-B{n}-01", scene.guard, f"HN-B{n}"), places[n::clients]) for n in range(clients)
    ]


def _bodies(device: Any, places: Sequence[Any], kind: str, size: int, **more: Any) -> list[str]:
    from tinhso.bordergate.core.kinds import EventKind
    from tinhso.bordergate.tests.devices import body, says

    events = [says(device, EventKind(kind), place, **more) for place in places]
    batches = [events[at : at + size] for at in range(0, len(events), size)]
    return [json.dumps(body(device, batch)) for batch in batches]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--clients", type=int, default=2)
    parser.add_argument("--visits", type=int, default=300, help="of each client")
    options = parser.parse_args()
    with scratch.database():
        from django.db import connection

        from tinhso.bordergate.core.tracks import Actor

        world = _world(options.clients, options.visits)
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE bare (id bigserial PRIMARY KEY, said text NOT NULL)")
        rows = [options.visits * 10] * options.clients
        told: list[tuple[str, float, float | None]] = []
        first = rate(_insert, rows)
        kinds = (
            ("arrived", 1, {}, "arrivals, one by one", 0.05),
            ("yard_in", 1, {"actor": Actor.YARD}, "yard, one by one", 0.05),
            ("yard_out", BATCH, {"actor": Actor.YARD}, "yard, batches of 100", 0.3),
        )
        for kind, size, more, name, aim in kinds:
            shares = [_bodies(device, places, kind, size, **more) for device, places in world]
            told.append((name, rate(_post, shares), aim))
        bare = (first + rate(_insert, rows)) / 2
        print(f"{options.clients} clients; bare inserts: {bare:.0f} a second")
        for name, figure, aim in told:
            print(f"{name:24} {figure:8.0f} events/s   {figure / bare:.3f} of bare   aim {aim}")


if __name__ == "__main__":
    main()
