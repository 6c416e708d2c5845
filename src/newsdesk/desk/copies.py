"""Which article repeats the text of another one, as outlets do that print what an agency wrote."""

from __future__ import annotations

from collections.abc import Iterable

from newsdesk.desk.index import Index, Query

_ALIKE, _NEARLY_ALL = 0.5, 0.92
"""Likeness from which on an article of the same title, or of any, is a copy."""


def copied(index: Index, query: Query, nearest: Iterable[list[tuple[float, int]]]) -> int | None:
    """The article that this one repeats: the same title, or nearly all of its terms.

    `nearest` are likeness and sequence number of the likest articles of some stories, best first.
    """
    for found in nearest:
        for likeness, number in found:
            if likeness < _ALIKE:
                break
            row = number - index.first
            if likeness >= _NEARLY_ALL or (query.signature and index.signatures[row] == query.signature):
                return index.copies[row]
    return None
