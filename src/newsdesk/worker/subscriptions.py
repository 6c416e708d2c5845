"""The person's subscriptions as they change them: feeds.opml is edited, the database follows, undo knows of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from newsdesk import config
from newsdesk.errors import FeedError, OpmlError
from newsdesk.members.sign_ins import SignIns
from newsdesk.model.access import SignInChange
from newsdesk.model.feeds import Subscription
from newsdesk.opml import edit
from newsdesk.opml.catalogue import Difference
from newsdesk.opml.file import OpmlFile
from newsdesk.opml.merge import Merge, merge
from newsdesk.opml.offers import offer, read_seen, write_seen
from newsdesk.opml.read import read_list
from newsdesk.paths import Paths, bundled_opml
from newsdesk.store.connection import Connection, open_reader, open_writer, transaction, translated
from newsdesk.store.marks import MarkWriter
from newsdesk.store.queries.sources import get_source
from newsdesk.store.requests import wait
from newsdesk.store.writes.subscriptions import accept_list
from newsdesk.text import clean_line
from newsdesk.urls import canonical, shown
from newsdesk.worker.apart import keep_apart, keep_userinfo
from newsdesk.worker.follow import Follower, list_hash
from newsdesk.worker.lifecycle import WorkerLock
from newsdesk.worker.signing import carry_over, change_sign_in, forget_address, sign_out


class Subscriptions:
    """Edits of one home's feeds.opml; each returns the line to tell, and raises OpmlError when it can't be done."""

    def __init__(self, home: Paths, writer: MarkWriter) -> None:
        self._home = home
        self._file = OpmlFile(home.opml)
        self._writer = writer

    def add(self, url: str, folder: str = "", title: str = "") -> str:
        """Subscribe to a feed: a bundled one as the catalogue has it; else what the worker finds at the address.

        With `title` the address is taken for a feed's without looking. Raises FeedError when the worker finds none.
        """
        catalogue = bundled_opml().read_bytes()
        bundled = {canonical(s.url): s for s in read_list(catalogue, "the catalogue", allow_empty=True).subscriptions}
        known = bundled.get(canonical(url))
        if known is not None:
            outline = edit.outline_of(catalogue, known.url, "the catalogue")
            return self.subscribe(replace(known, folder=_path(folder) or known.folder), outline)
        if title:
            return self.subscribe(Subscription(url, title, _path(folder)))
        bare = keep_userinfo(self._home, url)
        line = self._have_added(bare, folder)
        if bare != url and not self._listed(bare):
            forget_address(self._home, bare)
        return line

    def subscribe(self, subscription: Subscription, outline: bytes | None = None) -> str:
        """Add a subscription to the folder that it names, as `outline` where there are bytes of one to copy."""
        title = clean_line(subscription.title or shown(subscription.url), 80)
        return self._edit(
            lambda data: edit.add(data, subscription, outline, self._name),
            f"Subscribed to {title}",
            "It is there already",
        )

    def remove(self, url: str) -> str:
        """Unsubscribe; articles and marks stay, and come back with the feed."""
        return self._edit(lambda data: edit.remove(data, url, self._name), f"Unsubscribed from {self._called(url)}")

    def rename(self, url: str, title: str) -> str:
        """Give a feed another name."""
        line = f"Renamed to {clean_line(title, 80)}"
        return self._edit(lambda data: edit.rename(data, url, title, self._name), line)

    def move(self, url: str, folder: str) -> str:
        """Put a feed into another folder, parts of the path parted by '/'; made if missing."""
        path = _path(folder)
        line = f"Moved to {'/'.join(path) or 'the top'}"
        return self._edit(lambda data: edit.move(data, url, path, name=self._name), line)

    def set_paused(self, url: str, paused: bool) -> str:
        """Stop asking a feed, or go on."""
        line = f"{'Paused' if paused else 'Going on with'} {self._called(url)}"
        return self._edit(lambda data: edit.set_paused(data, url, paused, self._name), line)

    def set_url(self, old: str, new: str) -> str:
        """Give a feed that moved its new address."""
        line = f"{self._called(old)} is now at {self._shown(new)}"
        done = self._edit(lambda data: edit.set_url(data, old, new, self._name), line)
        if not carry_over(self._home, old, new):
            return f"{done}. Sign in anew: what was kept is for the old address alone"
        return done

    def sign_in(self, feed: int, url: str, change: SignInChange) -> str:
        """Keep what a feed is signed in with, and have it asked with that at once; raises FeedError if that fails."""
        change_sign_in(self._home, url, change)
        if WorkerLock(self._home.worker_lock).is_free():
            return "Kept; it counts when the source is asked again"
        request = self._writer.ask("sign-in", str(feed)).result()
        with translated(self._home.database), closing(open_reader(self._home.database)) as connection:
            answer = wait(connection, request)
            card = get_source(connection, feed)
        if card is None or not answer.startswith("{"):
            raise FeedError(answer or "The source is gone")
        if card.last_error:
            raise FeedError(f"{card.title}: {card.last_error}")
        return f"{card.title} lets you in: {json.loads(answer)['new_entries']} new"

    def sign_out(self, url: str) -> str:
        """Forget all that a feed is signed in with."""
        sign_out(self._home, url)
        return f"{self._called(url)}: all that was kept to sign in is forgotten"

    def set_private(self, url: str, private: bool) -> str:
        """Say that a feed is private, or no longer."""
        config.save_feed(self._home.config, url, {"private": True if private else None})
        with translated(self._home.database), closing(open_writer(self._home.database)) as connection:
            follow_now(connection, self._home)
        return f"{self._called(url)} is {'private' if private else 'no longer private'}"

    def offer(self) -> Difference:
        """What this release's catalogue has that was never offered; its new sources in the list's languages only."""
        return offer(
            self._file.read_bytes(), bundled_opml().read_bytes(), read_seen(self._home.catalogue_seen), self._name
        )

    def take_offer(self) -> str:
        """Add the new sources and take the moved addresses, as one edit that undo takes back."""
        offered, catalogue = self.offer(), bundled_opml().read_bytes()

        def change(data: bytes) -> bytes:
            for old, new in offered.moved:
                data = edit.set_url(data, old, new, self._name)
            for subscription in offered.new:
                outline = edit.outline_of(catalogue, subscription.url, "the catalogue")
                data = edit.add(data, subscription, outline, self._name)
            return data

        done = self._edit(change, f"{len(offered.new)} new sources, {len(offered.moved)} moved")
        self.decline_offer()
        return done

    def decline_offer(self) -> str:
        """Make the offer no more."""
        write_seen(self._home.catalogue_seen, bundled_opml().read_bytes())
        return "Left; `a` has them all the same"

    def import_file(self, path: Path) -> str:
        """Merge another list's feeds."""
        try:
            data = path.read_bytes()
        except OSError as error:
            raise OpmlError(f"{path} can't be read: {error.strerror}") from error
        done = self.merge(data, path.name)
        return f"{len(done.added)} added, {len(done.already_there)} already there, {len(done.skipped)} skipped"

    def merge(self, data: bytes, name: str) -> Merge:
        """Merge the list `data`, called `name`; what was added, was there, was skipped."""
        merged: list[Merge] = []

        def change(mine: bytes) -> bytes:
            merged.append(merge(mine, data, name, self._name))
            return merged[-1].data

        self._edit(change, f"Imported {clean_line(name, 80)}")
        return merged[-1]

    def restore(self, before: bytes, after: bytes) -> str:
        """Undo or redo an edit: the file becomes `after`, provided that it still is `before`."""

        def change(mine: bytes) -> bytes:
            if mine != before:
                raise OpmlError(
                    f"{self._name} has been changed since, so that can't be undone", "Edit it by hand, or with `a`."
                )
            return after

        self._file.edit(change)
        self._follow(after)
        return "Subscriptions are as they were"

    def accept(self) -> str:
        """Follow the file as it is, even if it lost most of its feeds."""
        self._follow(self._file.read_bytes())
        return f"{self._name} is followed as it is"

    @property
    def _name(self) -> str:
        return str(self._home.opml)

    def _called(self, url: str) -> str:
        """The name of a subscription, its address where it has none."""
        return clean_line(next((one.title for one in self._listed(url)), "") or self._shown(url), 80)

    def _shown(self, url: str) -> str:
        """The address of a subscription, cut where it is private."""
        private = any(one.private for one in self._listed(url))
        return shown(url, private=private or config.load_leniently(self._home.config)[0].feed(url).private)

    def _listed(self, url: str) -> list[Subscription]:
        mine = read_list(self._file.read_bytes(), self._name, allow_empty=True).subscriptions
        return [one for one in mine if canonical(one.url) == canonical(url)]

    def _have_added(self, url: str, folder: str) -> str:
        if WorkerLock(self._home.worker_lock).is_free():
            raise FeedError("No worker runs, so nothing can be looked up", "Start newsdesk without --offline.")
        wish = json.dumps({"url": url, "folder": folder, "window": self._writer.window})
        request = self._writer.ask("add-feed", wish).result()
        with translated(self._home.database), closing(open_reader(self._home.database)) as connection:
            return wait(connection, request)

    def _edit(self, change: Callable[[bytes], bytes], line: str, unchanged: str = "Nothing to change") -> str:
        before: list[bytes] = []

        def remembered(data: bytes) -> bytes:
            # What undo keeps must have no password either.
            before.append(keep_apart(self._home, data))
            return keep_apart(self._home, change(before[-1]))

        after = self._file.edit(remembered)
        if after == before[-1]:
            return unchanged
        self._writer.record_edit("opml", line, before[-1], after).result()
        self._follow(after)
        return line

    def _follow(self, data: bytes) -> None:
        with translated(self._home.database), closing(open_writer(self._home.database)) as connection:
            with transaction(connection):
                accept_list(connection, list_hash(data))
            follow_now(connection, self._home)


def _path(folder: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in folder.split("/") if part.strip())


def follow_now(connection: Connection, home: Paths) -> None:
    """Bring the database in line with the file without waiting for the worker; raises OpmlError when it is broken."""
    follower = Follower(connection, home, SignIns(home), bundled_opml())
    follower.look()
    if follower.notice:
        raise OpmlError(follower.notice)
