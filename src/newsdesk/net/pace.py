"""Who may be asked right now: one connection a host, a pause between two to one host, so many in all."""

from __future__ import annotations

import heapq
from collections import deque
from typing import Generic, TypeVar

Job = TypeVar("Job")


class HostPace(Generic[Job]):
    """A queue of jobs that gives each host one at a time, `spacing` seconds apart, and at most `total` in all.

    Times are monotonic seconds, handed in. Jobs of one host come out in the order they were added.
    """

    def __init__(self, spacing: float = 0.5, total: int = 16) -> None:
        self._spacing = spacing
        self._total = total
        self._queues: dict[str, deque[Job]] = {}
        self._ready: list[tuple[float, int, str]] = []
        self._rested: dict[str, float] = {}
        self._busy: set[str] = set()
        self._count = 0

    def __len__(self) -> int:
        """Jobs that wait or are under way."""
        return len(self._busy) + sum(map(len, self._queues.values()))

    def add(self, host: str, job: Job, ready: float = 0.0) -> None:
        """Queue a job; `ready` is the earliest moment for its host to begin (a jittered start)."""
        if queue := self._queues.get(host):
            queue.append(job)
            return
        self._queues[host] = deque((job,))
        if host not in self._busy:
            self._offer(host, max(ready, self._rested.get(host, 0.0)))

    def take(self, now: float) -> Job | None:
        """The next job whose host may be asked, its host busy until `done`; None: nothing may begin now."""
        if len(self._busy) >= self._total:
            return None
        while self._ready and self._ready[0][0] <= now:
            _, _, host = heapq.heappop(self._ready)
            # A host whose jobs were dropped may stand here twice; it is offered again when it may be asked.
            if host in self._busy or self._rested.get(host, now) > now:
                continue
            if queue := self._queues.get(host):
                self._busy.add(host)
                return self._pop(host, queue)
        return None

    def done(self, host: str, now: float) -> None:
        """Say that the host's job has ended: its pause begins."""
        self._busy.discard(host)
        self._rested[host] = now + self._spacing
        if self._queues.get(host):
            self._offer(host, self._rested[host])

    def drop(self, host: str) -> list[Job]:
        """Take a host's waiting jobs out of the queue, because it asked to be left alone."""
        return list(self._queues.pop(host, ()))

    def wait(self, now: float) -> float | None:
        """Seconds until `take` may have a job if nothing ends before; None: only an end can make one."""
        if len(self._busy) >= self._total or not self._ready:
            return None
        return max(0.0, self._ready[0][0] - now)

    def _pop(self, host: str, queue: deque[Job]) -> Job:
        job = queue.popleft()
        if not queue:
            del self._queues[host]
        return job

    def _offer(self, host: str, when: float) -> None:
        self._count += 1
        heapq.heappush(self._ready, (when, self._count, host))
