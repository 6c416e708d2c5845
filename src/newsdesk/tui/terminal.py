"""Finds out what the terminal is like before the app runs: how many colours, light or dark."""

from __future__ import annotations

import os
import re
import select
import sys
import termios
import time
import tty
from collections.abc import Mapping

PATIENCE = 0.05
"""Seconds to wait for the terminal's answer."""
_ANSWER = re.compile(rb"\x1b\]11;rgba?:([0-9a-fA-F]+)/([0-9a-fA-F]+)/([0-9a-fA-F]+)")


def theme_for(wanted: str) -> str:
    """The theme for a setting: itself, or for `auto` what suits the terminal."""
    if wanted != "auto":
        return wanted
    if not has_many_colours(os.environ):
        return "ansi"
    dark = is_dark_by_environment(os.environ)
    if dark is None:
        dark = ask_is_dark()
    return "paper" if dark is False else "ink"


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


def ask_is_dark() -> bool | None:
    """Ask the terminal for its background (OSC 11); None where it does not answer in time, or is none."""
    if not (sys.__stdin__ and sys.__stdout__ and sys.__stdin__.isatty() and sys.__stdout__.isatty()):
        return None
    handle = sys.__stdin__.fileno()
    try:
        before = termios.tcgetattr(handle)
    except termios.error:
        return None
    try:
        # Not flushed: what was typed before the program was ready belongs to it.
        tty.setcbreak(handle, termios.TCSANOW)
        # The second question is answered by every terminal: its answer ends the wait early.
        os.write(sys.__stdout__.fileno(), b"\x1b]11;?\x1b\\\x1b[c")
        return is_dark_answer(_read_answer(handle))
    except (OSError, termios.error):
        return None
    finally:
        termios.tcsetattr(handle, termios.TCSADRAIN, before)


def _read_answer(handle: int) -> bytes:
    answer, end = b"", time.monotonic() + PATIENCE
    while (left := end - time.monotonic()) > 0 and not re.search(rb"\x1b\[\?[\d;]*c", answer):
        if not select.select([handle], [], [], left)[0]:
            break
        answer += os.read(handle, 1024)
    return answer
