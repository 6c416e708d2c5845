"""Puts the program together: home, first list, settings, worker, screen."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from typing import TYPE_CHECKING

from newsdesk import config, log, paths
from newsdesk.cli import output
from newsdesk.errors import NewsdeskError, StoreError
from newsdesk.paths import Paths
from newsdesk.store.connection import is_current

if TYPE_CHECKING:
    from newsdesk.tui.app import NewsdeskApp
    from newsdesk.tui.session import Session
    from newsdesk.worker.subscriptions import Subscriptions

_log = logging.getLogger(__name__)


def open_program(*, offline: bool, home: Paths | None = None) -> int:
    """Open newsdesk on a home (the person's own without one) and return its exit code when it is quit."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        output.complain("this is no terminal. `newsdesk list` and `newsdesk show` work without one.")
        return 2
    try:
        found = home or paths.find()
        log.start(found.log)
        _prepare(found)
        return _run(found, offline=offline, follows=offline and home is None)
    except NewsdeskError as error:
        output.complain(str(error))
        return error.exit_code
    except Exception as error:  # noqa: BLE001 - the trace is for the log, not for the person
        _log.exception("newsdesk could not be opened")
        output.complain(f"a fault in newsdesk ({type(error).__name__}); the log has the details")
        return 1


def _prepare(home: Paths) -> None:
    if not home.opml.exists():
        from newsdesk.cli.home import make_first_list

        make_first_list(home, paths.bundled_opml(), dict(os.environ))
    if not is_current(home.database):
        upgrade = _bring_up_to_date(home)
        # A first start has both to do: the screen is loaded meanwhile.
        _load_screen()

        _wait_for(upgrade)


def _bring_up_to_date(home: Paths) -> subprocess.Popen[str]:
    """Have the database made, upgraded, and brought in line with feeds.opml."""
    # In a process of its own: sqlite-utils, the list's readers and their friends would triple the start, and stay in
    # memory.
    return subprocess.Popen(
        [sys.executable, "-m", "newsdesk", "upgrade"], env=_environment(home), stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def _wait_for(upgrade: subprocess.Popen[str]) -> None:
    _, trouble = upgrade.communicate()
    if upgrade.returncode:
        raise StoreError(trouble.strip().removeprefix("newsdesk: ") or "The database can't be made")


def _environment(home: Paths) -> dict[str, str]:
    if home.config.parent == home.database.parent:
        return dict(os.environ, NEWSDESK_HOME=str(home.database.parent))
    return dict(os.environ)


def _run(home: Paths, *, offline: bool, follows: bool) -> int:
    from newsdesk.tui import terminal

    settings, notices = config.load_leniently(home.config)
    with terminal.asking(settings.theme) as asked:
        app_class = _load_screen()
        from newsdesk.worker.lifecycle import Keeper

    keeper = None if offline else Keeper(home)
    app = app_class(
        home,
        settings,
        keeper=keeper,
        subscriptions=lambda session: _subscriptions(home, session),
        follow_list=(lambda: _wait_for(_bring_up_to_date(home))) if follows else None,
        notices=notices,
        asked=asked,
    )
    app.run(mouse=settings.mouse)
    return app.return_code or 0


def _load_screen() -> type[NewsdeskApp]:
    from newsdesk.tui import unused

    with unused.kept_out():
        from newsdesk.tui.app import NewsdeskApp
    return NewsdeskApp


def _subscriptions(home: Paths, session: Session) -> Subscriptions:
    # Imported when the first edit is made: the list's readers are a fifth of the start.
    from newsdesk.worker.subscriptions import Subscriptions

    return Subscriptions(home, session.writer)
