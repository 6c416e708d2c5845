"""However the program ends or stops, the terminal is as it was, all is on disk, and no process is left behind."""

from __future__ import annotations

import signal
import sys
import time
from pathlib import Path

import pytest

from e2e import shell
from e2e.conftest import Opener, wait_for_end
from e2e.processes import environment_for, listed, workers_of
from e2e.terminal import Terminal


def open_with_worker(opened: Opener, home: Path, **more: object) -> Terminal:
    """The program with a list on its screen and its worker at work."""
    terminal = opened(**more)
    terminal.wait_for("unread", "Harbour Post")
    terminal.wait(lambda: len(workers_of(home)) == 1, "one worker")
    return terminal


def read_and_quit(terminal: Terminal) -> None:
    """Keys are taken, and it ends as it should."""
    terminal.press("enter")
    terminal.wait_for("min read")
    terminal.press("Q")
    assert terminal.wait_exit(10) == 0
    assert terminal.is_as_before


@pytest.mark.parametrize("key", ["Q", "q", "ctrl+q"])
def test_quitting_leaves_the_terminal_as_it_was(furnished: Path, opened: Opener, key: str) -> None:
    """Exit code 0; settings, screen, cursor and mouse restored; no worker; a star made just before is on disk."""
    terminal = open_with_worker(opened, furnished)
    terminal.press("s", key)
    assert terminal.wait_exit(10) == 0
    assert terminal.is_as_before
    assert wait_for_end(furnished) == []
    assert len(listed(furnished, "is:starred")) == 1


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT], ids=lambda number: number.name)
def test_a_signal_leaves_the_terminal_as_it_was(furnished: Path, opened: Opener, number: signal.Signals) -> None:
    """The same when somebody else ends it, from the middle of an article."""
    terminal = open_with_worker(opened, furnished)
    terminal.press("enter")
    terminal.wait_for("min read")
    terminal.process.send_signal(number)
    terminal.wait_exit(10)
    assert terminal.is_as_before
    assert wait_for_end(furnished) == []


@pytest.mark.parametrize("sent", [b"\x1b]11;?", b"\x1b[?1049h", b"\x1b[?7l"], ids=["asked", "taken over", "set up"])
def test_a_signal_during_the_start_leaves_the_terminal_as_it_was(furnished: Path, opened: Opener, sent: bytes) -> None:
    """While its colours are asked for, when it has just been taken over, and behind that."""
    (furnished / "config.toml").write_text('theme = "auto"\n')
    for _ in range(3):
        terminal = opened("--offline", TERM="xterm-256color", COLORFGBG="")
        terminal.wait(lambda: sent in terminal.raw, repr(sent))  # noqa: B023 - asked at once
        terminal.process.send_signal(signal.SIGTERM)
        assert terminal.wait_exit(20) in (0, -signal.SIGTERM)
        assert terminal.is_as_before
        assert b"fault in newsdesk" not in terminal.raw


def test_a_stop_that_it_is_not_told_of_leaves_a_program_that_can_be_quit(furnished: Path, opened: Opener) -> None:
    """SIGSTOP, and SIGCONT, that also alone: the screen is drawn anew, keys are taken once each, and it ends."""
    terminal = open_with_worker(opened, furnished)
    for numbers in ((signal.SIGSTOP, signal.SIGCONT), (signal.SIGCONT,)):
        terminal.forget()
        for number in numbers:
            terminal.process.send_signal(number)
        terminal.wait_for("newsdesk", "SECTIONS", "Harbour Post", "? keys")
    read_and_quit(terminal)


def test_a_closed_window_ends_the_program_and_its_worker(furnished: Path, opened: Opener) -> None:
    """The terminal goes away: program, worker and all its children end, and what was marked is there."""
    terminal = open_with_worker(opened, furnished)
    terminal.press("s")
    terminal.wait_for("Starred  ")
    terminal.hang_up()
    terminal.process.wait(10)
    assert wait_for_end(furnished) == []
    assert len(listed(furnished, "is:starred")) == 1


@pytest.mark.parametrize("closed", [False, True], ids=["told to end", "closed"])
def test_a_terminal_that_takes_nothing_holds_up_no_end(furnished: Path, opened: Opener, closed: bool) -> None:
    """More is drawn than it takes in: told to end, or closed, the program and its worker end all the same."""
    terminal = open_with_worker(opened, furnished)
    terminal.pause()
    for _ in range(100):
        terminal.press("g", "u", "j", "g", "h", "g", "a")
    time.sleep(2)  # until it is stuck, which nothing shows
    if closed:
        terminal.hang_up()
    else:
        terminal.process.send_signal(signal.SIGTERM)
    terminal.process.wait(20)
    assert wait_for_end(furnished) == []


def test_a_killed_program_leaves_no_worker(furnished: Path, opened: Opener) -> None:
    """Even kill -9 of the program leaves no process behind."""
    terminal = open_with_worker(opened, furnished)
    terminal.process.kill()
    terminal.process.wait(10)
    assert wait_for_end(furnished) == []


def test_suspending_gives_the_terminal_back_and_fg_draws_it_anew(furnished: Path, opened: Opener) -> None:
    """ctrl+z shows a usable shell; after fg the whole screen is there again and takes keys."""
    terminal = open_with_worker(opened, furnished, shell=[sys.executable, shell.__file__])
    for _ in range(2):
        terminal.press("ctrl+z")
        terminal.wait_for(shell.STOPPED)
        assert terminal.is_as_before
        terminal.forget()
        terminal.press("fg\n")
        terminal.wait_for("newsdesk", "SECTIONS", "Harbour Post", "? keys")
    read_and_quit(terminal)


CRASH = """
import sys
import time
from newsdesk.tui.widgets.article import ArticlePage
draw = ArticlePage.render_line
def fault(page, y):
    if page.article:
        raise RuntimeError("a fault that nobody foresaw")
    return draw(page, y)
ArticlePage.render_line = fault
sys.argv = ["newsdesk", "--offline"]
from newsdesk.cli.main import main
main()
"""


def test_a_crash_leaves_the_terminal_as_it_was(furnished: Path) -> None:
    """A fault of our own in what is drawn: one line instead of a trace, exit code 1, everything restored."""
    with Terminal([sys.executable, "-c", CRASH], environment_for(furnished), 160, 45) as terminal:
        terminal.wait_for("unread", "Harbour Post")
        terminal.press("g", "a", "enter")
        terminal.wait(lambda: terminal.process.poll() is not None, "the end")
        assert terminal.wait_exit(20) == 1
        assert terminal.is_as_before
        assert b"Traceback" not in terminal.raw
        assert "a fault in newsdesk (RuntimeError)" in " ".join(terminal.text.split())
    assert "nobody foresaw" in (furnished / "newsdesk.log").read_text()
