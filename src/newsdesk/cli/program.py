"""Puts the program together: home, first list, settings, worker, screen."""

from __future__ import annotations

import os
import subprocess
import sys

from newsdesk import config, log, paths
from newsdesk.cli import output
from newsdesk.errors import NewsdeskError
from newsdesk.paths import Paths
from newsdesk.store.connection import is_current


def open_program(*, offline: bool, home: Paths | None = None) -> int:
    """Open newsdesk on a home (the person's own without one) and return its exit code when it is quit."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        output.complain("this is no terminal. `newsdesk list` and `newsdesk show` work without one.")
        return 2
    try:
        found = home or paths.find()
        log.start(found.log)
        _prepare(found)
        return _run(found, offline=offline)
    except NewsdeskError as error:
        output.complain(str(error))
        return error.exit_code


def _prepare(home: Paths) -> None:
    if not home.opml.exists():
        from newsdesk.cli.home import make_first_list

        make_first_list(home, paths.bundled_opml(), dict(os.environ))
    if not is_current(home.database):
        # In a process of its own: sqlite-utils and its friends would triple the start and stay in memory.
        done = subprocess.run([sys.executable, "-m", "newsdesk", "upgrade"], env=_environment(home), check=False,
                              capture_output=True, text=True)  # fmt: skip
        if done.returncode:
            raise NewsdeskError(done.stderr.strip().removeprefix("newsdesk: ") or "The database can't be made")


def _environment(home: Paths) -> dict[str, str]:
    if home.config.parent == home.database.parent:
        return dict(os.environ, NEWSDESK_HOME=str(home.database.parent))
    return dict(os.environ)


def _run(home: Paths, *, offline: bool) -> int:
    from newsdesk.tui.app import NewsdeskApp
    from newsdesk.worker.lifecycle import Keeper
    from newsdesk.worker.subscriptions import Subscriptions

    settings, notices = config.load_leniently(home.config)
    app = NewsdeskApp(home, settings, keeper=None if offline else Keeper(home), notices=notices)
    app.subscriptions = Subscriptions(home, app.session.writer)
    app.run(mouse=settings.mouse)
    return app.return_code or 0
