"""What belongs beside an article: its story at other outlets, stories near it, and what the archive has."""

from __future__ import annotations

import heapq
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from newsdesk.desk.frequencies import Frequencies
from newsdesk.desk.languages import is_topic
from newsdesk.desk.terms import LEAD, Terms, terms_of, title_terms, words_of
from newsdesk.model.stories import Item, Related
from newsdesk.words import fold, search_words

_SAME_MOST = 5
"""Articles of the same story that lead, one an outlet."""
_LEAD_LEAST, _LEAD_SHARE = 0.2, 0.6
"""Likeness, and share of the likeness of the likest, below which an article of the same story doesn't lead: what was
put into the story by mistake stands behind what is near."""
_NEAR_LEAST = 0.1
"""Likeness below which an article is not related."""
_TWIN = 0.8
"""Share of a title's words from which a second article with it is left out."""
_SHOWN_WORDS = 3
_TITLE, _NAME = 1.5, 1.3
"""What a word counts that stands in the title, or is written like a name, when the archive is asked."""
_COMPARED = 80
"""Articles compared term by term: those that share most at a glance."""
_TOGETHER = 0.3
"""What the likeness of a story counts for each of its articles."""
_SAME = 0.2
"""What belonging to the same story counts for an article that doesn't lead."""
_FADING = 86_400
"""Seconds: the further apart two articles lie, the less they are related, by the logarithm of this many."""
_WORDS_NEEDED = 2
"""Words that two articles must share to be related."""
_ALIKE = 0.2
"""Likeness from which on one telling word is enough."""
_SAME_DAYS = 7 * 86_400
"""Seconds within which one name is enough: later another person or place may be called so."""


@dataclass(frozen=True, slots=True)
class Found:
    """An article that may be shown beside another one, as the store has it."""

    item: Item
    story: int
    """0 where it is in none."""


@dataclass(frozen=True, slots=True)
class _Scored:
    """An article compared with the subject."""

    found: Found
    terms: Terms
    likeness: float
    """By their words alone."""
    score: float
    """With the time that lies between them, and what their stories say."""


def rare_words(item: Item, most: int = 14) -> list[str]:
    """The words of an article to look for in the archive: its rarest ones, the title's and names before others."""
    words = _words(item)
    rarity = _rarities(item)
    title = title_terms(item.title, item.language)

    def telling(one: int) -> float:
        word = words[one]
        named = _NAME if word[:1].isupper() else 1.0
        return rarity.get(one, 0.0) * (_TITLE if one in title else 1.0) * named

    asked = [one for one in words if not words[one].isdigit()]
    return [words[one] for one in sorted(asked, key=lambda one: (-telling(one), one))[:most]]


def related(subject: Item, found: Iterable[Found], story: int = 0, limit: int = 12) -> list[Related]:
    """What to show beside `subject`, best first, each with its reason; near-duplicates once.

    `found` are the articles of its story (`story`, 0: none known) and what the archive gave for `rare_words`, in any
    order.
    """
    rarity = _rarities(subject)
    words = _words(subject)
    others = {one.item.id: one for one in found if one.item.id != subject.id}
    same = [one for one in others.values() if story and one.story == story]
    rest = [one for one in others.values() if not (story and one.story == story)]
    mine = terms_of(subject.title, subject.text, subject.language)
    own = _lengths(mine, rarity)
    scored = [_compared(subject, own, rarity, one) for one in same + _likest(subject, rarity, words, rest)]
    leading = _leading(subject, [one for one in scored if story and one.found.story == story])
    rows = [_row(one, "same story") for one in leading]
    titles = [one.terms.title for one in leading]
    led = {row.item for row in rows}
    near = [one for one in _with_their_stories(scored, story) if one.found.item.id not in led]
    for one in sorted(near, key=lambda one: (-one.score, -one.found.item.time, one.found.item.id)):
        if len(rows) >= limit:
            break
        if one.likeness < _NEAR_LEAST or any(_twins(one.terms.title, title) for title in titles):
            continue
        titles.append(one.terms.title)
        why = "same story" if story and one.found.story == story else _why(subject, words, one, rarity)
        if why:
            rows.append(_row(one, why))
    return rows


def _rarities(item: Item) -> dict[int, float]:
    terms = terms_of(item.title, item.text, item.language)
    return Frequencies(terms.language).rarities(terms.counts)


def _words(item: Item) -> dict[int, str]:
    return words_of(item.title, item.text, item.language)


def _row(one: _Scored, why: str) -> Related:
    return Related(one.found.item.id, one.found.story, round(one.score, 4), why)


def _likest(subject: Item, rarity: Mapping[int, float], words: Mapping[int, str], found: list[Found]) -> list[Found]:
    """Those of many articles that share most rare words as they are written."""
    if len(found) <= _COMPARED:
        return found
    weight: dict[str, float] = {}
    for one, written in words.items():
        for word in search_words(written):
            weight[word] = max(weight.get(word, 0.0), rarity.get(one, 0.0) ** 2)

    def shared(one: Found) -> float:
        there = set(search_words(f"{one.item.title} {one.item.text[:LEAD]}"))
        return sum(weight[word] for word in weight.keys() & there) / math.sqrt(len(there) + 8)

    return heapq.nlargest(_COMPARED, found, key=shared)


def _lengths(terms: Terms, rarity: Mapping[int, float]) -> dict[int, float]:
    return {one: rarity.get(one, 0.0) * (1 + math.log(times)) for one, times in terms.counts.items()}


def _compared(subject: Item, own: Mapping[int, float], rarity: Mapping[int, float], one: Found) -> _Scored:
    """Cosine of two articles, a word weighing what it is rare; less with the days that lie between them."""
    terms = terms_of(one.item.title, one.item.text, one.item.language)
    # Words that only the other one has are as rare as the subject's on average.
    usual = math.sqrt(sum(value * value for value in rarity.values()) / max(1, len(rarity)))
    theirs = {term_: rarity.get(term_, usual) * (1 + math.log(times)) for term_, times in terms.counts.items()}
    common = sum(own[term_] * theirs[term_] for term_ in own.keys() & theirs.keys())
    length = math.sqrt(sum(v * v for v in own.values()) * sum(v * v for v in theirs.values()))
    apart = abs(one.item.time - subject.time)
    likeness = common / length if length else 0.0
    return _Scored(one, terms, likeness, likeness / (1 + math.log1p(apart / _FADING)))


def _with_their_stories(scored: list[_Scored], story: int) -> list[_Scored]:
    """The same with what each article's story says for it: one word shared by chance weighs less than a story near."""
    likeness: dict[int, list[float]] = defaultdict(list)
    for one in scored:
        likeness[one.found.story].append(one.score)
    nearest = {key: sum(heapq.nlargest(3, values)) / 3 for key, values in likeness.items() if key}
    return [
        replace(
            one,
            score=one.score
            + (_SAME if story and one.found.story == story else _TOGETHER * nearest.get(one.found.story, 0.0)),
        )
        for one in scored
    ]


def _leading(subject: Item, same: list[_Scored]) -> list[_Scored]:
    """The newest article of each other owner that is like the subject; of many, those most like it."""
    newest: dict[str, _Scored] = {}
    least = max(_LEAD_LEAST, _LEAD_SHARE * max((one.score for one in same), default=0.0))
    for one in sorted(
        (one for one in same if one.score >= least), key=lambda one: (one.found.item.time, one.found.item.id)
    ):
        owner = one.found.item.owner
        if not owner or owner != subject.owner:
            newest[owner or str(one.found.item.id)] = one
    return heapq.nlargest(_SAME_MOST, newest.values(), key=lambda one: (one.score, one.found.item.id))


def _twins(one: frozenset[int], other: frozenset[int]) -> bool:
    return bool(one) and len(one & other) >= _TWIN * len(one | other)


def _why(subject: Item, mine: Mapping[int, str], other: _Scored, rarity: Mapping[int, float]) -> str:
    """The most telling words that two articles share, "" where they share none that tells anything.

    One alone is chance, unless it is a name of the same days, or the two are much alike in all.
    """
    theirs = _words(other.found.item)
    telling = [one for one in mine.keys() & theirs.keys() if is_topic(fold(mine[one]))]
    named = {one for one in telling if _is_name(mine[one]) and _is_name(theirs[one])}
    same_days = abs(other.found.item.time - subject.time) <= _SAME_DAYS
    enough = 1 if other.likeness >= _ALIKE or (named and same_days) else _WORDS_NEEDED
    if len(telling) < enough:
        return ""
    rarest = sorted(telling, key=lambda one: (one not in named, -rarity.get(one, 0.0), mine[one]))[:_SHOWN_WORDS]
    return "shares: " + ", ".join(mine[one] for one in rarest)


def _is_name(word: str) -> bool:
    return word[:1].isupper()
