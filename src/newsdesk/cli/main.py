"""The entry point: opens the program at once, or hands the arguments to the commands."""

from __future__ import annotations

import gc
import sys
from typing import NoReturn

_ALIVE = 20_000
"""Objects more than there were, from which on a command or the worker looks for cycles."""


def main() -> NoReturn:
    """Run `newsdesk` with the arguments of the process and exit with its code."""
    arguments = sys.argv[1:]
    if arguments in ([], ["--offline"]):
        # Until the first frame nothing is worth collecting; it is a tenth of the start.
        gc.disable()
        from newsdesk.cli.program import open_program

        sys.exit(open_program(offline=bool(arguments)))
    # Looking for cycles at each 700th object is a twentieth of what a short command takes; hardly any are left behind.
    gc.set_threshold(_ALIVE)
    from newsdesk.cli.commands import run

    sys.exit(run(arguments))
