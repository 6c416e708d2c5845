"""The terminal's driver: reads keys as Textual does, but takes out what the terminal answers to our questions."""

from __future__ import annotations

import errno
import os
import re
import select
import signal
import time
from codecs import getincrementaldecoder

from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver

_ANSWER = re.compile(r"\x1b\]\d+;[^\x07\x1b]*(?:\x07|\x1b\\)|\x1b\[\?[\d;]*c")
_BEGUN = re.compile(r"\x1b(?:\](?:\d+(?:;[^\x07\x1b]*\x1b?)?)?|\[\?[\d;]*)\Z")
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


class TerminalDriver(LinuxDriver):
    """Textual's driver for terminals of Unix, with an ear for late answers."""

    def run_input_thread(self) -> None:
        """Read what comes from the terminal until the program ends."""
        parser, answers = XTermParser(self._debug), Answers()
        decode = getincrementaldecoder("utf-8")("replace").decode

        def take(typed: str) -> None:
            for event in parser.feed(typed) if typed else ():
                self.process_message(event)
            for event in parser.tick():
                self.process_message(event)

        while not self.exit_event.is_set():
            if select.select([self.fileno], [], [], 0.1)[0]:
                data = self._read()
                if not data:
                    # The terminal is gone. The kernel tells only the session's leader, which need not be us (`make
                    # run`), so we tell ourselves.
                    os.kill(os.getpid(), signal.SIGHUP)
                    return
                take(answers.without(decode(data), time.monotonic()))
            else:
                take(answers.given_up(time.monotonic()))

    def _read(self) -> bytes:
        """What was typed; nothing when the terminal is gone."""
        try:
            return os.read(self.fileno, 4096)
        except OSError as error:
            if error.errno != errno.EIO:
                raise
            return b""
