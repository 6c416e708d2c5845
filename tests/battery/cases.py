"""Reads a folder of hostile cases, makes its large files in a folder of our own, and puts series together."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

_SERIES = re.compile(r"-(?:v(\d+)|([a-e]))(?=\.[^.]*$)")
_SOON = b"@NOW+3600@"


@dataclass(frozen=True, slots=True)
class Case:
    """A line of cases.jsonl and the file that it names."""

    file: str
    kind: str
    family: str
    what: str
    must: str
    path: Path
    serve: str = ""

    @property
    def asks(self) -> str:
        """All that is said about the case, in lower case."""
        return f"{self.file} {self.what} {self.must} {self.serve}".lower()

    def content(self) -> bytes:
        """The file's bytes, as they are served right now; none of what is no ordinary file."""
        if not self.path.is_file():
            return b""
        soon = format_datetime(datetime.now(UTC).replace(microsecond=0) + timedelta(hours=1))
        return self.path.read_bytes().replace(_SOON, soon.encode())


@dataclass(frozen=True, slots=True)
class Run:
    """Cases that are one run: a single one, or a series that is served in order under one URL."""

    cases: tuple[Case, ...]

    @property
    def case(self) -> Case:
        """The one whose `must` speaks for the run; of a series the last."""
        return self.cases[-1]

    @property
    def name(self) -> str:
        """What the run is called."""
        return self.cases[0].file


def read_cases(folder: Path, bombs: Path) -> list[Case]:
    """The cases of a folder in their order, `same` musts spelled out; generated files stand in `bombs`."""
    cases: list[Case] = []
    for line in (folder / "cases.jsonl").read_text(encoding="utf-8").splitlines():
        if not line.strip():
            continue
        data = json.loads(line)
        case = _case(folder, bombs, data)
        if case.must.lower().startswith("same") and cases:
            case = replace(case, must=f"{cases[-1].must}; {case.must.partition(':')[2].strip()}")
        cases.append(case)
    return cases


def _case(folder: Path, bombs: Path, data: Mapping[str, object]) -> Case:
    file = str(data["file"])
    path = bombs / Path(file).name if data.get("generated") else folder / file
    words = {name: str(data.get(name) or "") for name in ("kind", "family", "what", "must", "serve")}
    return Case(file=file, path=path, **words)


def make_bombs(folder: Path, workshop: Path) -> Path:
    """Run a copy of the folder's make_bombs.py, so that nothing is written into the folder itself."""
    bombs = workshop / "bombs"
    bombs.mkdir(parents=True)
    script = folder / "make_bombs.py"
    if script.exists():
        copy = workshop / script.name
        shutil.copyfile(script, copy)
        subprocess.run([sys.executable, str(copy)], check=True, stdout=subprocess.DEVNULL)
    return bombs


def runs(cases: Sequence[Case]) -> Iterator[Run]:
    """The cases, series put together."""
    series: dict[str, list[Case]] = {}
    for case in cases:
        series.setdefault(_SERIES.sub("", case.file), []).append(case)
    for members in series.values():
        if len(members) > 1 and all(_SERIES.search(case.file) for case in members):
            yield Run(tuple(sorted(members, key=lambda case: case.file)))
        else:
            yield from (Run((case,)) for case in members)
