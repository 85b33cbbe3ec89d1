"""A small load generator for loopback: keep-alive connections, a fixed number of requests, latencies kept."""

from __future__ import annotations

import http.client
import threading
import time
from dataclasses import dataclass, field


@dataclass
class Result:
    """Latencies in milliseconds, in order of completion; statuses counted."""

    latencies: list[float] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)
    seconds: float = 0.0

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.latencies) / self.seconds if self.seconds else 0.0

    def quantile(self, share: float) -> float:
        """The latency that `share` of the answers stayed under, milliseconds."""
        ordered = sorted(self.latencies)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0


def _worker(
    port: int, paths: list[str], count: int, headers: dict[str, str], result: Result, lock: threading.Lock
) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    for number in range(count):
        begun = time.perf_counter()
        connection.request("GET", paths[number % len(paths)], headers=headers)
        answer = connection.getresponse()
        answer.read()
        spent = (time.perf_counter() - begun) * 1000
        with lock:
            result.latencies.append(spent)
            result.statuses[answer.status] = result.statuses.get(answer.status, 0) + 1
    connection.close()


def run(
    port: int, paths: list[str], *, requests: int, clients: int = 4, headers: dict[str, str] | None = None
) -> Result:
    """Ask `paths` in turn, `requests` in all, from `clients` connections at once."""
    result, lock = Result(), threading.Lock()
    threads = [
        threading.Thread(target=_worker, args=(port, paths, requests // clients, headers or {}, result, lock))
        for _ in range(clients)
    ]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    result.seconds = time.perf_counter() - begun
    return result


def etag(port: int, path: str) -> str:
    """The page's current ETag, to ask again with If-None-Match."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", path)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.getheader("ETag") or ""
