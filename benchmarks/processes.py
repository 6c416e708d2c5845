"""Programs run and measured: seconds, CPU seconds (user and system) of all their processes, memory.

A program's helpers may outlive it: this process becomes their parent (Linux), waits for them and counts them too.
"""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_PR_SET_CHILD_SUBREAPER = 36
_TICKS = os.sysconf("SC_CLK_TCK")
_LOOK = 0.02
"""Seconds between two looks at a program that runs: what it does until we see that it is where we wait for counts."""
_LOOK_CLOSELY = 0.5
"""Seconds between two looks at its memory, which holds it up a little."""


@dataclass(frozen=True, slots=True)
class Ran:
    """What a program took, and what it printed; `reached` is wall and CPU seconds until the condition held."""

    wall: float
    cpu: float
    memory: float
    """Megabytes, the most at any look, shared pages divided among who shares them."""
    output: str
    reached: tuple[float, float] | None = None


def environment(**more: str) -> dict[str, str]:
    """Variables as they are here, with some of our own; byte code is kept, so that no run pays for compiling."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | more


def run(command: Sequence[str], env: Mapping[str, str], until: Callable[[], bool] | None = None) -> Ran:
    """Run a program to its end; exits with its last words when it fails."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1)
    before, began = _children(), time.monotonic()
    process = subprocess.Popen(command, env=dict(env), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    memory, reached, look = 0.0, None, began
    while (ended := os.wait4(process.pid, os.WNOHANG))[0] == 0:
        if time.monotonic() >= look:
            memory = max(memory, memory_of(process.pid))
            look = time.monotonic() + _LOOK_CLOSELY
        if until is not None and reached is None and until():
            reached = (time.monotonic() - began, cpu_of(process.pid))
        time.sleep(_LOOK)
    wall, cpu = time.monotonic() - began, ended[2].ru_utime + ended[2].ru_stime
    assert process.stdout is not None
    assert process.stderr is not None
    output, complaint = process.stdout.read().decode(), process.stderr.read().decode(errors="replace")
    process.returncode = os.waitstatus_to_exitcode(ended[1])
    if process.returncode:
        sys.exit(f"{' '.join(command)} ended with {process.returncode}: {complaint.strip()[-500:]}")
    while left := _children() - before:
        usage = os.wait4(left.pop(), 0)[2]
        cpu += usage.ru_utime + usage.ru_stime
    return Ran(wall, cpu, memory, output, reached)


def cpu_of(pid: int) -> float:
    """CPU seconds of a process and all below it so far."""
    return sum(map(_cpu, _family(pid)))


def memory_of(pid: int) -> float:
    """Megabytes of a process and all below it."""
    return sum(map(_memory, _family(pid)))


def _children() -> set[int]:
    found: set[int] = set()
    for path in Path("/proc/self/task").iterdir():
        with suppress(OSError):
            found |= set(map(int, (path / "children").read_text().split()))
    return found


def _family(root: int) -> list[int]:
    below: dict[int, list[int]] = {}
    for path in Path("/proc").iterdir():
        if path.name.isdigit():
            with suppress(OSError, IndexError):
                below.setdefault(int(_stat(int(path.name))[1]), []).append(int(path.name))
    family = [root]
    for pid in family:
        family += below.get(pid, ())
    return family


def _stat(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def _cpu(pid: int) -> float:
    """Seconds of a process and of those below it that have ended."""
    try:
        return sum(map(int, _stat(pid)[11:15])) / _TICKS
    except (OSError, IndexError):
        return 0.0


def _memory(pid: int) -> float:
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    return 0.0
