"""Which section an entry says it belongs to: by its categories, its address and its page's own word."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from newsdesk.model.sections import REGIONS, SECTIONS, SUBJECTS
from newsdesk.words import fold

_FILLER = ""
_PAGE, _PATH, _CATEGORY = 4.0, 3.0, 1.0
# A subject says more than a place, and a place more than "World"; an opinion piece or a match is that whatever it
# is about.
_WEIGHT = dict.fromkeys(SUBJECTS, 1.0) | {"Opinion": 1.6, "Sport": 1.4} | dict.fromkeys(REGIONS, 0.6) | {"World": 0.2}
_FADING = 0.75
"""What each further category counts: outlets put their section first and keywords after it."""
_LONGEST = 16
"""Words (characters, in scripts without spaces) of a label that can still name sections; headlines are longer."""
_PARTS = re.compile(r"[,;/|>:»()·]|\s[-–—]\s")
_WORDS = re.compile(r"[\u0e00-\u0e7f\u3041-\u9fff\uac00-\ud7af]|[^\W_]+")
_SLUG = re.compile(r"[^\W\d]+(?:[-_][^\W\d]+)+(?:\.\w+)?")
_MARKED = re.compile(r"[^\W_]['’]s\b")


def section_of(categories: Iterable[str], url: str, page_section: str = "", language: str = "") -> str:
    """The section that an entry names itself, one of SECTIONS but Top; "" when it says nothing.

    `language` (a code such as "de" or "de-CH") only decides between words that two languages use differently.
    """
    votes: dict[str, float] = defaultdict(float)
    _count(votes, page_section, _PAGE, language)
    for segment in _segments(url):
        _count(votes, segment, _PATH, language)
    weight = _CATEGORY
    for category in categories:
        if _count(votes, category, weight, language):
            weight *= _FADING
    return max(votes, key=lambda name: (votes[name], -SECTIONS.index(name)), default="")


def _count(votes: dict[str, float], label: str, weight: float, language: str) -> bool:
    """Add what a label says, shared among the sections it names; whether it names any."""
    named = _named(label, language)
    # "US politics" is about politics.
    found = named.intersection(SUBJECTS) or named
    for name in found:
        votes[name] += weight * _WEIGHT[name] / len(found)
    return bool(found)


def _segments(url: str) -> Iterator[str]:
    try:
        parts = urlsplit(url)
        labels = (parts.hostname or "").split(".")[:-2]
    except ValueError:
        return
    yield from labels
    segments = [unquote(segment) for segment in parts.path.split("/") if segment]
    # The last one of several words is the headline again ("tennis-and-democracy"), not a section.
    yield from segments[:-1] if segments and not parts.query and _SLUG.fullmatch(segments[-1]) else segments


@lru_cache(maxsize=4_096)
def _named(label: str, language: str) -> frozenset[str]:
    """The sections a label is made of, each part of a list for itself; a part with other words names none.

    A feed's entries have the same few labels.
    """
    found = _cover(label, language)
    if not found and len(parts := _PARTS.split(label)) > 1:
        found = [name for part in parts for name in _cover(part, language)]
    return frozenset(found)


def _cover(part: str, language: str) -> list[str]:
    words = [word for word in _WORDS.findall(fold(_MARKED.sub("", part[:200]))) if not word.isdigit()]
    if not words or len(words) > _LONGEST:
        return []
    table, own = _table(), _table().get(language.partition("-")[0].lower(), {})
    found: list[str] = []
    start = 0
    while start < len(words):
        for end in range(len(words), start, -1):
            key = "".join(words[start:end])
            name = own.get(key, table[""].get(key))
            if name is not None:
                found.extend([name] if name else [])
                start = end
                break
        else:
            return []
    return found


@cache
def _table() -> dict[str, dict[str, str]]:
    """Section by word, for each language and, under "", for all of them; fillers stand for _FILLER."""
    data = tomllib.loads(Path(__file__).with_name("section_words.toml").read_text("utf-8"))
    table: dict[str, dict[str, str]] = {"": {}}
    for section, languages in data.items():
        for language, words in languages.items():
            own = table.setdefault(language, {})
            for word in words.split("|"):
                key = "".join(_WORDS.findall(fold(word)))
                name = _FILLER if section == "filler" else section
                own.setdefault(key, name)
                # A section's word of one language beats a filler of another.
                table[""][key] = table[""].get(key) or name
    return table
