"""Which article speaks for a story: the one whose title tells most of what the others tell, the newer of two."""

from __future__ import annotations

import math
from collections import Counter
from functools import lru_cache

from newsdesk.desk.terms import terms_of
from newsdesk.model.stories import Item

_LOOKED_AT = 12
"""Articles of a story that are compared, the first ones."""
_HALF_LIFE = 12 * 3600
"""Seconds after which a title counts half against a newer one: the news has moved on."""


@lru_cache(maxsize=512)
def speaker(items: tuple[Item, ...]) -> int:
    """The id of the article to show for a story of these, its first where none shares a word with another."""
    compared = items[:_LOOKED_AT]
    terms = [terms_of(item.title, item.text, item.language) for item in compared]
    held = Counter(number for one in terms for number in one.counts)
    newest = max(item.time for item in compared)

    def weight(place: int) -> float:
        title = terms[place].title
        # A round-up shares no words with what it sums up; a long title is no better for its length.
        shared = sum(held[number] - 1 for number in title) / math.sqrt(len(title) or 1)
        return float(shared * 0.5 ** ((newest - compared[place].time) / _HALF_LIFE))

    return compared[max(range(len(compared)), key=lambda place: (weight(place), -place))].id
