"""The command line as people use it, in this process for speed and as the installed command where that matters."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from newsdesk.cli.commands import run
from servers import Server, serving


@dataclass(frozen=True)
class Said:
    """What a command said and its exit code."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The JSON document on its standard output."""
        return json.loads(self.out)

    @property
    def rows(self) -> list[list[str]]:
        """Its lines, cut at tabs."""
        return [line.split("\t") for line in self.out.splitlines()]


Command = Callable[..., Said]


@pytest.fixture
def newsdesk(home: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> Command:
    """`newsdesk(*arguments)` in this process, in a home of the test's own."""

    def call(*arguments: object) -> Said:
        capfdbinary.readouterr()
        code = run([str(argument) for argument in arguments])
        sys.stdout.flush()
        out, err = capfdbinary.readouterr()
        assert b"Traceback" not in err
        return Said(code, out.decode(), err.decode())

    return call


@pytest.fixture
def installed(home: Path) -> Command:
    """`installed(*arguments, stdin=b"")`: the command as it is installed, a process of its own."""

    def call(*arguments: object, stdin: bytes = b"") -> Said:
        command = [str(Path(sys.executable).with_name("newsdesk")), *map(str, arguments)]
        done = subprocess.run(command, input=stdin, capture_output=True, timeout=60, check=False, env=dict(os.environ))
        assert b"Traceback" not in done.stderr
        return Said(done.returncode, done.stdout.decode(), done.stderr.decode())

    return call


@pytest.fixture
def server() -> Iterator[Server]:
    """A server for feeds."""
    with serving() as made:
        yield made
