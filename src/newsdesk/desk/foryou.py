"""For you: what a person likes, learnt here from what they do, in traits that can be named, weighed and forgotten.

A Bayesian linear model: every trait has a mean and a doubt, begun at "no opinion"; what is opened or passed over moves
the traits of the article by their doubt. So little is believed after little reading, and each reason is a term of the
sum: without it the score is lower. What the news speaks of most these days counts a little for everybody: while nothing
is known of the person it is all there is to go by.
"""

from __future__ import annotations

import heapq
import math
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice

from newsdesk.desk.languages import is_topic
from newsdesk.desk.terms import words_of
from newsdesk.model.sections import MIXED
from newsdesk.model.stories import Item, Pick, Trait
from newsdesk.words import fold

DONE = {
    "opened": 1.0, "finished": 1.3, "later": 1.3, "starred": 1.6, "kept": 1.3, "skipped": -0.2, "muted": -3.0,
}  # fmt: skip
"""How much each thing a person does says: above 0 for liking, below 0 against."""
_DOUBT = {"": 0.3, "name": 0.14, "word": 0.03, "section": 0.15, "source": 0.01, "author": 0.05}
"""The variance each kind of trait begins with: how quickly it is believed. People follow names more than words."""
_BASE = Trait("", "", "")
"""How much the person opens at all; the same for every article, so it is no part of a score."""
_NOISE = 1.0
_TOPICS = 30
"""Words of an article that are looked at."""
_NEEDED = 5
"""Articles opened before picks are made."""
_SHOWN = 2
"""Reasons that are given."""
_AGAIN = 2
"""Liked articles that a topic must stand in before it is called one: the words of a single one are any words."""
_LEAST = 0.02
"""What a trait must add to be a reason."""
_TALKED, _TALK = 8, 2.0
"""Topics of an article, the most talked of, that count for everybody; and what each counts times its share."""


@dataclass(frozen=True, slots=True)
class Belief:
    """What is known about one trait."""

    mean: float = 0.0
    doubt: float = 0.0
    """Variance."""
    factor: float = 1.0
    """Set by the person: 0 leaves it out, 2 doubles it."""
    pinned: bool = False
    """Set by the person: always liked, whatever is learnt."""
    met: int = 0
    """Articles that the person liked it stood in."""

    @property
    def is_set(self) -> bool:
        """Whether the person said something of it."""
        return self.pinned or self.factor != 1.0

    def tells(self, trait: Trait) -> bool:
        """Whether a person would call it something they read about: of a topic, because it came more than once."""
        return self.is_set or (self.met >= _AGAIN if trait.kind == "topic" else trait.name != MIXED)


def traits_of(item: Item, section: str = "", author: str = "") -> tuple[Trait, ...]:
    """The traits of an article: its section, source and author, and the words of its title and lead."""
    named = (("section", section, section), ("source", item.owner, item.owner), ("author", author.casefold(), author))
    traits = [Trait(kind, key, name) for kind, key, name in named if key]
    words = words_of(item.title, item.text, item.language)
    topics = islice(((number, word) for number, word in words.items() if _is_topic(word)), _TOPICS)
    traits.extend(Trait("topic", str(number), word) for number, word in topics)
    return tuple(traits)


@lru_cache(maxsize=30_000)
def _is_topic(word: str) -> bool:
    return is_topic(fold(word))


class Talk:
    """What the news is about these days: the share of the articles that holds each topic."""

    def __init__(self, articles: Iterable[Iterable[Trait]] = ()) -> None:
        self._held = Counter[str]()
        self._articles = 0
        for traits in articles:
            self.add(traits)

    def add(self, traits: Iterable[Trait]) -> None:
        """Count an article."""
        self._held.update(trait.key for trait in traits if trait.kind == "topic")
        self._articles += 1

    def share(self, traits: Iterable[Trait]) -> float:
        """How much an article is about what is talked of: the shares of its most common topics, summed."""
        held = heapq.nlargest(_TALKED, (self._held[trait.key] for trait in traits if trait.kind == "topic"))
        return sum(held) / self._articles if self._articles else 0.0


class Profile:
    """A person's likes; nothing of it leaves the machine."""

    def __init__(
        self, beliefs: Mapping[tuple[str, str], Belief] | None = None, opened: int = 0, talk: Talk | None = None
    ) -> None:
        self._beliefs = dict(beliefs or {})
        self.opened = opened
        """Articles opened so far."""
        self.talk = talk or Talk()
        """What the news is about, whoever reads it."""

    def learn(self, traits: Iterable[Trait], done: str) -> None:
        """Take note of what was done (a key of DONE) with an article of these traits."""
        strength = DONE[done]
        wanted = 1.0 if strength > 0 else -1.0
        about = [_BASE, *traits]
        beliefs = [self._belief(trait) for trait in about]
        total = _NOISE + sum(belief.doubt for belief in beliefs)
        root = math.sqrt(total)
        pull = wanted * sum(belief.mean for belief in beliefs) / root
        push = _surprise(pull)
        weight = abs(strength)
        for trait, belief in zip(about, beliefs, strict=True):
            met = belief.met + (strength > 0)
            mean = belief.mean + weight * wanted * belief.doubt / root * push
            doubt = belief.doubt * max(0.3, 1 - weight * belief.doubt / total * push * (push + pull))
            self._beliefs[trait.kind, trait.key] = replace(belief, mean=mean, doubt=doubt, met=met)
        self.opened += strength > 0

    def score(self, traits: Collection[Trait]) -> float:
        """How well an article suits, above 0 for better than most."""
        return _TALK * self.talk.share(traits) + sum(value for _, value in self.contributions(traits))

    def contributions(self, traits: Iterable[Trait]) -> Iterator[tuple[Trait, float]]:
        """What each trait adds to the score."""
        for trait in traits:
            belief = self._beliefs.get((trait.kind, trait.key))
            if belief is not None:
                yield trait, max(1.0, belief.mean) if belief.pinned else belief.mean * belief.factor

    @property
    def is_known(self) -> bool:
        """Whether enough was opened to pick by."""
        return self.opened >= _NEEDED

    def pick(self, articles: Mapping[int, tuple[Trait, ...]], limit: int = 10) -> list[Pick]:
        """The articles that suit best, each with its strongest reasons; none before five have been opened."""
        if not self.is_known:
            return []
        picks = []
        for item, traits in articles.items():
            added = sorted(self.contributions(traits), key=lambda pair: (-pair[1], pair[0].kind, pair[0].key))
            told = (trait for trait, value in added if value >= _LEAST and self._belief(trait).tells(trait))
            reasons = tuple(islice(told, _SHOWN))
            if reasons:
                why = "you read about " + " and ".join(_told(trait) for trait in reasons)
                picks.append(Pick(item, self.score(traits), reasons, why))
        return sorted(picks, key=lambda pick: (-pick.score, pick.item))[:limit]

    def weigh(self, trait: Trait, factor: float) -> None:
        """Let a trait count `factor` times, 0 to 3."""
        self._set(trait, factor=min(3.0, max(0.0, factor)))

    def pin(self, trait: Trait, pinned: bool = True) -> None:
        """Always like a trait, or no longer."""
        self._set(trait, pinned=pinned)

    def clear(self, trait: Trait) -> None:
        """Forget what was learnt and set about a trait."""
        self._beliefs.pop((trait.kind, trait.key), None)

    def forget(self) -> None:
        """Forget everything."""
        self._beliefs.clear()
        self.opened = 0

    def beliefs(self) -> dict[tuple[str, str], Belief]:
        """All that is known, by kind and key, for the store and the settings screen."""
        return dict(self._beliefs)

    def _belief(self, trait: Trait) -> Belief:
        known = self._beliefs.get((trait.kind, trait.key))
        if known is not None:
            return known
        kind = trait.kind
        if kind == "topic":
            kind = "name" if trait.name[:1].isupper() else "word"
        return Belief(doubt=_DOUBT[kind])

    def _set(self, trait: Trait, **changes: float | bool) -> None:
        self._beliefs[trait.kind, trait.key] = replace(self._belief(trait), **changes)  # type: ignore[arg-type]


def _surprise(pull: float) -> float:
    """How much an outcome that stands `pull` on the expected side still teaches."""
    if pull < -8:
        return -pull
    below = 0.5 * math.erfc(-pull / math.sqrt(2))
    return math.exp(-pull * pull / 2) / math.sqrt(2 * math.pi) / below


def _told(trait: Trait) -> str:
    return {"section": f"{trait.name} news", "source": f"what {trait.name} writes", "author": trait.name}.get(
        trait.kind, trait.name
    )
