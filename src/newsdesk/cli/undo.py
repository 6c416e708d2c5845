"""`newsdesk undo`: the newest action taken back."""

from __future__ import annotations

import json

import click

from newsdesk import config
from newsdesk.cli import output
from newsdesk.cli.home import open_home, writing_marks
from newsdesk.worker.subscriptions import Subscriptions


@click.command("undo")
def command() -> int:
    """Take back what was done last: a mark, an import, an edit of the subscriptions, a view."""
    home = open_home()
    with writing_marks(home) as writer:
        undone = writer.undo().result()
        if undone is None:
            output.say("There is nothing to undo.")
            return 1
        if undone.kind == "opml":
            Subscriptions(home, writer).restore(undone.before, undone.after)
        elif undone.kind == "view":
            config.save_views(home.config, json.loads(undone.after))
    output.say(f"Undone: {undone.label}")
    return 0
