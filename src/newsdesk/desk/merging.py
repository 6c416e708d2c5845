"""When two stories turn out to be one: the newest members of the smaller one would join the larger."""

from __future__ import annotations

from array import array

from newsdesk.desk.candidates import chance_of
from newsdesk.desk.decision import Decision
from newsdesk.desk.index import Index, LiveStory

_SAMPLE = 5
"""Members of a story that are weighed against another before the two become one."""
_COMPARED = 50
"""Members of a story that each of them is compared with when they do."""
_GROWN = 1.3
"""Times two stories must have grown before a merger is looked into again."""


def are_one(index: Index, one: LiveStory, other: LiveStory, decision: Decision) -> bool:
    """Whether two stories tell the same event."""
    small, large = sorted((one, other), key=lambda story: len(story.members))
    size = len(small.members) + len(large.members)
    if size < small.tried * _GROWN:
        return False
    small.tried = size
    sample = small.members[-_SAMPLE:]
    chances = [chance_of(index, index.stored(number), large, decision) for number in sample]
    return sum(chances) / len(chances) >= decision.merge


def merge(index: Index, into: LiveStory, story: LiveStory) -> None:
    """Make one story a part of another."""
    sample = story.members[-_SAMPLE:]
    overlap = 0.0
    for number in sample:
        vector = index.stored(number).vector
        overlap += sum(index.likeness(vector, member) for member in into.members[-_COMPARED:])
    into.square += story.square + 2 * overlap * len(story.members) / len(sample)
    for number in story.members:
        index.story_ids[number - index.first] = into.id
    into.members = array("I", sorted([*into.members, *story.members]))
    into.oldest, into.newest = min(into.oldest, story.oldest), max(into.newest, story.newest)
    del index.stories[story.id]
