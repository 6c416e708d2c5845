"""The live stories: every new article joins one or starts one, at a cost that doesn't grow with the cache."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import count

from newsdesk.desk.candidates import ALL, Candidate, candidates
from newsdesk.desk.copies import copied
from newsdesk.desk.decision import FEW_WORDS, LEARNT, Decision
from newsdesk.desk.frequencies import Frequencies
from newsdesk.desk.index import Index
from newsdesk.desk.merging import are_one, merge
from newsdesk.desk.roundups import is_roundup
from newsdesk.desk.terms import Terms, terms_of
from newsdesk.model.stories import Item, Placement

WINDOW = 7 * 86_400
"""Seconds an article stays in the index: a story that is silent for longer is over."""
_LEAST_WORDS = 3
"""Words below which an article ("(untitled)", "Editorial") tells too little to belong to another one's story."""


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
        self.indexes: dict[str, Index] = {}
        """The live articles by language."""

    def __len__(self) -> int:
        return sum(len(index) for index in self.indexes.values())

    def place(self, item: Item) -> Placement:
        """Put an article into the story it belongs to, or a new one; stories may merge because of it.

        A round-up is in a story of its own, which nothing joins.
        """
        if is_roundup(item.title):
            return Placement(self._allocate())
        index, terms = self._read(item)
        query, decision = index.query(item, terms), self._suited(index)
        found = candidates(index, query, decision) if len(terms.counts) >= _LEAST_WORDS else []
        copy = copied(index, query, [one.nearest for one in found[:2]])
        if not found or found[0].chance < decision.join:
            story = self._allocate()
            index.add(item, query, story, 0.0, copy)
            return Placement(story, (), copy)
        best = found[0]
        one = [best.story]
        for other in found[1:]:
            if other.chance >= decision.also and are_one(index, best.story, other.story, decision):
                one.append(other.story)
        index.add(item, query, best.story.id, best.overlap, copy)
        # The largest keeps its id: most lists and links already know it.
        one.sort(key=lambda story: (-len(story.members), story.id))
        for gone in one[1:]:
            merge(index, one[0], gone)
        return Placement(one[0].id, tuple(story.id for story in one[1:]), copy)

    def place_known(self, item: Item, story: int) -> None:
        """Put an article into the story that it is known to belong to."""
        if is_roundup(item.title):
            return
        index, terms = self._read(item)
        index.add(item, index.query(item, terms), story)

    def rebuild(self, items: Iterable[tuple[Item, int]]) -> None:
        """Fill the index with articles whose stories are known, oldest arrival first."""
        for item, story in items:
            self.place_known(item, story)

    def candidates(self, item: Item) -> list[Candidate]:
        """The stories an article may belong to, the likeliest first, all of them weighed; nothing is changed."""
        terms = terms_of(item.title, item.text, item.language)
        index = self.indexes.get(terms.language)
        return candidates(index, index.query(item, terms), self._suited(index), ALL) if index else []

    def expire(self, now: int) -> None:
        """Forget the articles that are older than WINDOW at `now`; their stories stay what they are in the store."""
        for index in self.indexes.values():
            index.expire(now - WINDOW)

    def _read(self, item: Item) -> tuple[Index, Terms]:
        terms = terms_of(item.title, item.text, item.language)
        index = self.indexes.get(terms.language)
        if index is None:
            index = self.indexes[terms.language] = Index(Frequencies(terms.language, warm=self._warm))
        index.frequencies.count(terms.counts)
        return index, terms

    def _suited(self, index: Index) -> Decision:
        """The decision that suits the articles so far."""
        return self._decision or (FEW_WORDS if index.frequencies.few_words else LEARNT)
