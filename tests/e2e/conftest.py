"""What the tests in a real terminal share: a home, a newsroom on loopback hosts, a way to open the program."""

from __future__ import annotations

import os
import shutil
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from builders import rss
from e2e.newsroom import Newsroom, open_newsroom, write_opml
from e2e.processes import NEWSDESK, command, environment_for, running_for
from e2e.terminal import Terminal
from newsdesk import paths
from newsdesk.cli.demo import make_desk
from servers import Reply, Server, serving

Opener = Callable[..., Terminal]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The folder of a home that is not made yet."""
    return tmp_path / "home"


@pytest.fixture
def newsroom(tmp_path: Path) -> Iterator[Newsroom]:
    """Twelve invented outlets on loopback hosts."""
    with open_newsroom(tmp_path) as room:
        yield room


@pytest.fixture
def filled(home: Path, newsroom: Newsroom) -> Path:
    """A home with the newsroom imported and refreshed."""
    assert command(home, "import", str(newsroom.opml)).returncode == 0
    assert command(home, "refresh").returncode == 0
    return home


@pytest.fixture
def server() -> Iterator[Server]:
    """One feed of three articles, at /feed."""
    with serving("127.0.0.1") as made:
        made.pages["/feed"] = Reply(200, rss(1, 2, 3))
        yield made


@pytest.fixture
def kept(home: Path, server: Server, tmp_path: Path) -> Path:
    """A home with the server's three articles, one of them starred."""
    write_opml(tmp_path / "list.opml", {"One": ("World", server.url("/feed"))})
    assert command(home, "import", str(tmp_path / "list.opml")).returncode == 0
    (home / "config.toml").write_text("host_spacing = 0.0\nparsers = 1\n")
    assert command(home, "refresh").returncode == 0
    assert command(home, "mark", "star", "1").returncode == 0
    return home


@pytest.fixture(scope="session")
def demo_desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The desk of `newsdesk demo`, made once; copy it."""
    home = paths.at(tmp_path_factory.mktemp("demo") / "home")
    make_desk(home)
    return home.database.parent


@pytest.fixture
def furnished(home: Path, demo_desk: Path) -> Path:
    """A home with the demo's stories, of which nothing is due: its worker has nothing to do."""
    shutil.copytree(demo_desk, home)
    return home


@pytest.fixture
def opened(home: Path) -> Iterator[Opener]:
    """Open newsdesk on a terminal; at the end no word of Python's was drawn and no process of the home is left."""
    terminals: list[Terminal] = []

    def open_terminal(
        *arguments: str, columns: int = 160, rows: int = 45, shell: Sequence[str] = (), **environment: str
    ) -> Terminal:
        command = [*shell, NEWSDESK, *arguments]
        terminal = Terminal(command, environment_for(home, **environment), columns, rows)
        terminals.append(terminal)
        return terminal

    yield open_terminal
    for terminal in terminals:
        terminal.__exit__()
    left = wait_for_end(home)
    for process in left:
        os.kill(process.pid, signal.SIGKILL)
    assert not left, f"left behind: {left}"
    for terminal in terminals:
        assert b"Traceback" not in terminal.raw, terminal.raw[-4000:].decode(errors="replace")
    log = home / "newsdesk.log"
    assert not log.exists() or "Traceback" not in log.read_text(), log.read_text()[-4000:]


def wait_for_end(home: Path, seconds: float = 20.0) -> list[object]:
    """What is still running for a home when all had that long to end."""
    end = time.monotonic() + seconds
    while (left := running_for(home)) and time.monotonic() < end:
        time.sleep(0.05)
    return list(left)
