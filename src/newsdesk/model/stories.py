"""What the desk works with and what it answers: items, stories, ranks, reasons, picks."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Item:
    """A headline as the desk sees it when it places it in a story."""

    id: int
    title: str
    text: str
    """Summary or lead, plain text; its first few hundred characters count."""
    time: int
    """Unix seconds UTC, as lists order by."""
    owner: str = ""
    """Who is behind the outlet; copies and counts go by owner."""
    language: str = ""
    """What the feed says, "" where it says nothing."""


@dataclass(frozen=True, slots=True)
class Placement:
    """Where an item went."""

    story: int
    merged: tuple[int, ...] = ()
    """Stories that turned out to be the same one and are now `story`."""
    copy_of: int | None = None
    """The item whose text this one repeats (the same wire text at another outlet); None: it is its own."""
