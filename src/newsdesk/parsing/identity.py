"""Which entry is which: an identity that stays the same from one fetch to the next."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from newsdesk.text import clean_line

MAX_IDENTITY = 500
"""Characters; a longer guid or link is hashed, and so is one with characters that no text may keep."""


class Clues(NamedTuple):
    """What an entry can be told by."""

    guid: str
    link: str
    title: str
    date: str
    body: str


def identities(entries: Sequence[Clues]) -> list[str]:
    """One identity for each entry, all different: guid, else link, else a hash of title and date.

    Guids that two entries of the document share are worth nothing for these: they go by their link, and where that is
    shared too by their words. Only entries alike in everything are numbered.
    """
    chosen = ["" for _ in entries]
    for choose in (_by_guid, _by_link, _by_title, _by_words):
        proposed = [chosen[i] or choose(clues) for i, clues in enumerate(entries)]
        count = Counter(proposed)
        chosen = [name if name and count[name] == 1 else "" for name in proposed]
        if all(chosen):
            return chosen
    seen: Counter[str] = Counter()
    for i, clues in enumerate(entries):
        if not chosen[i]:
            name = _by_words(clues)
            seen[name] += 1
            chosen[i] = name if seen[name] == 1 else f"{name}#{seen[name]}"
    return chosen


def is_told_plainly(clues: Clues, identity: str) -> bool:
    """Whether an entry goes by its own guid, or by its link because it has none: whatever stands beside it."""
    return identity == (_by_guid(clues) if clues.guid else _by_link(clues))


def _by_guid(clues: Clues) -> str:
    return bounded(clues.guid)


def _by_link(clues: Clues) -> str:
    return bounded(clues.link)


def _by_title(clues: Clues) -> str:
    return _hashed(clues.title, clues.date) if clues.title or clues.date else ""


def _by_words(clues: Clues) -> str:
    return _hashed(clues.guid, clues.link, clues.title, clues.date, clues.body)


def bounded(name: str) -> str:
    """A guid or link as the identity that it makes."""
    whole = len(name) <= MAX_IDENTITY and clean_line(name, MAX_IDENTITY) == name
    return name if whole else _hashed(name)


def _hashed(*parts: str) -> str:
    # Lengths go in too, so that ("ab", "c") is not ("a", "bc").
    text = "".join(f"{len(part)}:{part}" for part in parts)
    return "sha256:" + hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
