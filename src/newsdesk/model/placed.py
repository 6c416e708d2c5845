"""What the desk made for the screen, place by place."""

from __future__ import annotations

from typing import NamedTuple


class Placed(NamedTuple):
    """One place of what the desk made for the screen: a top story, a pick, something for the person."""

    headline: int
    """The headline that stands for it."""
    story: int
    """0: none."""
    score: float
    why: str
    section: str = ""
    owners: int = 1
    first_seen: int = 0
    headlines: tuple[int, ...] = ()
    """A story's coverage, one headline for each owner, the leading one first."""
