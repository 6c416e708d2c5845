"""In what articles of few words differ: they are alike by nature, so that what they share tells little."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set

from newsdesk.desk.index import Query, Titled

NONE = [0.0, 0.0, 0.0, 0.0]
"""What is said where news is of many words."""
_SCALE = 4.0
"""What rarities are divided by, so that features are about 1 at most."""


def apart(query: Query, members: Sequence[Titled]) -> list[float]:
    """What the titles of an article and its nearest members don't share, and what their cores do.

    The heaviest term that only one of two titles has; how much of their cores they share. `query` has learnt of the
    members' titles.
    """
    missing = core = 0.0
    for member in members:
        missing += _heaviest_missing(query.title_vector, member.title)
        core += _likeness(query, member.core)
    return [missing / len(members), core / len(members)]


def sole(query: Query, members: Sequence[Titled]) -> list[float]:
    """What is told once, and by whom.

    How much rarer the rarest term is that stands in a title alone, than the rarest that stands in both titles alone
    (the place of an event is told once); the rarest term of the members' titles that all of them have but the
    article. `query` has learnt of the members' titles.
    """
    whole, title = query.whole, query.title
    own_rarest = _rarest(whole, title - query.core)
    rarer = 0.0
    for member in members:
        own = member.title.keys()
        alone = max(own_rarest, _rarest(whole, own - member.core))
        both = (title & own) - (query.core & member.core)
        rarer += max(0.0, alone - _rarest(whole, both))
    agreed = 0.0
    if len(members) > 1:
        held_by_all = set(members[0].title).intersection(*(member.title for member in members[1:]))
        agreed = _rarest(whole, held_by_all - title)
    return [rarer / len(members) / _SCALE, agreed / _SCALE]


def _rarest(whole: Mapping[int, float], terms: Set[int]) -> float:
    """The rarity of the rarest term, as a whole where it is a part of a phrase."""
    return max([whole[term] for term in terms], default=0.0)


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
