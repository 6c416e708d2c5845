"""Installs the built wheel in a clean environment and runs it: `python -m tests.wheel DIST LOCK`."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import venv
from pathlib import Path


def main(dist: Path, lock: Path) -> None:
    """Raise CalledProcessError or AssertionError where the wheel does not do what it should."""
    (wheel,) = dist.glob("*.whl")
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        venv.create(home / "venv", with_pip=True)
        binaries = home / "venv" / "bin"
        quiet = ["--quiet", "--disable-pip-version-check"]
        subprocess.run([binaries / "pip", "install", *quiet, "--require-hashes", "-r", lock], check=True)
        subprocess.run([binaries / "pip", "install", *quiet, "--no-deps", wheel], check=True)
        # Away from the checkout, so that nothing of it can be found.
        environment = {**os.environ, "NEWSDESK_HOME": str(home / "desk")}
        environment.pop("PYTHONPATH", None)

        def run(*arguments: str) -> str:
            command = [str(binaries / "newsdesk"), *arguments]
            done = subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True, text=True)
            return done.stdout

        assert run("--version").startswith("newsdesk ")
        catalogue = run_python(binaries, "from newsdesk.paths import bundled_opml; print(bundled_opml())", folder)
        assert "site-packages" in catalogue, catalogue
        assert "added\t" in run("import", catalogue)
        assert "feeds" in run("refresh", "--help")
        assert "All is well" in run("doctor")
    print(f"{wheel.name}: installed with run-time dependencies alone, and it runs")


def run_python(binaries: Path, code: str, folder: str) -> str:
    """What a line of Python prints in the clean environment."""
    done = subprocess.run([binaries / "python", "-c", code], cwd=folder, check=True, capture_output=True, text=True)
    return done.stdout.strip()


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve())
