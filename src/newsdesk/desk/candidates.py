"""The stories that an article may belong to: those whose members share most with it, weighed by a learnt decision."""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterable

from newsdesk.desk.decision import FEATURES, Decision
from newsdesk.desk.index import Index, LiveStory, Query

_LIKEST = 30
"""Articles whose stories are looked at."""
_CANDIDATES = 6
"""Stories weighed for one article."""
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


def candidates(index: Index, query: Query, decision: Decision) -> list[Candidate]:
    """The likeliest stories of an article, best first."""
    found = _likest(index, index.likenesses(query))
    doubt = _doubt(index, query)
    for candidate in found:
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
    first, story_ids = index.first, index.story_ids
    # The values alone are sorted faster than pairs.
    least = sorted(likeness.values())[-_LIKEST] if len(likeness) > _LIKEST else 0.0
    members: dict[int, list[tuple[float, int]]] = {
        story_ids[number - first]: [] for number, value in likeness.items() if value >= least
    }
    for number, value in likeness.items():
        if (story := story_ids[number - first]) in members:
            members[story].append((value, number))
    found = [_candidate(index.stories[story], near) for story, near in members.items()]
    found.sort(key=lambda one: -(one.nearest[0][0] + one.overlap / math.sqrt(len(members[one.story.id])) * 0.5))
    return found[:_CANDIDATES]


def _candidate(story: LiveStory, near: list[tuple[float, int]]) -> Candidate:
    nearest = heapq.nlargest(_NEAREST, near) if len(near) > 1 else near
    return Candidate(story, sum([value for value, _ in near]), nearest)


def _features(index: Index, query: Query, candidate: Candidate, rivals: list[Candidate]) -> list[float]:
    story, nearest = candidate.story, candidate.nearest
    near = nearest[0][0]
    three = sum([value for value, _ in nearest]) / min(_NEAREST, len(story.members))
    centre = min(1.0, candidate.overlap / math.sqrt(story.square))
    idf, vector, title = query.idf, query.vector, query.title
    rarity = index.frequencies.rarity
    shared: set[int] = set()
    title_held: set[int] = set()
    title_best = elsewhere_title = elsewhere = 0.0
    for rank, (_, number) in enumerate(nearest):
        terms, weights = index.row(number)
        shared.update(vector.keys() & terms)
        title_held.update(title.intersection(terms))
        own = {term for term, weight in zip(terms, weights, strict=True) if weight < 0}
        both = title & own
        union = query.title_weight + sum([rarity(term) for term in own - title])
        title_best = max(title_best, sum([idf[term] for term in both]) / union)
        # Only where articles are alike by nature is it worth asking who else holds what the two share.
        if rank == 0 and index.frequencies.few_words:
            elsewhere_title = _elsewhere(index, query, both & vector.keys(), story)
            elsewhere = _elsewhere(index, query, shared, story)
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
        elsewhere_title, elsewhere, min(hours, 96.0) / 24,
    ]  # fmt: skip


def _elsewhere(index: Index, query: Query, terms: Iterable[int], story: LiveStory) -> float:
    """How many articles outside of a story hold all of these terms too, as a logarithm."""
    held = index.holding(query, terms)
    if held is None:
        return math.log1p(index.most_held()) / 4
    return math.log1p(sum([index.story_of(number) != story.id for number in held])) / 4
