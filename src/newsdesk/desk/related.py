"""What belongs beside an article: its story at other outlets, stories near it, and what the archive has."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from newsdesk.desk.stories import Stories
from newsdesk.desk.terms import words_of
from newsdesk.model.stories import Item, Related

_SAME_MOST = 5
"""Articles of the same story that are shown."""
_NEAR_LEAST = 0.12
"""Likeness below which an article is not related."""
_TWIN = 0.8
"""Share of a title's words from which a second article with it is left out."""
_SHOWN_WORDS = 3


@dataclass(frozen=True, slots=True)
class Found:
    """An article that may be shown beside another one, as the store has it."""

    item: Item
    story: int
    """0 where it is in none."""


def rare_words(item: Item, stories: Stories, most: int = 8) -> list[str]:
    """The words of an article to look for in the archive: its rarest ones, the title's before the lead's."""
    words = words_of(item.title, item.text, item.language)
    rarity = stories.rarities(item)
    title = set(words_of(item.title, "", item.language).values())
    order = sorted(words, key=lambda term: (-rarity.get(term, 0.0) * (1.5 if words[term] in title else 1.0), term))
    return [words[term] for term in order[:most]]


def related(subject: Item, found: Iterable[Found], stories: Stories, story: int = 0, limit: int = 12) -> list[Related]:
    """What to show beside `subject`, best first, each with its reason; near-duplicates once.

    `found` are the articles of its story (`story`, 0: none known), of stories near it (`Stories.near`) and what the
    archive gave for `rare_words`; in any order.
    """
    rarity = stories.rarities(subject)
    words = words_of(subject.title, subject.text, subject.language)
    scored: list[tuple[float, Found, frozenset[int]]] = []
    for one in {found_one.item.id: found_one for found_one in found}.values():
        if one.item.id == subject.id:
            continue
        theirs = words_of(one.item.title, one.item.text, one.item.language)
        scored.append((_likeness(rarity, words, theirs), one, frozenset(words.keys() & theirs.keys())))
    same = [(score, one, shared) for score, one, shared in scored if story and one.story == story]
    near = [(score, one, shared) for score, one, shared in scored if not (story and one.story == story)]
    near = [(score, one, shared) for score, one, shared in near if score >= _NEAR_LEAST]
    rows = _same_story(subject, same)
    titles = [_title(subject), *(_title(one.item) for _, one, _ in same if one.item.id in {row.item for row in rows})]
    for score, one, shared in sorted(near, key=lambda row: (-row[0], -row[1].item.time, row[1].item.id)):
        if len(rows) >= limit:
            break
        if any(_twins(_title(one.item), title) for title in titles):
            continue
        titles.append(_title(one.item))
        rows.append(Related(one.item.id, one.story, round(score, 4), _why(shared, rarity, words)))
    return rows[:limit]


def _same_story(subject: Item, same: list[tuple[float, Found, frozenset[int]]]) -> list[Related]:
    """The newest article of each other owner."""
    rows: list[Related] = []
    owners = {subject.owner} if subject.owner else set()
    for score, one, _ in sorted(same, key=lambda row: (-row[1].item.time, row[1].item.id)):
        if len(rows) < _SAME_MOST and (not one.item.owner or one.item.owner not in owners):
            owners.add(one.item.owner)
            rows.append(Related(one.item.id, one.story, round(1 + score, 4), "same story"))
    return rows


def _likeness(rarity: Mapping[int, float], mine: Mapping[int, str], theirs: Mapping[int, str]) -> float:
    """Cosine of two articles, a word weighing what it is rare."""
    common = sum(rarity[term] ** 2 for term in mine.keys() & theirs.keys() if term in rarity)
    own = sum(value * value for value in rarity.values())
    # Words that only the other one has are as rare as the subject's on average.
    other = sum(rarity[term] ** 2 if term in rarity else own / max(1, len(rarity)) for term in theirs)
    return common / math.sqrt(own * other) if own and other else 0.0


def _title(item: Item) -> frozenset[int]:
    return frozenset(words_of(item.title, "", item.language))


def _twins(one: frozenset[int], other: frozenset[int]) -> bool:
    return bool(one) and len(one & other) >= _TWIN * len(one | other)


def _why(shared: frozenset[int], rarity: Mapping[int, float], words: Mapping[int, str]) -> str:
    rarest = sorted(shared, key=lambda term: (-rarity.get(term, 0.0), words[term]))[:_SHOWN_WORDS]
    return "shares: " + ", ".join(words[term] for term in rarest)
