"""`python -m tests.fuzz --seconds 60 [TARGET…]`: each target for so long, with inputs bred from its corpus.

What makes a target fail is made small by hypothesis and written to its corpus (tests/data/fuzz/TARGET), where
`test_corpus.py` keeps it from coming back; the run then ends with 1.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
import time
import traceback
from collections.abc import Sequence
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings
from tests.fuzz.corpus import CORPUS, inputs
from tests.fuzz.targets import TARGETS

_EXAMPLES = 100
"""Between two looks at the clock."""
SLOW = 5.0
"""Processor seconds of one small input that count as a failure."""


class Slow(AssertionError):
    """An input of a few kilobytes took as long as none may."""


def fuzz(name: str, seconds: float, start: int) -> tuple[int, str]:
    """Fuzz a target for so long; how many inputs were tried, and what failed ("" for nothing)."""
    target, tried, failing = TARGETS[name], 0, b""

    def attempt(data: bytes) -> None:
        nonlocal tried, failing
        tried += 1
        before, failing = time.process_time(), data
        target(data)
        if time.process_time() - before > SLOW:
            raise Slow(f"{len(data)} bytes took {time.process_time() - before:.1f} s")

    end, number = time.monotonic() + seconds, start
    while time.monotonic() < end:
        number += 1
        run = settings(
            max_examples=_EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck),
            report_multiple_bugs=False, phases=(Phase.generate, Phase.shrink),
        )(seed(number)(given(inputs(name))(attempt)))  # fmt: skip
        try:
            run()
        except Exception:  # noqa: BLE001 - whatever a target raises is what is looked for
            file = CORPUS / name / f"found-{hashlib.sha256(failing).hexdigest()[:12]}"
            file.write_bytes(failing)
            return tried, f"{file}\n{traceback.format_exc(limit=-6)}"
    return tried, ""


def main(arguments: Sequence[str]) -> int:
    """Fuzz the targets one after another; 1 when one failed."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("targets", nargs="*", default=[], help=f"of {', '.join(TARGETS)} (default: all)")
    parser.add_argument("--seconds", type=float, default=60.0, help="for each (default 60)")
    parser.add_argument("--seed", type=int, default=int(time.time()) % 1_000_000, help="where to begin (default: new)")
    options = parser.parse_args(arguments)
    failed = False
    for name in options.targets or TARGETS:
        tried, problem = fuzz(name, options.seconds, options.seed)
        print(
            f"{name:<8} {tried:>7,} inputs from seed {options.seed}  {'FAIL ' + problem if problem else 'ok'}",
            flush=True,
        )
        failed = failed or bool(problem)
    return int(failed)


if __name__ == "__main__":
    Path(CORPUS).mkdir(parents=True, exist_ok=True)
    sys.exit(main(sys.argv[1:]))
