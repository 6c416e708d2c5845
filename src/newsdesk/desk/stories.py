"""The live stories: every new article joins one or starts one, at a cost that doesn't grow with the cache."""

from __future__ import annotations

import heapq
import math
from array import array
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import count
from operator import itemgetter
from zlib import crc32

from newsdesk.desk.decision import FEATURES, FEW_WORDS, LEARNT, Decision
from newsdesk.desk.frequencies import Frequencies
from newsdesk.desk.terms import Terms, terms_of
from newsdesk.model.stories import Item, Placement

WINDOW = 7 * 86_400
"""Seconds an article stays in the index: a story that is silent for longer is over."""
_LEAST_WORDS = 3
"""Words below which an article ("(untitled)", "Editorial") tells too little to belong to another one's story."""
_KEPT = 20
"""Terms kept of an article, the heaviest."""
_NEWEST = 200
"""Articles looked at for one term, the newest."""
_VISITS = 1_000
"""Articles looked at for one article, its rarest terms first."""
_NEWEST_FEW, _VISITS_FEW = 300, 2_000
"""The same for news of few words, where every word is in many articles."""
_LIKEST = 30
"""Articles whose stories are looked at."""
_CANDIDATES = 6
"""Stories weighed for one article."""
_NEAREST = 3
"""Members of a story that an article is compared with term by term."""
_SURE = 1.0
"""What belonging to the same story counts against the likeness of the two articles."""
_SAMPLE = 5
"""Members of a story that are weighed against another before the two become one."""
_TELLING, _LITTLE, _DOUBTED = 16, 0.25, 0.6
"""An article of so many terms that shares two or fewer with a story is doubted: a name or a word by chance."""
_SHARED = FEATURES.index("number shared")
_SAMPLE_KNOWN = 10
"""Members of a story that an article is compared with when it is put back into it."""
_SCALE = 65_535


@dataclass(frozen=True, slots=True)
class Near:
    """A live article that is like another one."""

    item: int
    story: int
    likeness: float
    """Of the two articles, 0 to 1."""
    chance: float
    """How likely the other one belongs to this one's story."""


class Candidate:
    """A story that an article may belong to, with what speaks for it."""

    __slots__ = ("chance", "features", "nearest", "overlap", "story")

    def __init__(self, story: _Story, overlap: float, nearest: list[tuple[float, int]]) -> None:
        self.story = story
        self.overlap = overlap
        """The sum of the likenesses of all members."""
        self.nearest = nearest
        """Likeness and sequence number of the likest members, best first."""
        self.features: list[float] = []
        self.chance = 0.0


class _Story:
    __slots__ = ("id", "members", "newest", "oldest", "square", "tried")

    def __init__(self, story_id: int, time: int) -> None:
        self.id = story_id
        self.oldest = self.newest = time
        self.members = array("Q")
        """Sequence numbers, oldest first."""
        self.square = 0.0
        """The squared length of the sum of the members' vectors."""
        self.tried = 0
        """Members at the last time that a merger was looked into."""


class _Query:
    """An article made ready for comparison."""

    __slots__ = ("holders", "idf", "owner", "signature", "time", "title", "vector")

    def __init__(self, vector: dict[int, float], title: frozenset[int], idf: dict[int, float], time: int) -> None:
        self.vector, self.title, self.idf, self.time = vector, title, idf, time
        self.owner = 0
        self.signature = 0
        self.holders: dict[int, set[int]] = {}
        """Which live articles hold a term, found when asked."""


class Stories:
    """All live stories, one index for each language."""

    def __init__(
        self, allocate: Callable[[], int] | None = None, decision: Decision | None = None, *, warm: bool = True
    ) -> None:
        """`allocate` hands out the ids of new stories (default: 1, 2, 3…).

        `decision` is used in place of the fitted ones; `warm` uses the list of common words.
        """
        self._allocate = allocate or count(1).__next__
        self._decision = decision
        self._warm = warm
        self._indexes: dict[str, _Index] = {}

    def __len__(self) -> int:
        return sum(len(index) for index in self._indexes.values())

    def place(self, item: Item) -> Placement:
        """Put an article into the story it belongs to, or a new one; stories may merge because of it."""
        index, terms = self._read(item)
        return index.place(item, terms, self._allocate)

    def place_known(self, item: Item, story: int) -> None:
        """Put an article into the story that it is known to belong to."""
        index, terms = self._read(item)
        index.add(item, index.query(item, terms), story)

    def rebuild(self, items: Iterable[tuple[Item, int]]) -> None:
        """Fill the index with articles whose stories are known, oldest arrival first."""
        for item, story in items:
            self.place_known(item, story)

    def candidates(self, item: Item) -> list[Candidate]:
        """The stories an article may belong to, the likeliest first; nothing is changed."""
        terms = terms_of(item.title, item.text, item.language)
        index = self._indexes.get(terms.language)
        return index.candidates(index.query(item, terms)) if index else []

    def near(self, item: Item, most: int = 40) -> list[Near]:
        """The live articles most like one, those of the story it belongs to first; itself left out."""
        terms = terms_of(item.title, item.text, item.language)
        index = self._indexes.get(terms.language)
        return index.near(item, index.query(item, terms), most) if index else []

    def rarities(self, item: Item) -> dict[int, float]:
        """How rare each term of an article is in its language."""
        terms = terms_of(item.title, item.text, item.language)
        index = self._indexes.get(terms.language)
        frequencies = index.frequencies if index else Frequencies(terms.language, warm=self._warm)
        return frequencies.rarities(terms.counts)

    def expire(self, now: int) -> None:
        """Forget the articles that are older than WINDOW at `now`; their stories stay what they are in the store."""
        for index in self._indexes.values():
            index.expire(now - WINDOW)

    def _read(self, item: Item) -> tuple[_Index, Terms]:
        terms = terms_of(item.title, item.text, item.language)
        index = self._indexes.get(terms.language)
        if index is None:
            index = self._indexes[terms.language] = _Index(self._decision, Frequencies(terms.language, warm=self._warm))
        index.frequencies.count(terms.counts)
        return index, terms


class _Index:
    """The live articles of one language, in arrays by sequence number."""

    def __init__(self, decision: Decision | None, frequencies: Frequencies) -> None:
        self._fixed = decision
        self.frequencies = frequencies
        self._first = 0
        """Sequence number of the oldest live article."""
        self._ids = array("q")
        self._times = array("q")
        self._owners = array("I")
        self._signatures = array("I")
        self._story_ids = array("q")
        self._copies = array("q")
        """Id of the article whose text it repeats; its own where it is the first."""
        self._terms = array("I")
        self._weights = array("f")
        """_KEPT a row; negative where the term stands in the title, 0 past the last."""
        self._postings: dict[int, array[int]] = {}
        """For each term the articles that hold it, newest last: sequence number and weight packed in one number."""
        self._stories: dict[int, _Story] = {}

    def __len__(self) -> int:
        return len(self._ids)

    @property
    def decision(self) -> Decision:
        """The decision that suits the articles so far."""
        return self._fixed or (FEW_WORDS if self.frequencies.few_words else LEARNT)

    def query(self, item: Item, terms: Terms) -> _Query:
        """An article's heaviest terms, weighed and scaled to length 1."""
        idf, counts, title = self.frequencies.rarities(terms.counts), terms.counts, terms.title
        if terms.chains and self.frequencies.few_words:
            # Where every word is common, the pairs between two words are the rarest and would crowd the words out.
            shares = self.frequencies.shares(terms.chains)
            idf = {term: value * shares.get(term, 1.0) for term, value in idf.items() if shares.get(term, 1.0)}
            title = title.intersection(idf)
        weighed = [(value * (1.0 + math.log(counts[term])), term) for term, value in idf.items()]
        if len(weighed) > _KEPT:
            weighed = heapq.nlargest(_KEPT, weighed)
        else:
            weighed.sort(reverse=True)
        length = math.sqrt(sum(weight * weight for weight, _ in weighed)) or 1.0
        query = _Query({term: weight / length for weight, term in weighed}, title, idf, item.time)
        query.owner, query.signature = hash_of(item.owner), terms.signature
        return query

    def place(self, item: Item, terms: Terms, allocate: Callable[[], int]) -> Placement:
        query = self.query(item, terms)
        candidates = self.candidates(query) if len(terms.counts) >= _LEAST_WORDS else []
        decision = self.decision
        if not candidates or candidates[0].chance < decision.join:
            copy = self._copied(query, candidates)
            story = allocate()
            self.add(item, query, story, 0.0, copy)
            return Placement(story, (), copy)
        best = candidates[0]
        copy = self._copied(query, candidates)
        one = [best.story]
        for other in candidates[1:]:
            if other.chance >= decision.also and self._same(best.story, other.story):
                one.append(other.story)
        self.add(item, query, best.story.id, best.overlap, copy)
        # The largest keeps its id: most lists and links already know it.
        one.sort(key=lambda story: (-len(story.members), story.id))
        for gone in one[1:]:
            self._merge(one[0], gone)
        return Placement(one[0].id, tuple(story.id for story in one[1:]), copy)

    def add(
        self, item: Item, query: _Query, story_id: int, overlap: float | None = None, copy: int | None = None
    ) -> None:
        """Store an article as a member of a story; `overlap` is its likeness to the members, summed."""
        number = self._first + len(self._ids)
        story = self._stories.get(story_id)
        if story is None:
            story = self._stories[story_id] = _Story(story_id, item.time)
        elif overlap is None:
            newest = story.members[-_SAMPLE_KNOWN:]
            overlap = sum(self._likeness(query.vector, member) for member in newest) * len(story.members) / len(newest)
        story.square += 1.0 + 2.0 * (overlap or 0.0)
        story.members.append(number)
        story.oldest, story.newest = min(story.oldest, item.time), max(story.newest, item.time)
        self._ids.append(item.id)
        self._times.append(item.time)
        self._owners.append(query.owner)
        self._signatures.append(query.signature)
        self._story_ids.append(story_id)
        self._copies.append(item.id if copy is None else copy)
        row = 0
        for term, weight in query.vector.items():
            self._terms.append(term)
            self._weights.append(-weight if term in query.title else weight)
            packed = number << 16 | int(weight * _SCALE)
            posting = self._postings.get(term)
            if posting is None:
                self._postings[term] = array("Q", (packed,))
            else:
                posting.append(packed)
            row += 1
        for _ in range(_KEPT - row):
            self._terms.append(0)
            self._weights.append(0.0)

    def candidates(self, query: _Query) -> list[Candidate]:
        """The likeliest stories of an article, best first."""
        found = self._gather(query)
        if not found:
            return []
        decision, few_words = self.decision, self.frequencies.few_words
        for candidate in found:
            candidate.features = self._features(query, candidate, found)
            candidate.chance = decision.chance(candidate.features)
            if not few_words and len(query.vector) >= _TELLING and candidate.features[_SHARED] < _LITTLE:
                candidate.chance *= _DOUBTED
        found.sort(key=lambda candidate: -candidate.chance)
        return found

    def near(self, item: Item, query: _Query, most: int) -> list[Near]:
        """The articles most like one, the likeliest stories first."""
        likeness = self._likenesses(query)
        own = next((number for number in likeness if self._ids[number - self._first] == item.id), None)
        # Where it is known which story the article is in, that is surer than asking again.
        home = self._story_ids[own - self._first] if own is not None else None
        if own is not None:
            del likeness[own]
        found = self._grouped(likeness, None)
        chances = {one.story.id: self.decision.chance(self._features(query, one, found)) for one in found}
        near = []
        for number, value in likeness.items():
            story = self._story_ids[number - self._first]
            chance = 1.0 if story == home else chances.get(story, 0.0)
            near.append(Near(self._ids[number - self._first], story, min(1.0, value), chance))
        return heapq.nlargest(most, near, key=lambda one: (_SURE * one.chance + one.likeness, one.item))

    def _gather(self, query: _Query, only: _Story | None = None) -> list[Candidate]:
        """The stories whose members share most with an article."""
        return self._grouped(self._likenesses(query), only)

    def _likenesses(self, query: _Query) -> dict[int, float]:
        """The articles that share terms with one, by sequence number; most of them, the newest."""
        likeness: dict[int, float] = {}
        get = likeness.get
        few_words = self.frequencies.few_words
        left, newest = (_VISITS_FEW, _NEWEST_FEW) if few_words else (_VISITS, _NEWEST)
        postings = self._postings
        known = [(len(posting), term) for term in query.vector if (posting := postings.get(term)) is not None]
        known.sort()
        for length, term in known:
            weight = query.vector[term] / _SCALE
            posting = postings[term]
            for packed in posting if length <= newest else posting[-newest:]:
                number = packed >> 16
                likeness[number] = get(number, 0.0) + weight * (packed & _SCALE)
            left -= min(length, newest)
            if left <= 0:
                break
        return likeness

    def _grouped(self, likeness: dict[int, float], only: _Story | None) -> list[Candidate]:
        first, story_ids = self._first, self._story_ids
        likest = heapq.nlargest(_LIKEST, likeness.items(), key=itemgetter(1)) if only is None else []
        members: dict[int, list[tuple[float, int]]] = {story_ids[number - first]: [] for number, _ in likest}
        if only is not None:
            members[only.id] = []
        for number, value in likeness.items():
            near = members.get(story_ids[number - first])
            if near is not None:
                near.append((value, number))
        found = [
            Candidate(self._stories[story_id], sum(value for value, _ in near), heapq.nlargest(_NEAREST, near))
            for story_id, near in members.items()
            if near
        ]
        found.sort(key=lambda one: -(one.nearest[0][0] + one.overlap / math.sqrt(len(members[one.story.id])) * 0.5))
        return found[:_CANDIDATES]

    def _features(self, query: _Query, candidate: Candidate, rivals: list[Candidate]) -> list[float]:
        story, nearest = candidate.story, candidate.nearest
        near = nearest[0][0]
        three = sum(value for value, _ in nearest) / min(_NEAREST, len(story.members))
        centre = min(1.0, candidate.overlap / math.sqrt(story.square))
        idf, vector, title = query.idf, query.vector, query.title
        all_weight = sum(idf[term] for term in vector) or 1.0
        title_weight = sum(idf[term] for term in title) or 1.0
        shared: set[int] = set()
        title_held: set[int] = set()
        title_best = 0.0
        # Only where articles are alike by nature is it worth asking who else holds what the two share.
        few_words = self.frequencies.few_words
        elsewhere_title = elsewhere = 0.0
        for rank, (_, number) in enumerate(nearest):
            row = (number - self._first) * _KEPT
            terms, weights = self._terms[row : row + _KEPT], self._weights[row : row + _KEPT]
            shared.update(vector.keys() & terms)
            title_held.update(title.intersection(terms))
            own = {term for term, weight in zip(terms, weights, strict=True) if weight < 0}
            both = sum(idf[term] for term in title & own)
            union = title_weight + sum(self.frequencies.rarity(term) for term in own - title)
            title_best = max(title_best, both / union)
            if rank == 0 and few_words:
                elsewhere_title = self._elsewhere(query, title & own & vector.keys(), story)
                elsewhere = self._elsewhere(query, shared, story)
        rare = heapq.nlargest(3, (idf[term] for term in shared))
        hours = max(0, query.time - story.newest, story.oldest - query.time) / 3600
        gap = math.log1p(hours) / 4
        no_text = 1.0 if len(idf) - len(title) < 3 else 0.0
        others = [other.nearest[0][0] for other in rivals if other is not candidate]
        rival, crowd = max(others, default=0.0), sum(others) / (_CANDIDATES - 1)
        return [
            near, three, centre, math.sqrt(centre), title_best,
            sum(idf[term] for term in title_held) / title_weight,
            sum(idf[term] for term in shared) / all_weight,
            rare[0] / 10 if rare else 0.0, sum(rare) / 30, len(shared) / 10,
            math.log(len(story.members)), gap, gap * near, crowd, no_text, no_text * near,
            math.log1p(len(vector)) / 4, near - rival, near / (near + crowd + 0.1),
            elsewhere_title, elsewhere, min(hours, 96.0) / 24,
        ]  # fmt: skip

    def _elsewhere(self, query: _Query, terms: Iterable[int], story: _Story) -> float:
        """How many articles outside of a story hold all of these terms too, as a logarithm."""
        held: set[int] | None = None
        for term in terms:
            holders = query.holders.get(term)
            if holders is None:
                holders = query.holders[term] = {packed >> 16 for packed in self._postings[term][-_NEWEST:]}
            held = holders if held is None else held & holders
        if held is None:
            return math.log1p(min(len(self._ids), _NEWEST)) / 4
        outside = sum(self._story_ids[number - self._first] != story.id for number in held)
        return math.log1p(outside) / 4

    def _copied(self, query: _Query, candidates: list[Candidate]) -> int | None:
        """The article that this one repeats: the same title, or nearly all of its terms."""
        for candidate in candidates[:2]:
            for likeness, number in candidate.nearest:
                row = number - self._first
                same_title = query.signature and self._signatures[row] == query.signature
                if (likeness >= 0.5 and same_title) or likeness >= 0.92:
                    return self._copies[row]
        return None

    def _likeness(self, vector: dict[int, float], number: int) -> float:
        row = (number - self._first) * _KEPT
        total = 0.0
        for term, weight in zip(self._terms[row : row + _KEPT], self._weights[row : row + _KEPT], strict=True):
            if term in vector:
                total += vector[term] * abs(weight)
        return total

    def _stored(self, number: int) -> _Query:
        """A stored article as a query."""
        at = number - self._first
        pairs = [
            (term, weight)
            for term, weight in zip(
                self._terms[at * _KEPT : (at + 1) * _KEPT], self._weights[at * _KEPT : (at + 1) * _KEPT], strict=True
            )
            if weight
        ]
        idf = self.frequencies.rarities(term for term, _ in pairs)
        title = frozenset(term for term, weight in pairs if weight < 0)
        query = _Query({term: abs(weight) for term, weight in pairs}, title, idf, self._times[at])
        query.owner = self._owners[at]
        return query

    def _same(self, one: _Story, other: _Story) -> bool:
        """Whether two stories are one: the newest members of the smaller one would join the larger."""
        small, large = sorted((one, other), key=lambda story: len(story.members))
        size = len(small.members) + len(large.members)
        if size < small.tried * 1.3:
            return False
        small.tried = size
        chances = []
        for number in small.members[-_SAMPLE:]:
            query = self._stored(number)
            found = self._gather(query, large)
            chances.append(self.decision.chance(self._features(query, found[0], found)) if found else 0.0)
        return sum(chances) / len(chances) >= self.decision.merge

    def _merge(self, into: _Story, story: _Story) -> None:
        overlap = 0.0
        sample = story.members[-_SAMPLE:]
        for number in sample:
            self._story_ids[number - self._first] = -1
            found = self._gather_one(number, into)
            overlap += found
        overlap *= len(story.members) / len(sample)
        into.square += story.square + 2 * overlap
        for number in story.members:
            self._story_ids[number - self._first] = into.id
        into.members = array("Q", sorted([*into.members, *story.members]))
        into.oldest, into.newest = min(into.oldest, story.oldest), max(into.newest, story.newest)
        del self._stories[story.id]

    def _gather_one(self, number: int, story: _Story) -> float:
        vector = self._stored(number).vector
        return sum(self._likeness(vector, member) for member in story.members[-50:])

    def expire(self, before: int) -> None:
        gone = 0
        while gone < len(self._ids) and self._times[gone] < before:
            self._drop(self._first + gone)
            gone += 1
        if gone:
            for column in (self._ids, self._times, self._owners, self._signatures, self._story_ids, self._copies):
                del column[:gone]
            del self._terms[: gone * _KEPT]
            del self._weights[: gone * _KEPT]
            self._first += gone

    def _drop(self, number: int) -> None:
        at = number - self._first
        for term, weight in zip(self._terms[at * _KEPT : (at + 1) * _KEPT], self._weights[at * _KEPT :], strict=False):
            if weight:
                posting = self._postings[term]
                if len(posting) == 1:
                    del self._postings[term]
                else:
                    # Articles leave in the order they came: the first of each list is the oldest.
                    del posting[0]
        story = self._stories[self._story_ids[at]]
        share = 1 - 1 / len(story.members)
        story.square *= share * share
        del story.members[0]
        if not story.members:
            del self._stories[story.id]


def hash_of(text: str) -> int:
    """A name as a 32-bit number; 0 for the empty one."""
    return crc32(text.encode()) if text else 0
