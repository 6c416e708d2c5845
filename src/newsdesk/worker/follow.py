"""The worker's eye on feeds.opml: every change of it, whoever made it, reaches the database."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from newsdesk import about, clock, tokens, urls
from newsdesk.errors import NewsdeskError, OpmlError
from newsdesk.members.sign_ins import SignIns
from newsdesk.model.feeds import Subscription
from newsdesk.opml.file import OpmlFile
from newsdesk.opml.read import lost_too_much, read_list
from newsdesk.paths import Paths
from newsdesk.store.connection import Connection
from newsdesk.store.writes.subscriptions import (
    accepted_list,
    follow,
    followed_list,
    keep_followed,
    list_subscribed,
)
from newsdesk.worker.apart import keep_apart


class Follower:
    """Brings the database in line with feeds.opml; `notice` says in words why it could not, "" when it could."""

    def __init__(self, connection: Connection, home: Paths, sign_ins: SignIns, catalogue: Path) -> None:
        self.notice = ""
        self._connection = connection
        self._home = home
        self._sign_ins = sign_ins
        self._file = OpmlFile(home.opml)
        self._catalogue = catalogue
        self._seen: object = None

    def look(self) -> bool:
        """Follow the file if it, or what is private, is another than at the last look; whether it was."""
        seen = self._stamp()
        if seen == self._seen:
            return False
        self._seen = seen
        self.notice = self._follow()
        return True

    def _stamp(self) -> object:
        try:
            about = self._file.path.stat()
        except OSError:
            return self._sign_ins.private_feeds
        return about.st_mtime_ns, about.st_size, about.st_ino, self._sign_ins.private_feeds

    def _follow(self) -> str:
        try:
            data = self._file.read_bytes()
            if followed_list(self._connection) == self._mark(data):
                return ""
            wanted = read_list(data, str(self._file.path), strict=True, allow_empty=True).subscriptions
            if any(urls.userinfo(subscription.url) for subscription in wanted):
                data = self._file.edit(lambda now: keep_apart(self._home, now))
        except OpmlError as error:
            return f"{str(error).rstrip('.')}. Your subscriptions stay as they were"
        except NewsdeskError as error:
            return f"A password in {self._file.path} can't be kept apart: {error}"
        before = list_subscribed(self._connection)
        accepted = accepted_list(self._connection) == list_hash(data)
        if not accepted and lost_too_much(before, [subscription.url for subscription in wanted]):
            return (
                f"{self._file.path} has lost more than half of its feeds; nothing is dropped. "
                "Mend the file, or say `newsdesk feeds accept`"
            )
        follow(self._connection, [self._as_kept(one) for one in wanted], clock.now(), self._bundled())
        keep_followed(self._connection, self._mark(data))
        return ""

    def _mark(self, data: bytes) -> str:
        """What tells a list, and all else that following it looks at, from every other."""
        told = hashlib.sha256(repr((about.version(), sorted(self._sign_ins.private_feeds))).encode())
        with suppress(OSError):
            told.update(self._catalogue.read_bytes())
        told.update(hashlib.sha256(data).digest())
        return told.hexdigest()

    def _as_kept(self, subscription: Subscription) -> Subscription:
        """As the database may have it: without a password, and private where anything says so."""
        url = urls.without_userinfo(subscription.url)
        private = subscription.private or tokens.in_address(url) or urls.exact(url) in self._sign_ins.private_feeds
        return replace(subscription, url=url, private=private)

    def _bundled(self) -> frozenset[str]:
        try:
            listed = read_list(self._catalogue.read_bytes(), self._catalogue.name, allow_empty=True).subscriptions
        except (OSError, OpmlError):
            return frozenset()
        return frozenset(urls.canonical(subscription.url) for subscription in listed)


def list_hash(data: bytes) -> str:
    """What a list is known by when the person (or the program for them) has accepted it as it is."""
    return hashlib.sha256(data).hexdigest()
