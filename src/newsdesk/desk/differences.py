"""In what articles of few words differ: they are alike by nature, so that what they share tells little."""

from __future__ import annotations

from collections.abc import Iterable, Set

from newsdesk.desk.frequencies import Frequencies
from newsdesk.desk.index import Index, Query

_NONE = [0.0, 0.0, 0.0, 0.0]
_SCALE = 4.0
"""What rarities are divided by, so that features are about 1 at most."""


def differences(index: Index, query: Query, members: Iterable[int]) -> list[float]:
    """What speaks against an article being of one story with its nearest members, and for it.

    The heaviest term that only one of two titles has; how much of their cores they share; how much rarer the rarest
    term is that stands in a title alone, than the rarest that stands in both titles alone (the place of an event is
    told once); the rarest term of the members' titles that all of them have but the article. Zeros where news is of
    many words.
    """
    if not index.frequencies.few_words:
        return _NONE
    frequencies, title = index.frequencies, query.title
    titles = [(index.title(number), index.core(number)) for number in members]
    missing = core = sole = 0.0
    for own, own_core in titles:
        missing += _heaviest_missing(query.title_vector, own)
        core += _likeness(query, own_core)
        alone = max(_rarest(frequencies, title - query.core), _rarest(frequencies, own.keys() - own_core))
        both = (title & own.keys()) - (query.core & own_core)
        sole += max(0.0, alone - _rarest(frequencies, both)) / _SCALE
    agreed = 0.0
    if len(titles) > 1:
        held_by_all = set(titles[0][0]).intersection(*(own for own, _ in titles[1:]))
        agreed = _rarest(frequencies, held_by_all - title) / _SCALE
    count = len(titles)
    return [missing / count, core / count, sole / count, agreed]


def _rarest(frequencies: Frequencies, terms: Set[int]) -> float:
    """The rarity of the rarest term, as a whole where it is a part of a phrase."""
    return max(frequencies.rarities(terms).values(), default=0.0)


def _likeness(query: Query, core: frozenset[int]) -> float:
    if not query.core or not core:
        return 0.0
    return _sum(query.rarity, query.core & core) / (_sum(query.rarity, query.core | core) or 1.0)


def _sum(weights: dict[int, float], terms: Set[int]) -> float:
    return sum([weights[term] for term in terms])


def _heaviest_missing(title: dict[int, float], own: dict[int, float]) -> float:
    """The heaviest term that only one of two titles has."""
    return max(
        max([weight for term, weight in title.items() if term not in own], default=0.0),
        max([weight for term, weight in own.items() if term not in title], default=0.0),
    )
