"""Opens a link in the person's browser: one argument, no shell, http and https only."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from collections.abc import Mapping

from newsdesk import urls

_TEXT_BROWSERS = frozenset(("w3m", "lynx", "links", "elinks", "browsh", "links2"))


def browser_command(url: str, environ: Mapping[str, str]) -> list[str] | None:
    """The program and its arguments; None where there is no display to show a browser on, or no such link."""
    url = urls.web_url(url)
    if not url:
        return None
    named = environ.get("BROWSER", "").split(os.pathsep)[0]
    if named:
        try:
            parts = shlex.split(named)
        except ValueError:
            parts = []
        if parts and shutil.which(parts[0]) and os.path.basename(parts[0]) not in _TEXT_BROWSERS:
            if any("%s" in part for part in parts):
                return [part.replace("%s", url) for part in parts]
            return [*parts, url]
    if environ.get("SSH_CONNECTION") or not (environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY")):
        return None
    opener = shutil.which("xdg-open") or shutil.which("open")
    return [opener, url] if opener else None


def open_in_browser(url: str, environ: Mapping[str, str]) -> bool:
    """Open the link; False where that can't be, so that the link is to be shown and copied."""
    command = browser_command(url, environ)
    if command is None:
        return False
    try:
        subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError:
        return False
    return True
