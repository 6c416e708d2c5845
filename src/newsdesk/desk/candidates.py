"""The stories that an article may belong to: those whose members share most with it, weighed by a learnt decision."""

from __future__ import annotations

import math
from collections.abc import Collection
from operator import itemgetter

from newsdesk.desk.copies import copied
from newsdesk.desk.decision import FEATURES, Decision
from newsdesk.desk.differences import NONE, apart, sole
from newsdesk.desk.index import Index, LiveStory, Query, Titled

_LIKEST = 30
"""Articles whose stories are looked at."""
_CANDIDATES, _WEIGHED = 6, 3
"""Stories that vie for one article, and how many of them are weighed, the most promising first."""
ALL = _CANDIDATES
"""To have all of them weighed, which teaches a fit more."""
_WORTH = 0.4
"""How like a story's likest article must be, against the likest of all, for the story to be weighed."""
_NEAREST = 3
"""Members of a story that an article is compared with term by term."""
_TELLING, _LITTLE, _DOUBT = 16, 0.25, 0.4
"""An article of so many terms that shares two or fewer with a story is doubted: a name or a word by chance."""
_SETTLED = 600.0
"""Articles after which there is no doubt: on a first day a town's name is as rare as an event's."""
_SHARED = FEATURES.index("number shared")


class Candidate:
    """A story that an article may belong to, with what speaks for it."""

    __slots__ = ("chance", "features", "nearest", "overlap", "story")

    def __init__(self, story: LiveStory, sharing: list[tuple[float, int]]) -> None:
        """`sharing` are likeness and sequence number of the members that share something, in any order."""
        self.story = story
        self.overlap = sum([value for value, _ in sharing])
        """The sum of the likenesses of all members."""
        self.nearest = sorted(sharing, reverse=True)[:_NEAREST]
        """Likeness and sequence number of the likest members, best first."""
        self.features: list[float] = []
        self.chance = 0.0


def candidates(index: Index, query: Query, decision: Decision, weighed: int = _WEIGHED) -> list[Candidate]:
    """The likeliest stories of an article, best first; those after the `weighed` most promising have no chance.

    Unless ALL are to be weighed, one has none either that is seen to be too unlikely to matter.
    """
    found = _likest(index, index.likenesses(query))
    doubt = _doubt(index, query)
    near = [one.nearest[0][0] for one in found]
    least = max(near, default=0.0) * _WORTH
    # Where the article may be a copy, the order of the unlikely ones matters too.
    needed = (
        -math.inf
        if weighed == ALL or copied(index, query, [one.nearest for one in found]) is not None
        else decision.needed
    )
    for place, candidate in enumerate(found[:weighed]):
        if near[place] < least:
            continue
        others = near[:place] + near[place + 1 :]
        candidate.features = _features(index, query, candidate, others, decision, needed)
        if candidate.features:
            candidate.chance = decision.chance(candidate.features)
            if candidate.features[_SHARED] < _LITTLE:
                candidate.chance *= 1.0 - doubt
    found.sort(key=lambda candidate: -candidate.chance)
    return found


def _doubt(index: Index, query: Query) -> float:
    if index.frequencies.few_words or len(query.vector) < _TELLING:
        return 0.0
    return _DOUBT * max(0.0, 1.0 - index.frequencies.documents / _SETTLED)


def chance_of(index: Index, query: Query, story: LiveStory, decision: Decision) -> float:
    """How likely an article belongs to one story, the others left out."""
    story_of = index.story_of
    near = [(value, number) for number, value in index.likenesses(query).items() if story_of(number) == story.id]
    if not near:
        return 0.0
    one = Candidate(story, near)
    return decision.chance(_features(index, query, one, [], decision, -math.inf))


def _likest(index: Index, likeness: dict[int, float]) -> list[Candidate]:
    if not likeness:
        return []
    near: Collection[int] = likeness
    if len(likeness) > _LIKEST:
        least = sorted(likeness.values())[-_LIKEST]
        near = [number for number, value in likeness.items() if value >= least]
    first, story_ids, stories = index.first, index.story_ids, index.stories
    found = [_promising(stories[story], likeness) for story in {story_ids[number - first] for number in near}]
    found.sort(key=itemgetter(0), reverse=True)
    return [Candidate(story, sharing) for _, story, sharing in found[:_CANDIDATES]]


def _promising(story: LiveStory, likeness: dict[int, float]) -> tuple[float, LiveStory, list[tuple[float, int]]]:
    """How promising a story looks, and those of its members that share something."""
    members = story.members
    if len(members) == 1:
        # Most stories have one article.
        number = members[0]
        value = likeness[number]
        return value * 1.5, story, [(value, number)]
    if len(members) < len(likeness):
        sharing = [(likeness[number], number) for number in members if number in likeness]
    else:
        held = set(members)
        sharing = [(value, number) for number, value in likeness.items() if number in held]
    values = [value for value, _ in sharing]
    return max(values) + sum(values) / math.sqrt(len(values)) * 0.5, story, sharing


def _features(
    index: Index, query: Query, candidate: Candidate, others: list[float], decision: Decision, needed: float
) -> list[float]:
    """What speaks for a story; nothing where it is seen on the way that the decision can't come to `needed`.

    `others` are the likenesses of the likest articles of the stories that vie with it.
    """
    features = _at_a_glance(query, candidate, others)
    if decision.most(features) < needed:
        return []
    members = [index.titled(number) for _, number in candidate.nearest]
    features += _shared(index, query, members)
    if not index.frequencies.few_words:
        return features + NONE
    for tell in (apart, sole):
        if decision.most(features) < needed:
            return []
        features += tell(query, members)
    return features


def _at_a_glance(query: Query, candidate: Candidate, others: list[float]) -> list[float]:
    """The features that don't ask for the terms of the story's members."""
    story, nearest = candidate.story, candidate.nearest
    near = nearest[0][0]
    three = sum([value for value, _ in nearest]) / min(_NEAREST, len(story.members))
    centre = min(1.0, candidate.overlap / math.sqrt(story.square))
    hours = max(0, query.time - story.newest, story.oldest - query.time) / 3600
    gap = math.log1p(hours) / 4
    no_text = 1.0 if len(query.idf) - len(query.title) < 3 else 0.0
    rival, crowd = max(others, default=0.0), sum(others) / (_CANDIDATES - 1)
    return [
        near, three, centre, math.sqrt(centre), math.log(len(story.members)), gap, gap * near, crowd, no_text,
        no_text * near, math.log1p(len(query.vector)) / 4, near - rival, near / (near + crowd + 0.1),
        min(hours, 96.0) / 24,
    ]  # fmt: skip


def _shared(index: Index, query: Query, members: list[Titled]) -> list[float]:
    """The features that tell what an article shares with the nearest members, and how rare it is."""
    idf, vector, title, rarity = query.idf, query.vector, query.title, query.rarity
    shared: set[int] = set()
    title_held: set[int] = set()
    title_best = 0.0
    query.learn([member.title for member in members], index.frequencies)
    for member in members:
        shared.update([term for term in member.terms if term in vector])
        title_held.update(title.intersection(member.terms))
        own = member.title.keys()
        union = query.title_weight + sum([rarity[term] for term in own - title])
        title_best = max(title_best, sum([idf[term] for term in title & own]) / union)
    rare = sorted([idf[term] for term in shared], reverse=True)[:3]
    return [
        title_best,
        sum([idf[term] for term in title_held]) / query.title_weight,
        sum([idf[term] for term in shared]) / query.all_weight,
        rare[0] / 10 if rare else 0.0, sum(rare) / 30, len(shared) / 10,
    ]  # fmt: skip
