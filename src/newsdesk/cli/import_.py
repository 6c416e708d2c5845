"""`newsdesk import`: another list merged into the subscriptions."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from newsdesk.cli import output
from newsdesk.cli.home import open_home, writing_marks
from newsdesk.errors import OpmlError
from newsdesk.opml.source import MAX_BYTES
from newsdesk.worker.subscriptions import Subscriptions


@click.command("import")
@click.argument("file")
def command(file: str) -> int:
    """Add the feeds of an OPML FILE ("-": standard input); what is there already stays where it is."""
    home = open_home()
    data, name = _read(file)
    with writing_marks(home) as writer:
        merged = Subscriptions(home, writer).merge(data, name)
    output.row("added", len(merged.added))
    output.row("already there", len(merged.already_there))
    output.row("skipped", len(merged.skipped))
    for skipped in merged.skipped:
        output.say(f"skipped line {skipped.line}: {skipped.what}: {skipped.why}")
    return 0


def _read(file: str) -> tuple[bytes, str]:
    if file == "-":
        return sys.stdin.buffer.read(MAX_BYTES + 1), "standard input"
    try:
        with Path(file).open("rb") as opened:  # a pipe is as good as a file
            return opened.read(MAX_BYTES + 1), file
    except OSError as error:
        raise OpmlError(f"{file} can't be read: {error.strerror}") from error
