"""Which rows of a list are folded: what one source publishes in a burst stands behind the first of it; pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

LOOKED_AT = 150
"""Rows of a list, from its top, whose bursts are folded: 1 ms at its opening; further down few read row by row."""
SHOWN = 3
"""Rows of a burst that stand in the list."""
LEAST = 3
"""Rows that are folded at least: fewer are shown."""
NEAR = 3_600
"""Seconds that lie between the first and the last row of a burst at most."""
BETWEEN = 3
"""Rows of other sources that may stand between two of a burst: where more do, nobody drowns."""


class Published(NamedTuple):
    """A row of a list as folding sees it."""

    id: int
    feed: int
    time: int
    """Unix seconds."""


class _Burst(NamedTuple):
    ids: list[int]
    began: int
    last: int


def fold(rows: Sequence[Published]) -> dict[int, list[int]]:
    """By the last row of a burst that is shown: the rows that are folded behind it, in their order."""
    folded: dict[int, list[int]] = {}
    if len({row.feed for row in rows}) < 2:
        return folded
    running: dict[int, _Burst] = {}
    for place, row in enumerate(rows):
        burst = running.get(row.feed)
        if burst and place - burst.last <= BETWEEN + 1 and abs(row.time - burst.began) <= NEAR:
            burst.ids.append(row.id)
            running[row.feed] = burst._replace(last=place)
        else:
            _end(burst, folded)
            running[row.feed] = _Burst([row.id], row.time, place)
    for burst in running.values():
        _end(burst, folded)
    return folded


def _end(burst: _Burst | None, folded: dict[int, list[int]]) -> None:
    if burst and len(burst.ids) >= SHOWN + LEAST:
        folded[burst.ids[SHOWN - 1]] = burst.ids[SHOWN:]
