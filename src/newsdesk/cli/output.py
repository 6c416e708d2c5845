"""What commands print: data on stdout, narration on stderr, nothing that a terminal could obey."""

from __future__ import annotations

import json
import os
import sys

from newsdesk.text import clean_line, clean_text


def data(value: object) -> None:
    """One JSON document on stdout."""
    print(json.dumps(value, ensure_ascii=False, indent=1))


def row(*fields: object) -> None:
    """One line on stdout, its fields parted by tabs."""
    print("\t".join(clean_line(str(field)) for field in fields))


def text(lines: str) -> None:
    """Running text on stdout."""
    print(clean_text(lines).rstrip("\n"))


def raw(content: bytes) -> None:
    """Bytes on stdout as they are."""
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()


def say(line: str) -> None:
    """A line of narration on stderr."""
    print(clean_line(line), file=sys.stderr)


def complain(line: str) -> None:
    """An error on stderr, in one line."""
    say(f"newsdesk: {line}")


def progress(line: str) -> None:
    """A line on stderr that replaces the one before, where stderr is a terminal; "" ends it."""
    if sys.stderr.isatty():
        width = max(os.get_terminal_size(sys.stderr.fileno()).columns - 1, 1)
        end = "" if line else "\n"
        print(f"\r\x1b[K{clean_line(line)[:width]}", end=end, file=sys.stderr, flush=True)


def drop_stdout() -> None:
    """Let Python's last flush go nowhere, after the reader of a pipe has gone."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
