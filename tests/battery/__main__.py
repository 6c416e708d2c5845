"""`python -m tests.battery DIR`: every case of a folder of hostile inputs, and a table of verdicts."""

from __future__ import annotations

import argparse
import os
import re
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from tests.battery.bench import bench
from tests.battery.cases import Case, Run, make_bombs, read_cases, runs
from tests.battery.forbidden import Forbidden, listening
from tests.battery.kinds import Usual, measure_usual, run_case


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a case went."""

    case: Case
    problems: tuple[str, ...]
    seconds: float
    """Of the commands and the program together."""
    memory: float
    """MB of the largest process."""
    again: bool = False
    """Whether it failed at first, beside others, and held when it ran by itself."""


def judge(folder: Path, *, only: str = "", jobs: int = 4) -> Iterator[Verdict]:
    """The verdict of each case of a folder, in the folder's order; `only` is a pattern for the files' names.

    A case that fails runs once more when all others are done: what it does by itself counts, and the table says so.
    """
    with tempfile.TemporaryDirectory(prefix="newsdesk-battery-") as made, listening() as forbidden:
        workshop = Path(made)
        folder = folder.resolve()  # the commands run elsewhere
        cases = read_cases(folder, make_bombs(folder, workshop))
        wanted = [run for run in runs(cases) if re.search(only, run.name)]
        with bench(workshop / "usual", 0, forbidden) as usual_bench:
            usual = measure_usual(usual_bench)
        with ThreadPoolExecutor(jobs) as pool:
            numbered = list(enumerate(wanted, 1))
            failed = []
            for pair, verdicts in zip(
                numbered, pool.map(lambda pair: _verdicts(workshop, forbidden, usual, *pair), numbered), strict=True
            ):
                if any(verdict.problems for verdict in verdicts):
                    failed.append(pair)
                else:
                    yield from verdicts
        for number, run in failed:
            for verdict in _verdicts(workshop, forbidden, usual, number, run):
                yield replace(verdict, again=True)


def _verdicts(workshop: Path, forbidden: Forbidden, usual: Usual, number: int, run: Run) -> list[Verdict]:
    began = time.monotonic()
    with bench(workshop / f"case{number}", number, forbidden) as place:
        problems = run_case(place, run, usual)
        memory = max((done.usage.memory for done in place.done), default=0.0)
    seconds = time.monotonic() - began
    return [Verdict(case, tuple(problems), seconds, memory) for case in run.cases]


def _tell(verdict: Verdict, width: int) -> None:
    word = "FAIL" if verdict.problems else "again" if verdict.again else "ok"
    print(f"{verdict.case.file:<{width}}  {word:<5}  {verdict.seconds:6.1f} s  {verdict.memory:6.0f} MB", flush=True)
    for problem in verdict.problems:
        print("      " + problem.replace("\n", "\n        ")[:6_000], flush=True)


def main(arguments: Sequence[str]) -> int:
    """Run the battery, print the table; 1 when a case fails."""
    parser = argparse.ArgumentParser(prog="python -m tests.battery", description=__doc__)
    parser.add_argument("folder", type=Path, help="a folder with cases.jsonl")
    parser.add_argument("--only", default="", help="cases whose file name this pattern is found in")
    parser.add_argument("--jobs", type=int, default=2 * (os.cpu_count() or 1), help="cases at a time")
    options = parser.parse_args(arguments)
    began = time.monotonic()
    verdicts: list[Verdict] = []
    for verdict in judge(options.folder, only=options.only, jobs=options.jobs):
        verdicts.append(verdict)
        _tell(verdict, 28)
    failed = [verdict for verdict in verdicts if verdict.problems]
    again = sum(verdict.again and not verdict.problems for verdict in verdicts)
    seconds = time.monotonic() - began
    print(f"\n{len(verdicts)} cases, {len(failed)} failed, {again} held only by themselves, {seconds:.0f} s")
    for verdict in failed:
        print(f"  {verdict.case.file}: {verdict.problems[0].splitlines()[0]}")
    return int(bool(failed) or not verdicts)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
