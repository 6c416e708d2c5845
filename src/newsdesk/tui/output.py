"""The terminal's end of what is drawn: one that is gone, or takes nothing, holds up nobody who wants to end."""

from __future__ import annotations

import os
import select
import threading
from contextlib import suppress
from typing import TextIO

PAUSE = 0.2
"""Seconds between two looks at a terminal that takes nothing."""
PATIENCE = 5
"""Looks after which a program that is to end draws no more on it."""


class Output:
    """A file for Textual's writer thread, which would end with the terminal, or wait for ever for one that is paused.

    Whatever is drawn then waits for that thread, and no signal is heard.
    """

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._handle = file.fileno()
        self._is_gone = False
        self._ending = threading.Event()
        with suppress(OSError):
            # A handle of our own: whoever shares the terminal keeps waiting for it.
            self._handle = os.open(os.ttyname(self._handle), os.O_WRONLY | os.O_NOCTTY | os.O_NONBLOCK)

    def end(self) -> None:
        """Wait no longer than PATIENCE from now on; what can be written still is."""
        self._ending.set()

    def write(self, text: str) -> None:
        """Write all of a text, or drop the rest where there is no terminal any more."""
        data, looks = memoryview(text.encode(errors="replace")), 0
        while data and not self._is_gone:
            try:
                data, looks = data[os.write(self._handle, data) :], 0
            except BlockingIOError:
                select.select([], [self._handle], [], PAUSE)
                looks += self._ending.is_set()
                self._is_gone = looks > PATIENCE
            except OSError:
                self._is_gone = True

    def flush(self) -> None:
        """Nothing is held back."""

    def fileno(self) -> int:
        """The terminal's handle."""
        return self._file.fileno()

    def isatty(self) -> bool:
        """Whether it is one."""
        return self._file.isatty()
