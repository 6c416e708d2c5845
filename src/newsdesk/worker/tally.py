"""What a round has done so far: for the progress line, and for `newsdesk refresh --json`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from newsdesk.model.feeds import Failed, Fetched
from newsdesk.model.fetching import FeedState, FetchOutcome
from newsdesk.net.manners import is_offline
from newsdesk.urls import shown

MAX_FAILING = 50
"""Failing feeds that are named in the progress."""


@dataclass(slots=True)
class Tally:
    """Counts of one round; `feeds` are all subscribed ones, `asked` those that were asked."""

    feeds: int = 0
    asked: int = 0
    done: int = 0
    fetched: int = 0
    not_modified: int = 0
    failed: int = 0
    unreachable: int = 0
    unstored: int = 0
    """Feeds whose answer could not be written to the database; they would be due again at once."""
    new_entries: int = 0
    errors: list[tuple[str, str]] = field(default_factory=list)
    """(address as it may be shown, reason)."""

    @property
    def seems_offline(self) -> bool:
        """Whether everybody asked so far was out of reach."""
        return self.unreachable == self.done and is_offline(self.done, self.unreachable)

    def count(self, state: FeedState, outcome: FetchOutcome) -> None:
        """Add what asking one feed brought."""
        self.done += 1
        self.new_entries += outcome.new_entries
        match outcome.answer:
            case Failed(reason=reason, kind=kind):
                self.failed += 1
                self.unreachable += kind == "offline"
                self.errors.append((shown(state.url, private=state.private), reason))
            case Fetched():
                self.fetched += 1
            case _:
                self.not_modified += 1

    def figures(self) -> dict[str, Any]:
        """The counts as the JSON that `newsdesk refresh` promises, but for `seconds`."""
        return {
            "feeds": self.feeds, "asked": self.asked, "not_due": self.feeds - self.asked, "fetched": self.fetched,
            "not_modified": self.not_modified, "failed": self.failed, "new_entries": self.new_entries,
            "errors": [{"url": url, "error": reason} for url, reason in self.errors],
        }  # fmt: skip
