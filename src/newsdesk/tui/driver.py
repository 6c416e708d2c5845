"""The terminal's driver: reads keys without what the terminal answers, Esc apart from Alt, and sizes in their order."""

from __future__ import annotations

import asyncio
import errno
import os
import re
import select
import signal
import sys
import time
from codecs import getincrementaldecoder
from typing import Any, TextIO, cast

from textual import events
from textual._xterm_parser import XTermParser
from textual.app import App
from textual.drivers.linux_driver import LinuxDriver
from textual.geometry import Size

from newsdesk.tui.output import Output

_ANSWER = re.compile(r"\x1b\]\d+;[^\x07\x1b]*(?:\x07|\x1b\\)|\x1b\[\?[\d;]*c")
_BEGUN = re.compile(r"\x1b(?:\](?:\d+(?:;[^\x07\x1b]*\x1b?)?)?|\[\?[\d;]*)\Z")
_ESCAPE_KEY = re.compile(
    r"\x1b(?!\[(?:[A-FHIOPQRSZa-d]|\[[A-E]|M[\s\S]{3}|[<-?]?[-\d;:]+\$?[@A-Z^~$cmtuy])|O[A-DFHMP-Sa-d])"
)
"""An escape that no arrow, function key, mouse or answer begins with (ECMA-48 section 5.4, xterm's ctlseqs)."""
_TORN = re.compile(r"\x1b(?:\[(?:\[|M[\s\S]{0,2}|[<-?]?[-\d;:]*\$?)|O|)\Z")
_LONGEST = 200
PATIENCE = 1.0
"""Seconds that the rest of an answer may take."""


class Answers:
    """Takes the terminal's answers (its colours, its kind) out of what is typed, however late and torn they come."""

    def __init__(self) -> None:
        self._held = ""
        self._since = 0.0

    def without(self, text: str, now: float) -> str:
        """The typed part of what was read at `now` (seconds of any clock); what may be half an answer is held back."""
        text = _ANSWER.sub("", self._held + text)
        begun = _BEGUN.search(text)
        self._held = begun.group() if begun and len(begun.group()) <= _LONGEST else ""
        self._since = now
        return text[: len(text) - len(self._held)]

    def given_up(self, now: float) -> str:
        """What was held back and turned out to be keys; an answer that never ended is dropped."""
        # Alt and a bracket look like the beginning of an answer; nobody types more of one.
        is_key = self._held == "\x1b]"
        if not self._held or (not is_key and now - self._since < PATIENCE):
            return ""
        held, self._held = self._held, ""
        return held if is_key else ""


class Escapes:
    """Tells Esc from Alt: a slow line, or quick fingers, bring Esc and the next key in one piece, as Alt would be."""

    def __init__(self) -> None:
        self._held = ""

    def parted(self, typed: str) -> list[str]:
        """What was typed, each Esc a piece of its own; what may be the beginning of an arrow is held back."""
        typed = self._held + typed
        torn = _TORN.search(typed)
        self._held = torn.group() if torn else ""
        return _with_escapes(typed[: len(typed) - len(self._held)])

    def given_up(self) -> list[str]:
        """What was held back and had nothing come after it: keys."""
        held, self._held = self._held, ""
        return _with_escapes(held)


def _with_escapes(typed: str) -> list[str]:
    pieces: list[str] = []
    for number, piece in enumerate(_ESCAPE_KEY.split(typed)):
        pieces += ["\x1b"] if number else []
        pieces += [piece] if piece else []
    return pieces


class TerminalDriver(LinuxDriver):
    """Textual's driver for terminals of Unix, with an ear for late answers and for sizes in a storm."""

    _told: tuple[int, int] = (0, 0)

    def __init__(
        self, app: App[Any], *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._output = Output(cast(TextIO, sys.__stderr__))
        self._file = cast(Any, self._output)

    def told_to_end(self) -> None:
        """Wait for no terminal that takes nothing, from now on."""
        self._output.end()

    def start_application_mode(self) -> None:
        """Take the terminal over, and hear of its sizes from the loop.

        Textual hears of them in a signal handler. A second signal interrupts the handler of the first, which then tells
        an old size after the new one.
        """
        self._told = self._get_terminal_size()
        super().start_application_mode()  # type: ignore[no-untyped-call]  # Textual's has no types
        asyncio.get_running_loop().add_signal_handler(signal.SIGWINCH, self._tell_size)
        self._tell_size()

    def _sigcont_application(self, *_: object) -> None:
        if self._has_terminal:
            # A stop that nobody was told of (SIGSTOP). From the loop: this may have interrupted a line to the terminal.
            self._loop.call_soon_threadsafe(self._take_over_again)
        elif self._must_signal_resume:
            super()._sigcont_application()

    def _take_over_again(self) -> None:
        """Set the terminal up anew and have all drawn, whatever it was used for meanwhile.

        Textual would do so beside the first time: two threads would read its keys, and never end.
        """
        if self._has_terminal and self._auto_restart:
            self.suspend_application_mode()
            self._must_signal_resume = True
            self.resume_application_mode()

    @property
    def _has_terminal(self) -> bool:
        return self._key_thread is not None and self._key_thread.is_alive()

    def _tell_size(self) -> None:
        size = self._get_terminal_size()
        if size != self._told and not self._in_band_window_resize:
            self._told = size
            self.process_message(events.Resize(Size(*size), Size(*size)))

    def run_input_thread(self) -> None:
        """Read what comes from the terminal until the program ends."""
        parser, answers = XTermParser(self._debug), Answers()
        decode = getincrementaldecoder("utf-8")("replace").decode
        # Who binds Alt and a letter wants what Textual makes of them.
        escapes = None if getattr(self._app, "binds_alt", True) else Escapes()

        def take(pieces: list[str]) -> None:
            for piece in pieces:
                if escapes and piece == "\x1b":
                    self.process_message(events.Key("escape", piece))
                    continue
                for event in parser.feed(piece) if piece else ():
                    self.process_message(event)
            for event in parser.tick():
                self.process_message(event)

        ahead: bytes = getattr(self._app, "take_typed_ahead", bytes)()
        while not self.exit_event.is_set():
            if ahead or select.select([self.fileno], [], [], 0.1)[0]:
                data, ahead = ahead or self._read(), b""
                if not data:
                    # The terminal is gone. The kernel tells only the session's leader, which need not be us (`make
                    # run`), so we tell ourselves.
                    os.kill(os.getpid(), signal.SIGHUP)
                    return
                typed = answers.without(decode(data), time.monotonic())
                take(escapes.parted(typed) if escapes else [typed])
            else:
                typed = answers.given_up(time.monotonic())
                take([*escapes.given_up(), *escapes.parted(typed)] if escapes else [typed])

    def _read(self) -> bytes:
        """What was typed; nothing when the terminal is gone."""
        try:
            return os.read(self.fileno, 4096)
        except OSError as error:
            if error.errno != errno.EIO:
                raise
            return b""
