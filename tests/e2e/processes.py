"""Finds every process that works for one home, whoever its parent is by now, and runs commands on that home."""

from __future__ import annotations

import json
import os
import subprocess
import sysconfig
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

NEWSDESK = str(Path(sysconfig.get_path("scripts")) / "newsdesk")
"""The installed command."""


@dataclass(frozen=True, slots=True)
class Running:
    """A process of a home."""

    pid: int
    parent: int
    command: str

    @property
    def is_worker(self) -> bool:
        """Whether it is the background worker itself, not one of its children."""
        return self.command.endswith("-m newsdesk worker")


def running_for(home: Path) -> list[Running]:
    """All processes whose environment names this home; zombies are left out."""
    wanted = f"NEWSDESK_HOME={home}".encode()
    found = []
    for folder in Path("/proc").iterdir():
        if not folder.name.isdecimal() or int(folder.name) == os.getpid():
            continue
        try:
            if wanted not in (folder / "environ").read_bytes().split(b"\0"):
                continue
            command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode().strip()
            state, parent = (folder / "stat").read_text().rpartition(") ")[2].split()[:2]
        except OSError:
            continue  # it has ended meanwhile, or is somebody else's
        if state != "Z":
            found.append(Running(int(folder.name), int(parent), command))
    return found


def workers_of(home: Path) -> list[int]:
    """The process ids of a home's workers."""
    return [process.pid for process in running_for(home) if process.is_worker]


def environment_for(home: Path, **more: str) -> dict[str, str]:
    """What a program on this home gets: a capable terminal, and no way out of the machine."""
    nowhere = "http://127.0.0.1:9"
    kept = {name: os.environ[name] for name in ("PATH", "TZ") if name in os.environ}
    ours = {"HOME": str(home.parent), "NEWSDESK_HOME": str(home), "LANG": "C.UTF-8", "BROWSER": "true"}
    terminal = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "COLORFGBG": "15;0"}
    return kept | ours | terminal | dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"), nowhere) | more


def command(
    home: Path, *arguments: str, environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run `newsdesk` with these arguments on a home."""
    return subprocess.run(
        [NEWSDESK, *arguments], env=dict(environment or environment_for(home)), capture_output=True, text=True,
        stdin=subprocess.DEVNULL, timeout=300, check=False,
    )  # fmt: skip


def listed(home: Path, query: str = "") -> list[dict[str, Any]]:
    """The rows of `newsdesk list --json`."""
    done = command(home, "list", *([query] if query else []), "--limit", "0", "--json")
    assert done.returncode == 0, done.stderr
    rows: list[dict[str, Any]] = json.loads(done.stdout)
    return rows
