"""What a newer release's catalogue has to offer, and remembering what was offered already."""

from __future__ import annotations

import hashlib
from pathlib import Path

from newsdesk import urls
from newsdesk.opml.catalogue import Difference, compare
from newsdesk.opml.file import replace
from newsdesk.opml.read import read_list

_FIRST_LINE = "# Sources of the catalogue that this list has been offered; newsdesk keeps it.\n"


def offer(mine: bytes, catalogue: bytes, seen: frozenset[str] | None, name: str) -> Difference:
    """What the catalogue has that the list has not and that was never offered: new feeds in its languages, and moves.

    `seen` is what `read_seen` told; None: nothing is known, so only moves are offered.
    """
    found = compare(mine, catalogue, name)
    if seen is None:
        return Difference((), found.moved)
    have = read_list(mine, name, allow_empty=True).feeds
    languages = {"", "en", *(_language(subscription.language) for subscription in have)}
    new = tuple(
        subscription
        for subscription in found.new
        if mark_of(subscription.url) not in seen and _language(subscription.language) in languages
    )
    return Difference(new, tuple((old, moved) for old, moved in found.moved if mark_of(moved) not in seen))


def read_seen(path: Path) -> frozenset[str] | None:
    """The marks of the sources that were offered already; None where that is not known."""
    try:
        return frozenset(line for line in path.read_text(encoding="ascii").split("\n") if line and line[0] != "#")
    except (OSError, UnicodeDecodeError):
        return None


def write_seen(path: Path, catalogue: bytes) -> None:
    """Remember that all of a catalogue was offered; raises OpmlError where that can't be written."""
    offered = read_list(catalogue, "the catalogue", allow_empty=True).feeds
    marks = "".join(f"{mark}\n" for mark in sorted({mark_of(subscription.url) for subscription in offered}))
    replace(path, (_FIRST_LINE + marks).encode("ascii"))


def mark_of(url: str) -> str:
    """What stands for a source in the file of those offered."""
    return hashlib.sha256(urls.canonical(url).encode()).hexdigest()[:16]


def _language(code: str) -> str:
    return code.lower().replace("_", "-").partition("-")[0]
