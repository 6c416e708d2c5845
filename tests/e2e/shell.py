"""A shell of one job: runs a command in the foreground, takes the terminal back when it stops, goes on at `fg`.

Run as a program; unlike a real shell it leaves the terminal's settings as the job left them, so that they can be seen.
"""

from __future__ import annotations

import os
import signal
import sys

STOPPED = "the job has stopped"


def run(command: list[str]) -> int:
    """Run the command to its end; its exit code."""
    signal.signal(signal.SIGTTOU, signal.SIG_IGN)
    job = os.fork()
    if job == 0:
        os.setpgid(0, 0)
        os.tcsetpgrp(0, os.getpgrp())
        signal.signal(signal.SIGTTOU, signal.SIG_DFL)
        os.execv(command[0], command)
    while True:
        _, status = os.waitpid(job, os.WUNTRACED)
        os.tcsetpgrp(0, os.getpgrp())
        if not os.WIFSTOPPED(status):
            return os.waitstatus_to_exitcode(status)
        print(STOPPED, flush=True)
        while sys.stdin.readline().strip() != "fg":
            pass
        os.tcsetpgrp(0, job)
        os.killpg(job, signal.SIGCONT)


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
