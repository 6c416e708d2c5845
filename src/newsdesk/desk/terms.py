"""What an article is about, as weighted terms: words cut to their stems, counted, the title's counted more."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from zlib import crc32

from newsdesk.desk.languages import language_of, stop_words
from newsdesk.words import fold, search_words

LEAD = 700
"""Characters of the text that are looked at: what happened stands at the top."""
_TITLE_COUNT = 2.0
_CUT = 7
"""Letters kept of a word in a language whose endings are not known."""
_UNSPACED = frozenset({"zh", "ja", "th", "ko"})
"""Languages whose words stand in no spaces, so that `words.search_words` gives overlapping pairs of characters."""
_MOST_KNOWN = 30_000
"""Words of a language whose terms are remembered."""
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Terms:
    """An article's terms by number (a hash of the stem), and the language they are in."""

    language: str
    counts: dict[int, float]
    """How often each occurs, the title's twice."""
    title: frozenset[int]
    """Those of the title."""
    core: frozenset[int]
    """Those of the title that the text says again."""
    signature: int
    """Equal for titles of the same words in the same order; 0 where the title is too short to tell."""
    chains: tuple[tuple[int, ...], ...] = ()
    """The terms in their order: those of the title and of the text, or of each stretch of a script without spaces."""
    spaced: bool = True
    """Whether terms are words; else they are overlapping pairs of characters."""


def terms_of(title: str, text: str, language: str = "") -> Terms:
    """The terms of an article from its title and the beginning of its text; `language` is what the feed says."""
    title_words, text_words = search_words(title), search_words(text[:LEAD])
    language = language_of(f"{title} {text[:LEAD]}", title_words + text_words, language)
    stems = _stems(title_words, language)
    counts: dict[int, float] = {}
    for stem in stems:
        counts[stem] = counts.get(stem, 0.0) + _TITLE_COUNT
    said = _stems(text_words, language)
    for stem in said:
        counts[stem] = counts.get(stem, 0.0) + 1.0
    signature = crc32(" ".join(title_words).encode()) if len(title_words) >= 4 else 0
    spaced = language not in _UNSPACED
    chains = (tuple(stems), tuple(said)) if spaced else _chains(title_words + text_words, language)
    title_terms = frozenset(stems)
    return Terms(language, counts, title_terms, title_terms.intersection(said), signature, chains, spaced)


def title_terms(title: str, language: str = "") -> frozenset[int]:
    """The terms of a title alone: `terms_of(title, "", language).title`."""
    words = search_words(title)
    return frozenset(_stems(words, language_of(f"{title} ", words, language)))


def _chains(words: list[str], language: str) -> tuple[tuple[int, ...], ...]:
    """The runs of pairs that overlap by a character."""
    chains: list[list[int]] = []
    last = ""
    for word in words:
        if len(word) == 2 and not word.isascii():
            if last and last[1] == word[0]:
                chains[-1].append(term(word, language))
            else:
                chains.append([term(word, language)])
            last = word
        else:
            last = ""
    return tuple(map(tuple, chains))


_folded = lru_cache(maxsize=_MOST_KNOWN)(fold)
_WRITTEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


def words_of(title: str, text: str, language: str = "") -> dict[int, str]:
    """The terms of an article, each with the first word of it as it is written there."""
    title_words, text_words = search_words(title), search_words(text[:LEAD])
    language = language_of(f"{title} {text[:LEAD]}", title_words + text_words, language)
    known = _known(language)
    written = {folded: word for word in _WRITTEN.findall(f"{title} {text[:LEAD]}") if (folded := _folded(word))}
    words: dict[int, str] = {}
    for word in title_words + text_words:
        if number := known[word]:
            words.setdefault(number, written.get(word, word))
    return words


@lru_cache(maxsize=16_384)
def term(word: str, language: str = "en") -> int:
    """The number of a word's stem."""
    return crc32(stem(word, language).encode())


def _stems(words: list[str], language: str) -> list[int]:
    known = _known(language)
    return [number for word in words if (number := known[word])]


class _Known(dict[str, int]):
    """The terms of the words of a language that were met so far; 0 for those that tell nothing."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._stop = stop_words(language)

    def __missing__(self, word: str) -> int:
        if len(self) >= _MOST_KNOWN:
            self.clear()
        number = self[word] = term(word, self._language) if len(word) > 1 and word not in self._stop else 0
        return number


_known = cache(_Known)


def stem(word: str, language: str) -> str:
    """A word without its commonest endings; a number or a short word stays as it is."""
    if len(word) <= 3 or _NUMBER.fullmatch(word):
        return word
    if language == "en":
        return _english(word)
    if language == "ar" and word.startswith("ال"):
        word = word[2:]
    return word[:_CUT]


def _english(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        word = word[:-3] + "y"
    elif word.endswith(("sses", "shes", "ches", "xes", "zes")):
        word = word[:-2]
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending in ("ing", "ed"):
        if word.endswith(ending) and len(word) - len(ending) >= 3 and any(v in word[: -len(ending)] for v in "aeiouy"):
            word = word[: -len(ending)]
            if word[-1] == word[-2] and word[-1] not in "lsz":
                word = word[:-1]
            break
    if len(word) > 3 and word.endswith("e"):
        word = word[:-1]
    if len(word) > 4 and word.endswith("ly"):
        word = word[:-2]
    return word
