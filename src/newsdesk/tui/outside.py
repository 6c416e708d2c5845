"""What the screen is handed by `cli`: things it may not import itself."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from newsdesk.model.access import SignInChange
    from newsdesk.opml.catalogue import Difference


class Keeper(Protocol):
    """Sees to it that the database has a worker."""

    def check(self) -> None:
        """Start a worker where there is none; may take some ms, so it is called in a thread."""

    def stop(self) -> None:
        """End the worker that this program started."""


class Subscriptions(Protocol):
    """Edits feeds.opml. Each method answers with a line for the person; raises NewsdeskError. For threads."""

    def add(self, url: str, folder: str = "", title: str = "") -> str:
        """Subscribe to a feed, or to what a site's page names as its feed."""

    def remove(self, url: str) -> str:
        """End a subscription; entries and marks are kept."""

    def rename(self, url: str, title: str) -> str:
        """Give a subscription another name."""

    def move(self, url: str, folder: str) -> str:
        """Put a subscription into a folder (parts parted by `/`)."""

    def set_paused(self, url: str, paused: bool) -> str:
        """Pause a subscription, or go on with it."""

    def set_url(self, old: str, new: str) -> str:
        """Give a subscription that moved its new address."""

    def sign_in(self, feed: int, url: str, change: SignInChange) -> str:
        """Keep what a feed is signed in with, and ask it with that at once; FeedError where it doesn't let in."""

    def sign_out(self, url: str) -> str:
        """Forget all that a feed is signed in with."""

    def set_private(self, url: str, private: bool) -> str:
        """Say that a feed is private, or no longer."""

    def offer(self) -> Difference:
        """What this release's catalogue has that was never offered: new sources, and sources that moved."""

    def take_offer(self) -> str:
        """Take all of the offer, as one edit."""

    def decline_offer(self) -> str:
        """Leave the offer; it is not made again."""

    def import_file(self, path: Path) -> str:
        """Merge an OPML file."""

    def restore(self, before: bytes, after: bytes) -> str:
        """Undo or redo an edit: the file becomes `after`, provided that it still is `before`."""
