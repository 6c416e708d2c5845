"""Opens a link in the person's browser or player: one argument, no shell, http and https only."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import threading
from collections.abc import Mapping, Sequence

from newsdesk import urls

_TEXT_BROWSERS = frozenset(("w3m", "lynx", "links", "elinks", "browsh", "links2"))

_PLAYERS = (("mpv", "--force-window"), ("vlc",))
"""Players with a window of their own: a sound that nothing on the screen stops would be none."""
_PLAYABLE = (".mp3", ".m4a", ".ogg", ".oga", ".opus", ".flac", ".wav", ".aac", ".mp4", ".m4v", ".webm", ".mov", ".m3u8")


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
            return _with_link(parts, url)
    if not _has_display(environ):
        return None
    opener = shutil.which("xdg-open") or shutil.which("open")
    return [opener, url] if opener else None


def player_command(url: str, media_type: str, player: Sequence[str], environ: Mapping[str, str]) -> list[str] | None:
    """The program that plays a sound or a video, and its arguments; None where there is none, or nothing to play.

    `player` is the person's own; an empty one means what is installed.
    """
    url = urls.web_url(url)
    if not url or not _is_playable(url, media_type):
        return None
    if player:
        return _with_link(player, url) if shutil.which(player[0]) else None
    if not _has_display(environ):
        return None
    return next((_with_link(known, url) for known in _PLAYERS if shutil.which(known[0])), None)


def open_in_browser(url: str, environ: Mapping[str, str]) -> bool:
    """Open the link; False where that can't be, so that the link is to be shown and copied."""
    return _started(browser_command(url, environ))


def play(url: str, media_type: str, player: Sequence[str], environ: Mapping[str, str]) -> bool:
    """Play what the link leads to; False where that can't be, so that the link is to be opened as any other."""
    return _started(player_command(url, media_type, player, environ))


def _is_playable(url: str, media_type: str) -> bool:
    kind = media_type.partition("/")[0].lower()
    return kind in ("audio", "video") or url.partition("?")[0].lower().endswith(_PLAYABLE)


def _has_display(environ: Mapping[str, str]) -> bool:
    """Whether a window would be seen by the person: one that opens at the other end of a connection is not."""
    return not environ.get("SSH_CONNECTION") and bool(environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY"))


def _with_link(command: Sequence[str], url: str) -> list[str]:
    if any("%s" in part for part in command):
        return [part.replace("%s", url) for part in command]
    return [*command, url]


def _started(command: Sequence[str] | None) -> bool:
    if command is None:
        return False
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError:
        return False
    # Who waits for it takes its end from the system, which else keeps it for as long as newsdesk runs.
    threading.Thread(target=process.wait, name="opened", daemon=True).start()
    return True
