"""Finds out what the terminal is like before the app runs: how many colours, light or dark."""

from __future__ import annotations

import os
import re
import select
import signal
import sys
import termios
import time
import tty
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any

PATIENCE = 0.05
"""Seconds that the terminal has for its answer, at least."""
_TERMINAL = 0
"""The handle it is read by."""
_KIND = re.compile(rb"\x1b\[\?[\d;]*c")
_ANSWER = re.compile(rb"\x1b\]11;rgba?:([0-9a-fA-F]+)/([0-9a-fA-F]+)/([0-9a-fA-F]+)")


def theme_for(wanted: str, dark: bool | None = None) -> str:
    """The theme for a setting: itself, or for `auto` what suits the terminal; `dark` is what it said when asked."""
    if wanted != "auto":
        return wanted
    if not has_many_colours(os.environ):
        return "ansi"
    told = is_dark_by_environment(os.environ)
    return "paper" if (dark if told is None else told) is False else "ink"


def has_many_colours(environ: Mapping[str, str]) -> bool:
    """Whether the terminal says it can show at least 256 colours."""
    term = environ.get("TERM", "")
    if environ.get("COLORTERM", "").lower() in ("truecolor", "24bit"):
        return True
    return term not in ("linux", "dumb", "vt100", "vt220", "ansi", "xterm-color", "screen", "xterm-16color")


def is_dark_by_environment(environ: Mapping[str, str]) -> bool | None:
    """What COLORFGBG says (`15;0`: light on dark); None where it says nothing."""
    ground = environ.get("COLORFGBG", "").rpartition(";")[2]
    if not ground.isdecimal():
        return None
    return int(ground) < 7 or int(ground) == 8


def is_dark_answer(answer: bytes) -> bool | None:
    """What the answer to OSC 11 says; None where it is none."""
    found = _ANSWER.search(answer)
    if not found:
        return None
    red, green, blue = (int(part, 16) / (16 ** len(part) - 1) for part in found.groups())
    light: float = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return light < 0.5


class Asked:
    """What a terminal that was asked for its background has said."""

    dark: bool | None = None
    """None: nothing, or nothing in time."""
    read: bytes = b""
    """All that came meanwhile: the answer, and what was typed before the program was ready."""


@contextmanager
def asking(wanted: str) -> Iterator[Asked]:
    """Ask the terminal for its background (OSC 11) if the theme depends on it; the answer is there after the block.

    The block is the time that the terminal has: the program loads in it.
    """
    asked = Asked()
    before = _settings() if _has_to_ask(wanted) else None
    if before is None:
        yield asked
        return

    def leave(number: int, _frame: object) -> None:
        # No exception: one that comes while a module is loaded may be dropped.
        _give_back(before)
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)

    heard = {number: signal.signal(number, leave) for number in (signal.SIGTERM, signal.SIGHUP)}
    try:
        is_asked = _ask()
        began = time.monotonic()
        yield asked
        if is_asked:
            asked.read = _read_answer(began + PATIENCE)
            asked.dark = is_dark_answer(asked.read)
    finally:
        _give_back(before)
        for number, handler in heard.items():
            signal.signal(number, handler)


def _has_to_ask(wanted: str) -> bool:
    if wanted != "auto" or not has_many_colours(os.environ) or is_dark_by_environment(os.environ) is not None:
        return False
    return bool(sys.__stdin__ and sys.__stdout__ and sys.__stdin__.isatty() and sys.__stdout__.isatty())


def _settings() -> list[Any] | None:
    try:
        return termios.tcgetattr(_TERMINAL)
    except termios.error:
        return None


def _ask() -> bool:
    try:
        # Not flushed: what was typed before the program was ready belongs to it.
        tty.setcbreak(_TERMINAL, termios.TCSANOW)
        # The second question is answered by every terminal: its answer ends the wait early.
        os.write(1, b"\x1b]11;?\x1b\\\x1b[c")
    except (OSError, termios.error):
        return False
    return True


def _give_back(before: list[Any]) -> None:
    with suppress(termios.error):
        termios.tcsetattr(_TERMINAL, termios.TCSADRAIN, before)


def _read_answer(end: float) -> bytes:
    answer = b""
    while not _KIND.search(answer):
        if not select.select([_TERMINAL], [], [], max(end - time.monotonic(), 0))[0]:
            break
        data = os.read(_TERMINAL, 1024)
        if not data:
            break
        answer += data
    return answer
