"""The stories that an article may belong to: those whose members share most with it, weighed by a learnt decision."""

from __future__ import annotations

import heapq
import math

from newsdesk.desk.decision import FEATURES, Decision
from newsdesk.desk.differences import differences
from newsdesk.desk.index import Index, LiveStory, Query

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

    def __init__(self, story: LiveStory, overlap: float, nearest: list[tuple[float, int]]) -> None:
        self.story = story
        self.overlap = overlap
        """The sum of the likenesses of all members."""
        self.nearest = nearest
        """Likeness and sequence number of the likest members, best first."""
        self.features: list[float] = []
        self.chance = 0.0


def candidates(index: Index, query: Query, decision: Decision, weighed: int = _WEIGHED) -> list[Candidate]:
    """The likeliest stories of an article, best first; those after the `weighed` most promising have no chance."""
    found = _likest(index, index.likenesses(query))
    doubt = _doubt(index, query)
    least = max([one.nearest[0][0] for one in found], default=0.0) * _WORTH
    for candidate in found[:weighed]:
        if candidate.nearest[0][0] < least:
            continue
        candidate.features = _features(index, query, candidate, found)
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
    one = _candidate(story, near)
    return decision.chance(_features(index, query, one, [one]))


def _likest(index: Index, likeness: dict[int, float]) -> list[Candidate]:
    if not likeness:
        return []
    values = likeness.values()
    if len(values) > _LIKEST:
        # Few are a quarter as like as the likest, and those few are sorted faster than all.
        quarter = max(values) / 4
        high = [value for value in values if value >= quarter]
        least = sorted(high if len(high) >= _LIKEST else values)[-_LIKEST]
        near = [number for number, value in likeness.items() if value >= least]
    else:
        near = list(likeness)
    first, story_ids = index.first, index.story_ids
    found = [_compared(index.stories[story], likeness) for story in {story_ids[number - first] for number in near}]
    found.sort(key=lambda pair: -pair[0])
    return [candidate for _, candidate in found[:_CANDIDATES]]


def _compared(story: LiveStory, likeness: dict[int, float]) -> tuple[float, Candidate]:
    """A story with those of its members that share something, and how promising it looks."""
    if len(story.members) < len(likeness):
        near = [(likeness[number], number) for number in story.members if number in likeness]
    else:
        members = set(story.members)
        near = [(value, number) for number, value in likeness.items() if number in members]
    candidate = _candidate(story, near)
    return candidate.nearest[0][0] + candidate.overlap / math.sqrt(len(near)) * 0.5, candidate


def _candidate(story: LiveStory, near: list[tuple[float, int]]) -> Candidate:
    nearest = heapq.nlargest(_NEAREST, near) if len(near) > 1 else near
    return Candidate(story, sum([value for value, _ in near]), nearest)


def _features(index: Index, query: Query, candidate: Candidate, rivals: list[Candidate]) -> list[float]:
    story, nearest = candidate.story, candidate.nearest
    near = nearest[0][0]
    three = sum([value for value, _ in nearest]) / min(_NEAREST, len(story.members))
    centre = min(1.0, candidate.overlap / math.sqrt(story.square))
    idf, vector, title = query.idf, query.vector, query.title
    rarity = query.rarity
    shared: set[int] = set()
    title_held: set[int] = set()
    title_best = 0.0
    for _, number in nearest:
        terms, own = index.row(number)[0], index.title(number)
        shared.update(vector.keys() & terms)
        title_held.update(title.intersection(terms))
        if strange := own.keys() - rarity.keys():
            rarity.update(dict.fromkeys(strange, 0.0) | index.frequencies.weights(strange))
        both = title & own.keys()
        union = query.title_weight + sum([rarity[term] for term in own.keys() - title])
        likeness = sum([idf[term] for term in both]) / union
        title_best = max(title_best, likeness)
    rare = heapq.nlargest(3, [idf[term] for term in shared])
    hours = max(0, query.time - story.newest, story.oldest - query.time) / 3600
    gap = math.log1p(hours) / 4
    no_text = 1.0 if len(idf) - len(title) < 3 else 0.0
    others = [other.nearest[0][0] for other in rivals if other is not candidate]
    rival, crowd = max(others, default=0.0), sum(others) / (_CANDIDATES - 1)
    return [
        near, three, centre, math.sqrt(centre), title_best,
        sum([idf[term] for term in title_held]) / query.title_weight,
        sum([idf[term] for term in shared]) / query.all_weight,
        rare[0] / 10 if rare else 0.0, sum(rare) / 30, len(shared) / 10,
        math.log(len(story.members)), gap, gap * near, crowd, no_text, no_text * near,
        math.log1p(len(vector)) / 4, near - rival, near / (near + crowd + 0.1),
        min(hours, 96.0) / 24, *differences(index, query, [number for _, number in nearest]),
    ]  # fmt: skip
