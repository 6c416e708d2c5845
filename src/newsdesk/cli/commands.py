"""The commands by name, each imported only when it is called, and how their errors are told."""

from __future__ import annotations

import importlib
import logging
import sys

import click

from newsdesk import about
from newsdesk.cli import output
from newsdesk.errors import NewsdeskError

COMMANDS = {
    "backup": "backup", "config": "config", "demo": "demo", "doctor": "doctor", "export": "export", "feeds": "feeds",
    "foryou": "foryou", "import": "import_", "keys": "keys", "list": "list", "mark": "mark", "picks": "picks",
    "refresh": "refresh", "related": "related", "search": "search", "show": "show", "top": "top", "undo": "undo",
    "upgrade": "upgrade", "worker": "worker",
}  # fmt: skip
"""Command to module of this package, which has it as `command`."""

_log = logging.getLogger(__name__)


class _Commands(click.Group):
    """A group whose commands are imported one by one: `newsdesk list` needs no feedparser."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Their names."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, None when there is none."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"newsdesk.cli.{COMMANDS[cmd_name]}")
        command: click.Command = module.command
        return command


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=lambda c, _, v: _version(c, v))
def newsdesk() -> None:
    """The news, all of it, in a terminal. Without a command: the program; `newsdesk --offline` fetches nothing."""


def run(arguments: list[str]) -> int:
    """Run a command; its exit code: 0, 1 it failed, 2 wrong usage, 3 the database can't be used."""
    try:
        done = newsdesk.main(arguments, prog_name="newsdesk", standalone_mode=False)
        sys.stdout.flush()
        return done if isinstance(done, int) else 0
    except click.ClickException as error:
        error.show(sys.stderr)
        return error.exit_code
    except NewsdeskError as error:
        output.complain(str(error))
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        output.complain("interrupted")
        return 130
    except (BrokenPipeError, SystemExit):
        # The reader of our pipe has gone; click tells that by ending the process, and ends it for nothing else here.
        output.drop_stdout()
        return 0
    except OSError as error:
        output.complain(f"{error.filename or 'the system'}: {error.strerror or error}")
        return 1
    except Exception as error:  # noqa: BLE001 - the trace is for the log, not for the person
        _log.exception("newsdesk %s", arguments[:1])
        output.complain(f"a fault in newsdesk ({type(error).__name__}); the log has the details")
        return 1


def _version(context: click.Context, wanted: bool) -> None:
    if wanted:
        output.row("newsdesk " + about.version())
        context.exit()
