"""Jobs in a real worker process: typed, transactional, retried, and run again after kill -9."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob
from pydantic import ValidationError

from tinhso.base.events.models import OutboxEvent
from tinhso.base.events.outbox import emit
from tinhso.base.jobs.registry import job
from tinhso.base.jobs.tests import sample_jobs

Start = Callable[..., subprocess.Popen[bytes]]


@pytest.fixture
def start() -> Iterator[Start]:
    """Start worker processes on the test database; end what is left of them."""
    started: list[subprocess.Popen[bytes]] = []

    def run(*words: str) -> subprocess.Popen[bytes]:
        name = str(connection.settings_dict["NAME"])
        command = [sys.executable, "-m", "tinhso.base.jobs.tests.worker_process", name, *words]
        source = Path(__file__).parents[4]
        process = subprocess.Popen(command, env={**os.environ, "PYTHONPATH": str(source)})
        started.append(process)
        return process

    yield run
    for process in started:
        if process.poll() is None:
            process.kill()
            process.wait()


def _until(happened: Callable[[], bool], *, seconds: float = 45) -> None:
    end = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.05)


def _says(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


@pytest.mark.django_db(transaction=True)
def test_arguments_keep_their_types_and_what_is_rolled_back_never_runs(start: Start, tmp_path: Path) -> None:
    wanted, undone = tmp_path / "wanted", tmp_path / "undone"
    sample_jobs.touch.enqueue(str(wanted), day=date(2026, 11, 21), times=2)
    with pytest.raises(RuntimeError), transaction.atomic():
        sample_jobs.touch.enqueue(str(undone), date(2026, 11, 21))
        raise RuntimeError
    assert start("--until-empty").wait(60) == 0
    assert (_says(wanted), _says(undone)) == ("2026 3\n", "")


@pytest.mark.django_db(transaction=True)
def test_a_failure_is_tried_again(start: Start, tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    sample_jobs.fail_once.enqueue(str(mark))
    start()
    _until(lambda: _says(mark) == "done")


@pytest.mark.django_db(transaction=True)
def test_the_job_of_a_killed_worker_runs_again(start: Start, tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    number = sample_jobs.hang_first.enqueue(str(mark))
    victim = start()
    _until(lambda: _says(mark) == "started")
    victim.send_signal(signal.SIGKILL)
    victim.wait()
    assert ProcrastinateJob.objects.get(pk=number).status == "doing", "nobody knows yet"
    start()
    _until(lambda: _says(mark) == "done")
    _until(lambda: not ProcrastinateJob.objects.filter(pk=number).exists())


@pytest.mark.django_db(transaction=True)
def test_a_worker_hands_out_events_within_two_seconds_and_ends_when_told(
    start: Start, tmp_path: Path
) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    worker = start()
    emit(sample_jobs.Called(path=str(first)))
    _until(lambda: _says(first) == "told")
    emit(sample_jobs.Called(path=str(second)))
    _until(lambda: _says(second) == "told", seconds=2)
    _until(lambda: not OutboxEvent.objects.filter(handled_at__isnull=True).exists(), seconds=2)
    begun = time.monotonic()
    worker.terminate()
    assert worker.wait(10) == 0
    assert time.monotonic() - begun < 4


@pytest.mark.django_db
def test_wrong_arguments_fail_where_they_are_asked_for() -> None:
    with pytest.raises(ValidationError):
        sample_jobs.touch.enqueue("path", day="21/11/2026")  # type: ignore[arg-type]  # that is the point
    with pytest.raises(TypeError):
        sample_jobs.touch.enqueue()  # type: ignore[call-arg]  # that is the point
    assert not ProcrastinateJob.objects.exists()


@pytest.mark.django_db
def test_what_is_asked_for_once_waits_once_and_leaves_the_asker_whole() -> None:
    waiting = ProcrastinateJob.objects.filter(task_name="test.all_at_once")
    with transaction.atomic():
        assert sample_jobs.all_at_once.enqueue() > 0
        assert sample_jobs.all_at_once.enqueue() == 0
        emit(sample_jobs.Called(path="the transaction goes on"))
    assert waiting.count() == 1
    assert waiting.get().lock == "test.all_at_once", "and never runs beside itself"
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing' WHERE id = %s", [waiting.get().pk])
    assert sample_jobs.all_at_once.enqueue() > 0, "what is at work may have seen less"
    assert waiting.count() == 2


@pytest.mark.django_db
def test_a_job_can_be_run_here_and_now(tmp_path: Path) -> None:
    seen: list[int] = []

    @job("test.local")
    def local(number: int) -> None:
        seen.append(number)

    local(3)
    assert seen == [3]
