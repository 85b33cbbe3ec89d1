"""kill −9 of everything, database included, while reports come in: no acknowledged report is lost."""

from __future__ import annotations

import http.client
import json
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from itertools import product as pairs
from pathlib import Path

import pytest

from tests.system.product import ROOT, Product, environment, start, start_prepared, tinhso, until

pytestmark = pytest.mark.system

WRITERS = 4
REPORTER, AGENCY = "congthuong", "langson-so-cong-thuong"

INSIDE = """
import sys
import django
from tinhso.cli import deployment
place = deployment.named(sys.argv[1])
deployment.settle(place)
with deployment.database(place):
    django.setup()
"""
KEY = f"""{INSIDE}
    from tinhso.base.audit.context import SystemActor
    from tinhso.people.actions import keys
    from tinhso.people.models import Account
    account = Account.objects.get(username=sys.argv[2])
    print(keys.create(SystemActor("test"), account, name="test", scopes=["read", "report"], days=1)[1])
"""
REPORTS = f"""{INSIDE}
    from tinhso.steering.models import Report
    print(*Report.objects.values_list("id", flat=True))
"""


@pytest.fixture
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    running = start_prepared(tmp_path_factory, "durability")
    yield running
    if running.process.poll() is None:
        running.end(signal.SIGKILL)
        running.process.wait(10)


@pytest.fixture
def data(product: Product) -> Path:
    return product.data


def _ask(
    port: int, method: str, path: str, key: str, body: object = None, once: str = ""
) -> tuple[int, object]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    if once:
        headers["Idempotency-Key"] = once
    try:
        connection.request(method, path, json.dumps(body) if body else None, headers)
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read())
    finally:
        connection.close()


def _inside(script: str, data: Path, *words: str) -> list[str]:
    """Run a script with the product's own database; what it prints, word by word."""
    done = subprocess.run(
        [sys.executable, "-c", script, str(data), *words],
        cwd=ROOT, env=environment(), capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


def _items(told: object) -> list[dict[str, object]]:
    assert isinstance(told, dict)
    items: list[dict[str, object]] = told["items"]
    return items


def _code(told: object) -> object:
    return told["code"] if isinstance(told, dict) else None


def _kind(item: dict[str, object]) -> object:
    measure = item["indicator"]
    return measure["kind"] if isinstance(measure, dict) else None


class Writer(threading.Thread):
    """Sends reports until the server is gone; keeps what was acknowledged and what was being sent then."""

    def __init__(self, port: int, key: str, work: Iterator[tuple[str, str]]) -> None:
        super().__init__(daemon=True)
        self.port, self.key, self.work = port, key, work
        self.acknowledged: list[str] = []
        self.refused: list[object] = []

    def run(self) -> None:
        for target, period in self.work:
            try:
                status, told = _ask(
                    self.port,
                    "POST",
                    f"/api/v1/targets/{target}/reports",
                    self.key,
                    {"period": period, "value": 42, "done": f"{target} {period}"},
                    once=f"{target}-{period}",
                )
            except (OSError, http.client.HTTPException, ValueError):
                return
            if status == 201 and isinstance(told, dict):
                self.acknowledged.append(str(told["id"]))
            else:
                self.refused.append(told)


def _work(targets: list[str], part: int) -> Iterator[tuple[str, str]]:
    months = [f"{year}-{month:02}" for year in (2023, 2024, 2025) for month in range(1, 13)]
    for number, (period, target) in enumerate(pairs(months, targets)):
        if number % WRITERS == part:
            yield target, period


def test_no_acknowledged_report_is_lost(product: Product, data: Path) -> None:
    key = _inside(KEY, data, REPORTER)[-1]
    _status, told = _ask(product.port, "GET", "/api/v1/targets?illustrative=1&limit=1000", key)
    counted = [
        str(item["code"])
        for item in _items(told)
        if item["illustrative"] and _code(item["lead"]) == AGENCY and _kind(item) in {"count", "percent"}
    ]
    assert len(counted) >= 2, "the demo has too few targets to write to"

    writers = [Writer(product.port, key, _work(counted, part)) for part in range(WRITERS)]
    for writer in writers:
        writer.start()
    assert until(lambda: sum(len(writer.acknowledged) for writer in writers) >= 12, 30), [
        writer.refused[:1] for writer in writers
    ]
    everything = product.end(signal.SIGKILL)
    for pid in everything:
        assert until(lambda pid=pid: not Path(f"/proc/{pid}").exists() or pid == product.process.pid, 10)
    product.process.wait(10)
    for writer in writers:
        writer.join(30)
    acknowledged = {report for writer in writers for report in writer.acknowledged}

    again = start(data)
    try:
        kept = set(_inside(REPORTS, data))
        assert acknowledged <= kept, f"{len(acknowledged - kept)} of {len(acknowledged)} reports are lost"
        verified = tinhso(data, "audit", "verify")
        assert verified.returncode == 0, verified.stdout + verified.stderr
    finally:
        again.end(signal.SIGTERM)
        again.process.wait(15)
