"""The worker's eye on feeds.opml: every change of it, whoever made it, reaches the database."""

from __future__ import annotations

import hashlib
from pathlib import Path

from newsdesk import clock, urls
from newsdesk.errors import OpmlError
from newsdesk.opml.file import OpmlFile
from newsdesk.opml.read import lost_too_much, read_list
from newsdesk.store.connection import Connection
from newsdesk.store.writes.subscriptions import accepted_list, follow, list_subscribed


class Follower:
    """Brings the database in line with feeds.opml; `notice` says in words why it could not, "" when it could."""

    def __init__(self, connection: Connection, opml: Path, catalogue: Path) -> None:
        self.notice = ""
        self._connection = connection
        self._file = OpmlFile(opml)
        self._catalogue = catalogue
        self._seen: tuple[int, int, int] | None = None

    def look(self) -> bool:
        """Follow the file if it is another than at the last look; whether it was."""
        try:
            about = self._file.path.stat()
            seen = (about.st_mtime_ns, about.st_size, about.st_ino)
        except OSError:
            seen = (0, 0, 0)
        if seen == self._seen:
            return False
        self._seen = seen
        self.notice = self._follow()
        return True

    def _follow(self) -> str:
        try:
            data = self._file.read_bytes()
            wanted = read_list(data, str(self._file.path), strict=True, allow_empty=True).subscriptions
        except OpmlError as error:
            return f"{str(error).rstrip('.')}. Your subscriptions stay as they were"
        before = list_subscribed(self._connection)
        accepted = accepted_list(self._connection) == list_hash(data)
        if not accepted and lost_too_much(before, [subscription.url for subscription in wanted]):
            return (
                f"{self._file.path} has lost more than half of its feeds; nothing is dropped. "
                "Mend the file, or say `newsdesk feeds accept`"
            )
        follow(self._connection, wanted, clock.now(), self._bundled())
        return ""

    def _bundled(self) -> frozenset[str]:
        try:
            listed = read_list(self._catalogue.read_bytes(), self._catalogue.name, allow_empty=True).subscriptions
        except (OSError, OpmlError):
            return frozenset()
        return frozenset(urls.canonical(subscription.url) for subscription in listed)


def list_hash(data: bytes) -> str:
    """What a list is known by when the person (or the program for them) has accepted it as it is."""
    return hashlib.sha256(data).hexdigest()
