"""Top stories right now: who carries a story counts, not how often; fresh, growing and well placed ones come first."""

from __future__ import annotations

import math
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import combinations

from newsdesk.desk.terms import title_terms
from newsdesk.model.stories import Coverage, Ranked, Story

_HOUR = 3600
_OWNER_HALF_LIFE = 6 * _HOUR
_STORY_HALF_LIFE = 12 * _HOUR
_RECENT = 2 * _HOUR
_CALM = 20.0
"""Articles a day that an outlet may publish and still count fully."""
_LOUDEST = 0.5
"""What the loudest outlet counts at least."""
_COPY = 0.5
_LEAD_POSITIONS = 3
_LEAD = 1.2
_MIXING = 0.85
"""What a story's score is multiplied with for each story of its section above it."""
_PAIR = 0.5
"""What a story of two owners counts: more often than a larger one it is two articles that share some words."""
_LOOSE = 0.1
"""What a story counts whose titles share less than `_SHARED` words: then it is so nearly always."""
_STRAY = 0.2
"""What an owner counts in a small story whose titles share less than that with those of any other."""
_SHARED = 2
SMALL = 6
"""Owners up to which titles are compared: a story of more holds together by the number of its articles."""
_TITLES = 6
"""Titles of each owner that are compared, the newest."""
_MANY_FEEDS = 30


@dataclass(frozen=True, slots=True)
class Sources:
    """What ranking knows of the outlets."""

    per_day: Mapping[int, float] = field(default_factory=dict)
    """Articles a day of each feed; missing ones count as calm."""
    weight: Mapping[str, float] = field(default_factory=dict)
    """What the person set for an owner, 0 to 3; 1 where nothing is set."""
    feeds: int = 0
    """Feeds that are live: with many of them two outlets are not yet a top story."""


def top_stories(
    stories: Iterable[Story], now: int, sources: Sources | None = None, limit: int = 20, section: str = ""
) -> list[Ranked]:
    """The stories that matter at `now`, best first, none with fewer than two owners; of one section if one is named.

    The same stories give the same list, whatever order they come in; without new articles only age moves them.
    """
    sources = sources or Sources()
    asked = [story for story in stories if not section or story.section == section]
    found = [one for story in asked if (one := _ranked(story, now, sources)) and one[0].score > 0]
    found.sort(key=lambda one: (-one[0].score, one[0].story))
    # With many feeds three outlets are asked for, unless that leaves the page empty.
    wanted = 3 if sources.feeds >= _MANY_FEEDS else 2
    enough = [one for one, joined in found if joined >= wanted]
    rest = [one for one, joined in found if joined < wanted]
    page = _mixed(enough, limit) if not section else enough[:limit]
    return page + (rest[: limit - len(page)] if len(page) < limit else [])


def _ranked(story: Story, now: int, sources: Sources) -> tuple[Ranked, int] | None:
    """A story with its score, and how many of its owners surely tell it; None when only one owner carries it."""
    known = [one for one in story.coverage if one.time <= now]
    newest: dict[str, Coverage] = {}
    joined: dict[str, int] = {}
    for one in sorted(known, key=lambda one: (one.time, one.item)):
        joined.setdefault(one.owner, one.time)
        # An owner's own words are shown rather than the wire's, the newest first.
        if one.owner not in newest or not one.copy or newest[one.owner].copy:
            newest[one.owner] = one
    if len(newest) < 2:
        return None
    close = _close(known) if len(newest) <= SMALL else set(newest)
    weight = sum(
        _weight(one, now, sources) * (1.0 if not close or owner in close else _STRAY) for owner, one in newest.items()
    )
    first, last = min(joined.values()), max(one.time for one in known)
    recent = sum(time > now - _RECENT for time in joined.values())
    lead = any(0 <= one.position < _LEAD_POSITIONS for one in known if one.time > now - 86_400)
    score = weight * (1 + 0.5 * _growth(len(joined), recent, now - first)) * (_LEAD if lead else 1.0)
    score *= 0.5 ** ((now - last) / _STORY_HALF_LIFE)
    if len(close) < 3:
        score *= _PAIR if close else _LOOSE
    shown = sorted(
        newest.values(), key=lambda one: (one.copy, -sources.weight.get(one.owner, 1.0), -one.time, one.item)
    )
    last_hour = sum(time > now - _HOUR for time in joined.values())
    why = _why(len(newest), last_hour, now - first, lead)
    items = tuple(one.item for one in shown)
    # A pair is one whatever its titles share; of more owners those count that surely belong together.
    surely = max(2, len(close))
    return Ranked(story.id, story.section, round(score, 6), len(newest), first, items, why), surely


def _weight(one: Coverage, now: int, sources: Sources) -> float:
    per_day = sources.per_day.get(one.feed, _CALM)
    loudness = max(_LOUDEST, min(1.0, math.sqrt(_CALM / per_day))) if per_day > 0 else 1.0
    fresh: float = 0.5 ** ((now - one.time) / _OWNER_HALF_LIFE)
    return sources.weight.get(one.owner, 1.0) * loudness * fresh * (_COPY if one.copy else 1.0)


def _close(known: list[Coverage]) -> set[str]:
    """The owners of a story whose titles share words with one of another owner; all where titles aren't told."""
    if not all(one.title for one in known):
        return {one.owner for one in known}
    # A story is told in one language; a title alone is too short to tell which where its feed doesn't.
    language = Counter(one.language.partition("-")[0] for one in known if one.language).most_common(1)
    told = language[0][0] if language else ""
    titles: dict[str, list[frozenset[int]]] = defaultdict(list)
    for one in sorted(known, key=lambda one: (-one.time, one.item)):
        if len(titles[one.owner]) < _TITLES:
            titles[one.owner].append(_terms(one.title, told))
    return {
        owner
        for pair in combinations(titles, 2)
        if any(len(a & b) >= _SHARED for a in titles[pair[0]] for b in titles[pair[1]])
        for owner in pair
    }


_terms = lru_cache(maxsize=4_096)(title_terms)
"""Rankings follow each other, most of their titles the same."""


def _growth(owners: int, recent: int, age: int) -> float:
    """How fast owners join against the story's own mean: 1 is steady, 2 is the most that counts."""
    expected = owners * min(1.0, _RECENT / max(age, 1))
    return min(2.0, math.log1p(recent) / math.log1p(expected))


def _mixed(ranked: list[Ranked], limit: int) -> list[Ranked]:
    """The best stories with the sections mixed: each further one of a section counts a little less."""
    # A section's stories keep their order among themselves, so that only the first of each vie for a place.
    waiting: dict[str, deque[Ranked]] = defaultdict(deque)
    for one in ranked:
        waiting[one.section].append(one)
    page: list[Ranked] = []
    seen = Counter[str]()
    while waiting and len(page) < limit:
        first = [stories[0] for stories in waiting.values()]
        best = max(
            first, key=lambda one: (one.score * (_MIXING ** seen[one.section] if one.section else 1), -one.story)
        )
        waiting[best.section].popleft()
        if not waiting[best.section]:
            del waiting[best.section]
        seen[best.section] += 1
        page.append(best)
    return page


def _why(owners: int, last_hour: int, age: int, lead: bool) -> str:
    words = f"{owners} outlets in {span(age)}"
    if 0 < last_hour < owners:
        words += f", {last_hour} in the last hour"
    return words + (", high on their pages" if lead else "")


def span(seconds: int) -> str:
    """A stretch of time in a few letters: "20 min", "3 h", "2 days"."""
    if seconds < _HOUR:
        return f"{max(1, round(seconds / 60))} min"
    if seconds < 2 * 86_400:
        return f"{round(seconds / _HOUR)} h"
    return f"{round(seconds / 86_400)} days"
