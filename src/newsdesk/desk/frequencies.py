"""How rare a term is: counted on what arrived, begun with a list of common words for the first day."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable
from functools import cache

from newsdesk.desk.languages import frequent_words
from newsdesk.desk.terms import term

_BELIEF = 3_000.0
"""Articles that the list of common words weighs as much as."""
_BELIEF_FEW = 30.0
"""The same for news of few words, where each word is common and the difference between them is what tells."""
_SHARES = (0.04, 0.015, 0.004)
"""Share of the articles that hold a word of each band of the list."""
_UNKNOWN = 1.0 / _BELIEF
"""The same for every other word."""
_YEARS = range(2000, 2041)
"""As frequent as a word of the second band: they stand in articles about anything."""
_MOST = 300_000
"""Terms counted; beyond it all counts are halved and the rarest forgotten, so that old news fades."""
_GROWTH, _FEW = 0.75, 1.4
"""A vocabulary grows with about this power of the text: news by a factor of 1.5 to 4, news of few words below 1.1."""
_SURE = 60.0
"""Articles after which that factor can be relied on; before, it takes more words to count as news."""

_BRIDGE = 0.5
"""How common a pair of characters must be against those beside it, to be a part of a word."""
_OVERLAP = -0.25
"""The power of a word's number of pairs that each of them counts."""
_TOGETHER = 0.9
"""How common a word must be against the one before it, to be a part of the same phrase."""
_PHRASE = -0.5
"""The power of a phrase's number of words that each of them counts: together as much as one word."""


class Frequencies:
    """Document frequencies of one language."""

    def __init__(self, language: str, *, warm: bool = True) -> None:
        self.documents = 0.0
        """Articles counted; old ones fade."""
        self.few_words = False
        """Whether the articles so far are made of far fewer words than news is."""
        self._occurrences = 0.0
        self._counts: dict[int, int] = {}
        self._shares: dict[int, float] = {}
        self._belief = _BELIEF
        self._begun = _begun() if warm and language == "en" else {}

    def count(self, terms: Collection[int]) -> None:
        """Take note of an article's terms, each once."""
        counts = self._counts
        for one in terms:
            counts[one] = counts.get(one, 0) + 1
        self.documents += 1
        self._occurrences += len(terms)
        if len(counts) > _MOST:
            self.documents /= 2
            self._occurrences /= 2
            self._counts = {one: times // 2 for one, times in counts.items() if times > 1}
            self._shares = {one: share for one, share in self._shares.items() if one in self._counts}
        unsure = 2 * max(0.0, 1.0 - self.documents / _SURE) ** 4
        self.few_words = len(self._counts) < (_FEW + unsure) * math.pow(self._occurrences, _GROWTH)
        self._belief = _BELIEF_FEW if self.few_words else _BELIEF

    def note_phrases(self, chains: Iterable[tuple[int, ...]], spaced: bool) -> None:
        """Learn which terms are parts of one phrase; `chains` are terms in the order of the text.

        Words that stand side by side and are as frequent as each other are one phrase. Of overlapping pairs of
        characters (not `spaced`) one that is much rarer than one beside it joins the end of one word to the beginning
        of the next and says nothing; the pairs of a longer word say in part the same.
        """
        shares: dict[int, float] = {}
        for chain in chains:
            if spaced:
                self._part_words(chain, shares)
            else:
                self._part_pairs(chain, shares)
        self._shares.update(shares)

    def _part_words(self, chain: tuple[int, ...], shares: dict[int, float]) -> None:
        counts = self._counts.get
        phrase: list[int] = []
        last = 0
        for one in chain:
            held = counts(one, 0)
            if phrase and (held < _TOGETHER * last or last < _TOGETHER * held or one in phrase):
                _share(phrase, shares, _PHRASE)
                phrase = []
            phrase.append(one)
            last = held
        _share(phrase, shares, _PHRASE)

    def _part_pairs(self, chain: tuple[int, ...], shares: dict[int, float]) -> None:
        held = [0, *(self._counts.get(pair, 0) for pair in chain), 0]
        word: list[int] = []
        for place, pair in enumerate(chain, 1):
            if held[place] < _BRIDGE * max(held[place - 1], held[place + 1]):
                shares.setdefault(pair, 0.0)
                _share(word, shares, _OVERLAP)
                word = []
            else:
                word.append(pair)
        _share(word, shares, _OVERLAP)

    def shared(self, rarities: dict[int, float]) -> dict[int, float]:
        """What each term tells: its rarity; where news is of few words, that of a phrase shared among its terms.

        Terms that say nothing are left out.
        """
        if not self.few_words:
            return rarities
        shares = self._shares.get
        return {one: value * share for one, value in rarities.items() if (share := shares(one, 1.0))}

    def rarity(self, one: int) -> float:
        """The inverse document frequency of a term, a logarithm above 0."""
        return self.rarities((one,))[one]

    def rarities(self, terms: Iterable[int]) -> dict[int, float]:
        """`rarity` of each term."""
        belief = self._belief
        total = math.log(self.documents + belief)
        counts, begun, log = self._counts.get, self._begun.get, math.log
        return {one: total - log(counts(one, 0) + begun(one, _UNKNOWN) * belief) for one in terms}


def _share(parts: list[int], shares: dict[int, float], power: float) -> None:
    share = len(parts) ** power if len(parts) > 1 else 1.0
    for one in parts:
        if shares.get(one, 0.0) < share:
            shares[one] = share


@cache
def _begun() -> dict[int, float]:
    years = {term(str(year)): _SHARES[1] for year in _YEARS}
    return years | {
        term(word): share
        for words, share in zip(reversed(frequent_words()), reversed(_SHARES), strict=True)
        for word in words
    }
