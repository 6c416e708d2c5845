"""What the desk works with and what it answers: items, stories, ranks, reasons, picks."""

from __future__ import annotations

from typing import NamedTuple


class Item(NamedTuple):
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


class Placement(NamedTuple):
    """Where an item went."""

    story: int
    merged: tuple[int, ...] = ()
    """Stories that turned out to be the same one and are now `story`."""
    copy_of: int | None = None
    """The item whose text this one repeats (the same wire text at another outlet); None: it is its own."""


class Coverage(NamedTuple):
    """One article of a story, as ranking sees it."""

    item: int
    owner: str
    feed: int
    time: int
    """Unix seconds UTC."""
    position: int = -1
    """Place in its feed's document, 0 first; -1: not there any more, or not known."""
    copy: bool = False
    """It repeats the text of another one of the story."""
    title: str = ""
    """Told where it may be asked whether two articles belong together at all."""
    language: str = ""


class Story(NamedTuple):
    """One event told by several articles."""

    id: int
    coverage: tuple[Coverage, ...]
    section: str = ""


class StoryState(NamedTuple):
    """A story's size and what the person said of it."""

    id: int
    outlets: int
    """Distinct owners that cover it."""
    followed: bool
    muted_until: int
    """Unix seconds UTC; 0: not muted."""


class Ranked(NamedTuple):
    """A story with its place on the front page and the reason for it."""

    story: int
    section: str
    score: float
    owners: int
    """Distinct owners that carry it."""
    first_seen: int
    items: tuple[int, ...]
    """One article for each owner, the one that leads first."""
    why: str


class Related(NamedTuple):
    """An article that belongs beside another one, and why."""

    item: int
    story: int
    score: float
    why: str


class Trait(NamedTuple):
    """One thing that can be liked in an article, in words a person knows."""

    kind: str
    """topic | section | source | author"""
    key: str
    """What is counted under: a word's stem, a section, an owner, an author."""
    name: str
    """How it is shown."""


class Pick(NamedTuple):
    """An article picked for the person, and why; taking a reason away lowers the score."""

    item: int
    score: float
    reasons: tuple[Trait, ...]
    why: str


class Reading(NamedTuple):
    """What a person did with one article, for the desk to learn from."""

    item: Item
    section: str
    author: str
    done: str
    """opened | finished | later | starred | skipped"""
