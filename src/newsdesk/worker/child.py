"""What runs inside a parser child: take a job off the socket, do it within limits, answer, until the other end closes.

Imported by the fork server, so that a new child starts in milliseconds; it must stay small.
"""

from __future__ import annotations

import ctypes
import gc
import importlib
import os
import pickle
import resource
import signal
import socket
import struct
import sys
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO, Literal

_ALIVE = 100_000
"""Objects more than there were, from which on cycles are looked for."""
HEADER = struct.Struct("!Q")
"""Each message is its length, then its pickle."""

_PR_SET_PDEATHSIG = 1
_NICER = 5
"""Than the worker, for which all children wait when it waits for a processor."""


@dataclass(frozen=True, slots=True)
class ChildLimits:
    """What one job may use."""

    cpu: int = 30
    """Seconds of processor time."""
    wall: float = 60.0
    """Seconds on the clock, counted by the parent."""
    memory: int = 1 << 30
    """Bytes of address space of the child, the parsers' own included."""
    answer: int = 256 << 20
    """Bytes of a pickled answer."""
    idle: float = 60.0
    """Seconds without a job after which the child is ended."""


@dataclass(frozen=True, slots=True)
class JobAnswer:
    """How a job ended in the child: its result, or why there is none."""

    outcome: Literal["done", "memory", "error"]
    result: Any = None
    error: str = ""
    """Name of the exception."""
    trace: str = ""


def serve(line: socket.socket, jobs: Mapping[str, str], limits: ChildLimits) -> None:
    """Answer jobs until the parent closes its end; `jobs` maps names to `module:function`."""
    _close_all_but(line.fileno())
    _settle(limits)
    # Jobs make many small objects and hardly any cycles: looking for those as often as Python does is a fifth of a job.
    gc.freeze()
    gc.set_threshold(_ALIVE)
    found: dict[str, Callable[..., Any]] = {}
    with line, line.makefile("rb") as incoming:
        while (message := _receive(incoming)) is not None:
            _renew_cpu(limits)
            answer = _work(message, jobs, found)
            line.sendall(_packed(answer))
            if answer.outcome == "memory":
                # What is left of its memory may be in pieces. Ending by itself it could break the line before its
                # answer was read, when the next job comes in.
                while line.recv(4_096):
                    pass
                return


def _close_all_but(kept: int) -> None:
    # multiprocessing hands every child the pipe end that keeps the fork server alive: a busy child and the server
    # would hold each other up after the worker is gone.
    os.closerange(3, kept)
    os.closerange(kept + 1, os.sysconf("SC_OPEN_MAX"))


def _settle(limits: ChildLimits) -> None:
    # Linux only; elsewhere the closed socket ends an idle child, and the wall limit a busy one.
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.nice(_NICER)
    # What a parser says on the side must not reach the person's terminal.
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nowhere, descriptor)
    os.close(nowhere)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _lower(resource.RLIMIT_AS, limits.memory)


def _renew_cpu(limits: ChildLimits) -> None:
    used = resource.getrusage(resource.RUSAGE_SELF)
    _lower(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime) + 1 + limits.cpu)


def _lower(what: int, limit: int) -> None:
    _, hard = resource.getrlimit(what)
    resource.setrlimit(what, (limit if hard == resource.RLIM_INFINITY else min(limit, hard), hard))


def _receive(incoming: BinaryIO) -> bytes | None:
    head = incoming.read(HEADER.size)
    if len(head) < HEADER.size:
        return None
    (size,) = HEADER.unpack(head)
    message = incoming.read(size)
    return message if len(message) == size else None


def _work(message: bytes, jobs: Mapping[str, str], found: dict[str, Callable[..., Any]]) -> JobAnswer:
    try:
        name, args = pickle.loads(message)
        if name not in found:
            module, _, function = jobs[name].partition(":")
            found[name] = getattr(importlib.import_module(module), function)
        return JobAnswer("done", found[name](*args))
    except MemoryError:
        return JobAnswer("memory")
    except Exception as error:  # noqa: BLE001 - whatever a parser raises is this document's failure, not the worker's
        return JobAnswer("error", error=type(error).__name__, trace=traceback.format_exc(limit=-12))


def _packed(answer: JobAnswer) -> bytes:
    try:
        data = pickle.dumps(answer, pickle.HIGHEST_PROTOCOL)
    except MemoryError:
        data = pickle.dumps(JobAnswer("memory"))
    except Exception as error:  # noqa: BLE001 - pickling runs the result's own code
        data = pickle.dumps(JobAnswer("error", error=type(error).__name__, trace=traceback.format_exc(limit=-12)))
    return HEADER.pack(len(data)) + data
