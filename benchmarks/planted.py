"""News made up of few words, with its true stories: what results, forecasts and alerts look like, and test feeds.

Each article is subject, verb, object, tail and place, as in many a small feed; a story is one subject, object and place
within six hours. Any of the three alone, and any two, stand in plenty of other articles.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from newsdesk.model.stories import Item

_BUCKET = 6 * 3600
_START = 1_700_000_000 // _BUCKET * _BUCKET


@dataclass(frozen=True, slots=True)
class Planted:
    """An article and the story it tells; stories of one article have a name of their own."""

    item: Item
    story: str


def _latin(rng: random.Random, words: int) -> str:
    return " ".join(
        "".join(rng.choice("bdfgklmnprstvz") + rng.choice("aeiou") for _ in range(rng.randint(2, 4)))
        + rng.choice("nrsl")
        for _ in range(words)
    )


def _han(rng: random.Random, words: int) -> str:
    return "".join(chr(rng.randint(0x4E00, 0x5200)) for _ in range(2 * words))


@dataclass(frozen=True, slots=True)
class _Speech:
    """The words of one made-up language."""

    subjects: tuple[str, ...]
    verbs: tuple[str, ...]
    objects: tuple[str, ...]
    tails: tuple[str, ...]
    places: tuple[str, ...]
    space: str

    def say(self, subject: str, verb: str, thing: str, tail: str) -> str:
        return self.space.join(part for part in (subject, verb, thing, tail) if part)


def _speech(rng: random.Random, spaced: bool) -> _Speech:
    make: Callable[[random.Random, int], str] = _latin if spaced else _han

    space = " " if spaced else ""

    def some(count: int, most: int, glue: str = "") -> tuple[str, ...]:
        least = rng.randint(1, most)
        return tuple(make(rng, rng.randint(least, most)) + glue for _ in range(count))

    # Many languages mark subject and object with the same small word each time.
    marks = [space + make(rng, 1)[: rng.choice((1, 2, 3)) if spaced else 1] if rng.random() < 0.5 else "" for _ in "so"]
    # Some languages write as one word what others say in three.
    most = 1 if spaced and rng.random() < 0.3 else 4
    return _Speech(
        some(rng.randint(7, 16), min(most, 3), marks[0]), some(rng.randint(7, 14), 1),
        some(rng.randint(7, 16), most, marks[1]),
        some(rng.randint(5, 10), 4), some(20, 2), space,
    )  # fmt: skip


def few_words(seed: int, feeds: int, entries: int, language: str = "en") -> list[Planted]:
    """The articles of some feeds of one language in the order of time; "zh" has no spaces between words."""
    rng = random.Random(f"{seed}/{language}")
    speech = _speech(rng, language != "zh")
    found: list[Planted] = []
    for feed in range(feeds):
        pace = int(min(86_400, max(300, rng.lognormvariate(8.9, 0.9))))
        for serial in range(entries):
            time = _START - serial * pace - rng.randrange(pace)
            found.append(_article(rng, speech, len(found), feed, time, f"{seed}-{language}", language))
    return sorted(found, key=lambda planted: (planted.item.time, planted.item.id))


def _article(
    rng: random.Random, speech: _Speech, number: int, feed: int, time: int, key: str, language: str
) -> Planted:
    told, story = rng, f"{key}-alone-{number}"
    if rng.random() < 0.35:
        story = f"{key}-{time // _BUCKET}-{rng.randrange(4)}"
        told = random.Random(story)
    subject, thing, place = told.choice(speech.subjects), told.choice(speech.objects), told.choice(speech.places)
    tail = rng.choice(speech.tails) if rng.random() < 0.6 else ""
    title = speech.say(subject, rng.choice(speech.verbs), thing, tail)
    title = f"{place}: {title}" if rng.random() < 0.5 else f"{title} – {place}"
    text = speech.say(subject, rng.choice(speech.verbs), thing, rng.choice(speech.tails))
    noise = speech.say(*map(rng.choice, (speech.subjects, speech.verbs, speech.objects, speech.tails)))
    return Planted(Item(number, title, f"{text}. {noise}.", time, f"owner-{feed}", language), story)
