"""The live articles of one language in arrays: their heaviest terms, who holds a term, and which story each is in."""

from __future__ import annotations

import math
from array import array
from collections.abc import Collection, Iterable, Mapping
from itertools import accumulate
from typing import Any, NamedTuple
from zlib import crc32

from newsdesk.desk.frequencies import Frequencies
from newsdesk.desk.terms import Terms
from newsdesk.model.stories import Item

KEPT = 20
"""Terms kept of an article, the heaviest."""
_NEWEST = 120
"""Articles looked at for one term, the newest."""
_VISITS = 500
"""Articles looked at for one article, its heaviest terms first."""
_LONGEST = 4 * _NEWEST
"""Numbers and weights in a term's list before the oldest go, which nothing looks at any more."""
_UNUSED = 1_000
"""Forgotten articles whose rows are kept until they make up an eighth, so that moving the rest costs little."""
_SAMPLE_KNOWN = 10
"""Members of a story that an article is compared with when it is put back into it."""
_SCALE = 65_535.0


class LiveStory:
    """A story of live articles."""

    __slots__ = ("id", "members", "newest", "oldest", "square", "tried")

    def __init__(self, story_id: int, time: int, members: array[int]) -> None:
        self.id = story_id
        self.oldest = self.newest = time
        self.members = members
        """Sequence numbers, oldest first."""
        self.square = 0.0
        """The squared length of the sum of the members' vectors."""
        self.tried = 0
        """Members at the last time that a merger was looked into."""


_TOLD = {"oldest": "q", "newest": "q", "square": "d", "tried": "I"}
"""What a story holds besides its members, and as what it is written."""


class Query:
    """An article made ready for comparison."""

    __slots__ = (
        "all_weight", "core", "idf", "owner", "rarity", "signature", "time", "title", "title_vector", "title_weight",
        "vector", "whole",
    )  # fmt: skip

    def __init__(
        self,
        vector: dict[int, float],
        title: frozenset[int],
        core: frozenset[int],
        idf: dict[int, float],
        whole: dict[int, float],
        time: int,
    ) -> None:
        self.vector = vector
        """Terms and weights, the heaviest first."""
        self.title, self.core, self.idf, self.time = title, core, idf, time
        self.rarity = dict(idf)
        """What its terms tell, and those of titles that it was compared with."""
        self.whole = self.rarity if whole is idf else whole
        """How rare the same terms are as a whole."""
        self.all_weight = sum([idf[term] for term in vector]) or 1.0
        self.title_weight = sum([idf[term] for term in title]) or 1.0
        self.title_vector = {term: weight for term, weight in vector.items() if term in title}
        self.owner = 0
        self.signature = 0

    def learn(self, titles: Iterable[Collection[int]], frequencies: Frequencies) -> None:
        """Get to know how rare the terms of other titles are."""
        if strange := set().union(*titles).difference(self.rarity):
            whole = frequencies.rarities(strange)
            self.whole.update(whole)
            self.rarity.update(dict.fromkeys(strange, 0.0) | frequencies.shared(whole))


class Titled(NamedTuple):
    """What of a stored article is compared term by term."""

    terms: array[int]
    """All of its terms, 0 past the last."""
    title: dict[int, float]
    """Those of its title with their weights."""
    core: frozenset[int]
    """Those of the title that its text says again."""


class Index:
    """The live articles of one language, in arrays by sequence number."""

    def __init__(self, frequencies: Frequencies) -> None:
        self.frequencies = frequencies
        self.stories: dict[int, LiveStory] = {}
        self.first = 0
        """Sequence number of the first row."""
        self._gone = 0
        """Rows of articles that are forgotten, the first ones."""
        self.story_ids = array("q")
        self.signatures = array("I")
        self.copies = array("q")
        """Id of the article whose text it repeats; its own where it is the first."""
        self._times = array("q")
        self._owners = array("I")
        self._terms = array("I")
        self._weights = array("f")
        """KEPT a row, those of the title first and of them those of the core, 0 past the last."""
        self._titles = array("B")
        self._cores = array("B")
        """How many of a row's terms stand in the title, and in its core."""
        self._postings: dict[int, array[int]] = {}
        """For each term the articles that hold it, newest last: sequence number and weight by turns."""

    def __len__(self) -> int:
        return len(self.story_ids) - self._gone

    def __getstate__(self) -> dict[str, Any]:
        # An object for each story and an array for each term take ten times as long to pickle as what is in them.
        stories = self.stories.values()
        told = [array(kind, [getattr(one, name) for one in stories]) for name, kind in _TOLD.items()]
        members = _joined({one.id: one.members for one in stories})
        return self.__dict__ | {"stories": (told, members), "_postings": _joined(self._postings)}

    def __setstate__(self, state: dict[str, Any]) -> None:
        told, members = state["stories"]
        self.__dict__.update(state, stories={}, _postings=_parted(*state["_postings"]))
        # Name by name: a loop over _TOLD takes three times as long, for each story that lives.
        for oldest, newest, square, tried, (story_id, held) in zip(*told, _parted(*members).items(), strict=True):
            story = self.stories[story_id] = LiveStory(story_id, oldest, held)
            story.newest, story.square, story.tried = newest, square, tried

    def query(self, item: Item, terms: Terms) -> Query:
        """An article's heaviest terms, weighed and scaled to length 1."""
        if self.frequencies.few_words:
            # Where every word is common, the pairs between two words are the rarest and would crowd the words out.
            self.frequencies.note_phrases(terms.chains, terms.spaced)
        counts, whole = terms.counts, self.frequencies.rarities(terms.counts)
        idf = self.frequencies.shared(whole)
        title = terms.title.intersection(idf)
        weighed = [(value * (1.0 + math.log(counts[term])), term) for term, value in idf.items()]
        weighed.sort(reverse=True)
        del weighed[KEPT:]
        length = math.sqrt(sum([weight * weight for weight, _ in weighed])) or 1.0
        vector = {term: weight / length for weight, term in weighed}
        query = Query(vector, title, terms.core & vector.keys(), idf, whole, item.time)
        query.owner, query.signature = hash_of(item.owner), terms.signature
        return query

    def stored(self, number: int) -> Query:
        """A stored article as a query."""
        at = number - self.first
        terms, weights = self.row(number)
        heaviest = sorted(zip(weights, terms, strict=True), reverse=True)
        vector = {term: weight for weight, term in heaviest if weight}
        title = frozenset(terms[: self._titles[at]])
        whole = self.frequencies.rarities(vector)
        # What says nothing any more counts nothing.
        idf = dict.fromkeys(vector, 0.0) | self.frequencies.shared(whole)
        query = Query(vector, title, frozenset(terms[: self._cores[at]]), idf, whole, self._times[at])
        query.owner = self._owners[at]
        return query

    def row(self, number: int) -> tuple[array[int], array[float]]:
        """The terms of a stored article and their weights, those of its title first, 0 past the last."""
        at = (number - self.first) * KEPT
        return self._terms[at : at + KEPT], self._weights[at : at + KEPT]

    def titled(self, number: int) -> Titled:
        """A stored article as others are compared with it."""
        row = number - self.first
        at = row * KEPT
        terms, end = self._terms[at : at + KEPT], self._titles[row]
        title = dict(zip(terms[:end], self._weights[at : at + end], strict=True))
        return Titled(terms, title, frozenset(terms[: self._cores[row]]))

    def story_of(self, number: int) -> int:
        """The id of the story that a stored article is in."""
        return self.story_ids[number - self.first]

    def add(
        self, item: Item, query: Query, story_id: int, overlap: float | None = None, copy: int | None = None
    ) -> None:
        """Store an article as a member of a story; `overlap` is its likeness to the members, summed."""
        number = self.first + len(self.story_ids)
        story = self.stories.get(story_id)
        if story is None:
            story = self.stories[story_id] = LiveStory(story_id, item.time, array("I"))
        elif overlap is None:
            newest = story.members[-_SAMPLE_KNOWN:]
            overlap = sum(self.likeness(query.vector, member) for member in newest) * len(story.members) / len(newest)
        story.square += 1.0 + 2.0 * (overlap or 0.0)
        story.members.append(number)
        story.oldest, story.newest = min(story.oldest, item.time), max(story.newest, item.time)
        self._times.append(item.time)
        self._owners.append(query.owner)
        self.signatures.append(query.signature)
        self.story_ids.append(story_id)
        self.copies.append(item.id if copy is None else copy)
        self._post(number, query)

    def _post(self, number: int, query: Query) -> None:
        title, postings = query.title_vector, self._postings
        for term, weight in query.vector.items():
            posting = postings.get(term)
            if posting is None:
                posting = postings[term] = array("I")
            posting.append(number)
            posting.append(int(weight * _SCALE))
            if len(posting) > _LONGEST:
                del posting[: -2 * _NEWEST]
        vector = {term: title[term] for term in query.core} | title | query.vector
        empty = KEPT - len(vector)
        self._terms.extend([*vector, *[0] * empty])
        self._weights.extend([*vector.values(), *[0.0] * empty])
        self._titles.append(len(title))
        self._cores.append(len(query.core))

    def likenesses(self, query: Query) -> dict[int, float]:
        """The articles that share terms with one, by sequence number; most of them, the newest."""
        likeness: dict[int, float] = {}
        get = likeness.get
        left = _VISITS
        for term, weight in query.vector.items():
            posting = self._postings.get(term)
            if posting is None:
                continue
            if len(posting) > 2 * _NEWEST:
                posting = posting[-2 * _NEWEST :]
            weight /= _SCALE
            for number, held in zip(posting[::2], posting[1::2], strict=True):
                likeness[number] = get(number, 0.0) + weight * held
            left -= len(posting) // 2
            if left <= 0:
                break
        return likeness

    def likeness(self, vector: dict[int, float], number: int) -> float:
        """How like a stored article is to a vector."""
        terms, weights = self.row(number)
        return sum([vector[term] * weight for term, weight in zip(terms, weights, strict=True) if term in vector])

    def expire(self, before: int) -> None:
        """Forget the articles that are older than `before` (Unix seconds)."""
        while len(self) and self._times[self._gone] < before:
            self._drop(self.first + self._gone)
            self._gone += 1
        if self._gone > _UNUSED and self._gone * 8 > len(self._times):
            self._shrink()

    def _shrink(self) -> None:
        gone = self._gone
        for column in (
            self._times,
            self._owners,
            self.signatures,
            self.story_ids,
            self.copies,
            self._titles,
            self._cores,
        ):
            del column[:gone]
        del self._terms[: gone * KEPT]
        del self._weights[: gone * KEPT]
        self.first += gone
        self._gone = 0

    def _drop(self, number: int) -> None:
        for term, weight in zip(*self.row(number), strict=True):
            if weight:
                posting = self._postings[term]
                # Articles leave in the order they came: if the list still has this one, it is the first.
                if posting[0] == number:
                    del posting[:2]
                    if not posting:
                        del self._postings[term]
        story = self.stories[self.story_of(number)]
        share = 1 - 1 / len(story.members)
        story.square *= share * share
        del story.members[0]
        if not story.members:
            del self.stories[story.id]


def _joined(parts: Mapping[int, array[int]]) -> tuple[array[int], array[int], array[int]]:
    """Arrays by number as three: numbers, lengths, contents."""
    contents = array("I")
    for part in parts.values():
        contents.extend(part)
    return array("q", parts), array("I", map(len, parts.values())), contents


def _parted(numbers: array[int], lengths: array[int], contents: array[int]) -> dict[int, array[int]]:
    """What `_joined` put together."""
    ends = accumulate(lengths)
    return {number: contents[end - length : end] for number, length, end in zip(numbers, lengths, ends, strict=True)}


def hash_of(text: str) -> int:
    """A name as a 32-bit number; 0 for the empty one."""
    return crc32(text.encode()) if text else 0
