"""Our picks, the other half: good pieces that neither the crowd nor the person's habits bring up; and the edition."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from zlib import crc32

from newsdesk.model.stories import Pick, Ranked, Trait

_LONG = 8
"""Minutes of reading from which a piece is long."""
_RARE = 2.0
"""Articles a day below which an outlet is a small one."""
_FEW_OWNERS = 3
_FIRST_GAIN = 3
"""Owners that must have followed an outlet for its being first to count."""
_SELDOM = 0.05
"""Share of what is opened below which a section is seldom opened."""
_ENOUGH = 20
"""Articles opened before the person's habits are known well enough."""
_DAY = 86_400


@dataclass(frozen=True, slots=True)
class Piece:
    """An article that may be picked."""

    item: int
    owner: str
    section: str
    time: int
    """Unix seconds UTC."""
    minutes: int
    """Reading time; 0 where the whole text is not known."""
    per_day: float
    """Articles a day of its outlet."""
    owners: int
    """Distinct owners that carry its story."""
    first: bool = False
    """Its outlet had the story before any other."""


@dataclass(frozen=True, slots=True)
class Edition:
    """A finite briefing: it ends."""

    stories: tuple[Ranked, ...]
    picks: tuple[Pick, ...]


def our_picks(pieces: Iterable[Piece], day: int, opened: Mapping[str, int] | None = None, limit: int = 5) -> list[Pick]:
    """A handful of pieces of the day before `day` (Unix seconds of its local midnight), each with its reason.

    `opened` says how many articles of each section the person has opened. One piece for an owner and, as far as there
    are others, for a section. The same pieces give the same picks all day: what came after midnight is for tomorrow.
    """
    scored = []
    for piece in pieces:
        if day - _DAY <= piece.time < day:
            reasons = _reasons(piece, opened or {})
            if reasons:
                scored.append((sum(value for value, _, _ in reasons), piece, reasons))
    # Equal ones are dealt by the day, so that the same outlets don't win every morning.
    scored.sort(key=lambda one: (-round(one[0], 6), crc32(f"{day}/{one[1].item}".encode())))
    picks: list[Pick] = []
    owners: set[str] = set()
    sections: dict[str, int] = {}
    for most in (1, 2, limit):
        for score, piece, reasons in scored:
            if len(picks) < limit and piece.owner not in owners and sections.get(piece.section, 0) < most:
                owners.add(piece.owner)
                sections[piece.section] = sections.get(piece.section, 0) + 1
                best = sorted(reasons, key=lambda reason: -reason[0])[:2]
                traits = tuple(trait for _, trait, _ in best)
                picks.append(Pick(piece.item, score, traits, ", ".join(words for _, _, words in best)))
    return picks


def edition(top: Iterable[Ranked], picks: Iterable[Pick], since: int = 0, stories: int = 10, extra: int = 3) -> Edition:
    """Ten stories and three picks; stories that began before `since` (Unix seconds: the last edition) are left out."""
    fresh = [story for story in top if story.first_seen > since]
    told = {item for story in fresh[:stories] for item in story.items}
    return Edition(tuple(fresh[:stories]), tuple([pick for pick in picks if pick.item not in told][:extra]))


def _reasons(piece: Piece, opened: Mapping[str, int]) -> list[tuple[float, Trait, str]]:
    """What speaks for a piece: how much, what it is, and in words."""
    reasons = []
    few = piece.owners <= _FEW_OWNERS
    if piece.minutes >= _LONG and few:
        words = f"a long read, {piece.minutes} min"
        reasons.append((math.log2(min(piece.minutes, 40) / 4), Trait("length", "long", "long reads"), words))
    if piece.per_day < _RARE:
        value = 1.5 - 0.5 * piece.per_day
        reasons.append((value, Trait("source", piece.owner, piece.owner), "from a source that publishes seldom"))
    if piece.first and piece.owners >= _FIRST_GAIN:
        words = f"had it first, {piece.owners - 1} others followed"
        reasons.append((0.6 * math.log2(piece.owners), Trait("first", piece.owner, piece.owner), words))
    total = sum(opened.values())
    if piece.section and total >= _ENOUGH and opened.get(piece.section, 0) < _SELDOM * total and (few or piece.first):
        trait = Trait("section", piece.section, piece.section)
        reasons.append((0.8, trait, f"from {piece.section}, which you seldom open"))
    return reasons
