"""`newsdesk worker`: internal, started by the program."""

from __future__ import annotations

import click

from newsdesk.cli.home import open_home


@click.command("worker", hidden=True)
def command() -> int:
    """Run the background worker of this home until the program that started it ends."""
    from newsdesk.worker.process import run_worker

    return run_worker(open_home())
