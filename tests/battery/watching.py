"""Watches what a command's processes use: the tree below it, its peak memory, its processor time."""

from __future__ import annotations

import os
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

_TICK = os.sysconf("SC_CLK_TCK")
_PAUSE = 0.02


@dataclass
class Usage:
    """What a tree of processes used."""

    seconds: float = 0.0
    """On the clock."""
    peak: dict[int, float] = field(default_factory=dict)
    """Largest resident memory of each process, in MB."""
    cpu: dict[int, float] = field(default_factory=dict)
    """Processor seconds of each process."""

    @property
    def memory(self) -> float:
        """MB of the largest process."""
        return max(self.peak.values(), default=0.0)

    @property
    def processor(self) -> float:
        """Processor seconds of all together."""
        return sum(self.cpu.values())


class Watch:
    """Samples a tree from its root process until the block ends; `usage` is complete then."""

    def __init__(self, root: int) -> None:
        self.usage = Usage()
        self._root = root
        self._ended = threading.Event()
        self._began = time.monotonic()
        self._thread = threading.Thread(target=self._sample, daemon=True)

    def __enter__(self) -> Usage:
        self._thread.start()
        return self.usage

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()
        self.usage.seconds = time.monotonic() - self._began

    def _sample(self) -> None:
        while True:
            for pid in tree(self._root):
                self._look(pid)
            if self._ended.wait(_PAUSE):
                return

    def _look(self, pid: int) -> None:
        try:
            status = Path(f"/proc/{pid}/status").read_text()
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
        except OSError:
            return
        for line in status.splitlines():
            if line.startswith("VmHWM:"):
                self.usage.peak[pid] = max(self.usage.peak.get(pid, 0.0), int(line.split()[1]) / 1024)
        self.usage.cpu[pid] = (int(fields[11]) + int(fields[12])) / _TICK


def tree(root: int) -> list[int]:
    """A process and all below it."""
    found, waiting = [], [root]
    while waiting:
        pid = waiting.pop()
        found.append(pid)
        try:
            for task in Path(f"/proc/{pid}/task").iterdir():
                waiting += map(int, (task / "children").read_text().split())
        except OSError:
            continue
    return found
