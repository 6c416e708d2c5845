"""Promise 7: what can't be written is not, what is written is whole; for refused databases see e2e/test_trouble."""

from __future__ import annotations

import ctypes
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from e2e.processes import NEWSDESK, command, environment_for

# linux/prctl.h and linux/capability.h
PR_CAPBSET_DROP, DAC_OVERRIDE, DAC_READ_SEARCH = 24, 1, 2
NO_RIGHT = 99


def bow_to_modes() -> None:
    """In a child before it becomes the program: even the superuser may not write what its mode forbids."""
    if os.getuid() == 0:
        library = ctypes.CDLL(None, use_errno=True)
        for capability in DAC_OVERRIDE, DAC_READ_SEARCH:
            if library.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0):
                os._exit(NO_RIGHT)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="drops a capability of Linux")
def test_a_folder_that_cannot_be_written_is_named(kept: Path) -> None:
    """Who may not write there is told so in one line, whatever is asked; not a byte changes."""
    before = (kept / "newsdesk.db").read_bytes()
    for file in kept.iterdir():
        file.chmod(0o444)
    kept.chmod(0o555)
    try:
        for arguments in ("list",), ("mark", "read", "1"), ("refresh", "--force"):
            done = subprocess.run(
                [NEWSDESK, *arguments], env=environment_for(kept), capture_output=True, text=True, check=False,
                stdin=subprocess.DEVNULL, timeout=60, preexec_fn=bow_to_modes,
            )  # fmt: skip
            if done.returncode == NO_RIGHT:
                pytest.skip("this superuser can't give up capabilities")
            assert done.returncode == 3, (arguments, done.stderr)
            assert "\n" not in done.stderr.strip()
            assert str(kept) in done.stderr
    finally:
        kept.chmod(0o700)
    assert (kept / "newsdesk.db").read_bytes() == before


@pytest.mark.slow
def test_an_export_that_is_killed_leaves_the_old_file_or_the_new(kept: Path, tmp_path: Path) -> None:
    """Never a part of one, and nothing of it beside."""
    target, chance = tmp_path / "export.opml", random.Random(1)
    assert command(kept, "export", str(target)).returncode == 0
    whole_files = {target.read_bytes()}
    for number in range(15):
        (kept / "feeds.opml").write_bytes(
            (kept / "feeds.opml").read_bytes().replace(b'text="One', b'text="One more'[: 9 + number % 2 * 5])
        )
        process = subprocess.Popen(
            [NEWSDESK, "export", str(target)], env=environment_for(kept), stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        time.sleep(chance.uniform(0.2, 0.8))
        process.send_signal(signal.SIGKILL)
        process.wait()
        whole_files.add(command(kept, "export").stdout.encode())
        assert target.read_bytes() in whole_files
