"""Which language a text is written in, so that stories keep to one: script first, then its small words."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from newsdesk.text import compiled

# Compiled when they are asked for: such wide classes take ten milliseconds.
_SCRIPTS = (
    ("ja", "[\u3041-\u30ff]"),
    ("ko", "[\uac00-\ud7af]"),
    ("th", "[\u0e00-\u0e7f]"),
    ("zh", "[\u3400-\u9fff]"),
    ("ar", "[\u0621-\u06ff]"),
    ("he", "[\u05d0-\u05ea]"),
    ("hi", "[\u0900-\u097f]"),
    ("bn", "[\u0980-\u09ff]"),
    ("ta", "[\u0b80-\u0bff]"),
    ("el", "[\u0370-\u03ff]"),
    ("ru", "[\u0400-\u04ff]"),
    ("ka", "[\u10a0-\u10ff]"),
    ("hy", "[\u0530-\u058f]"),
)
_OTHER_THAN_LATIN = "[\u0370-\u1fff\u3041-\ud7af]"
_SHARED_SCRIPT = {
    "zh": ("ja",), "ar": ("fa", "ur"), "ru": ("uk", "bg", "sr", "be", "mk", "kk"), "hi": ("mr", "ne"),
}  # fmt: skip
_TELLING = {"uk": "[іїєґІЇЄҐ]", "fa": "[پچژگ]", "ur": "[ٹڈڑےں]"}
_SAMPLE = 400
"""Characters looked at."""
_CLEAR = 2
"""Small words that another language must be ahead by before the feed's own word is not believed."""


def language_of(text: str, words: list[str], told: str = "") -> str:
    """The language of a text, a two-letter code: what the feed says (`told`) unless the text says otherwise.

    `words` are the text's folded words.
    """
    told = told.partition("-")[0].partition("_")[0].lower()[:3]
    sample = text[:_SAMPLE]
    if not sample.isascii():
        script = _script(sample)
        if script:
            return _of_script(script, sample, told)
    counts: dict[str, int] = {}
    latin = _latin()
    for word in words[:60]:
        if word in latin:
            for language in latin[word]:
                counts[language] = counts.get(language, 0) + 1
    if not counts:
        return told or "en"
    best = max(counts, key=lambda language: (counts[language], language == told, language == "en"))
    return told if told and counts[best] - counts.get(told, 0) < _CLEAR else best


def stop_words(language: str) -> frozenset[str]:
    """The words of a language that tell no story, folded; empty for a language not known."""
    return _stop_words().get(language, frozenset())


@cache
def frequent_words() -> tuple[frozenset[str], ...]:
    """English words of the news in three bands, the most frequent first."""
    bands = _data()["frequent"]
    return tuple(frozenset(bands[band].split()) for band in ("very", "often", "sometimes"))


def is_topic(word: str) -> bool:
    """Whether a word, folded, may name what an article is about: no number, no word of every other text."""
    return word not in _plain() and not any(map(str.isdigit, word))


@cache
def _plain() -> frozenset[str]:
    """The English words that name no topic, with their endings, and the most frequent ones of the news."""
    very, often, _ = frequent_words()
    words = {*_data()["plain"]["en"].split(), *very, *often}
    endings = {word + ending for word in words for ending in ("s", "es", "d", "ed", "ing", "ly")}
    cut = {word[:-1] + ending for word in words if word[-1] in "ey" for ending in ("ing", "ies", "ied", "ily")}
    return frozenset(words | endings | cut)


def _script(sample: str) -> str:
    """The script that holds at least a third of the letters; kana and Hangul beat the Han beside them."""
    if compiled(_OTHER_THAN_LATIN).search(sample) is None:
        return ""
    letters = max(1, sum(map(str.isalpha, sample)))
    for language, pattern in _SCRIPTS:
        needed = letters / 8 if language == "ja" else letters / 3
        if len(compiled(pattern).findall(sample)) >= needed:
            return language
    return ""


def _of_script(script: str, sample: str, told: str) -> str:
    if told == script or told in _SHARED_SCRIPT.get(script, ()):
        return told
    for language in _SHARED_SCRIPT.get(script, ()):
        if language in _TELLING and len(compiled(_TELLING[language]).findall(sample)) >= 2:
            return language
    return script


@cache
def _data() -> dict[str, dict[str, str]]:
    return tomllib.loads(Path(__file__).with_name("common_words.toml").read_text("utf-8"))


@cache
def _stop_words() -> dict[str, frozenset[str]]:
    return {language: frozenset(words.split()) for language, words in _data()["stop"].items()}


@cache
def _latin() -> dict[str, tuple[str, ...]]:
    """The languages in Latin script that have a small word."""
    owners: dict[str, tuple[str, ...]] = {}
    for language, words in _stop_words().items():
        for word in words:
            if word[0] <= "z":
                owners[word] = (*owners.get(word, ()), language)
    return owners
