"""How rare terms are: what arrived is counted, and pairs of characters that join two words don't count."""

from __future__ import annotations

import itertools
import random

import pytest
from benchmarks.farm_stories import pairs_of, placed
from benchmarks.planted import few_words

from newsdesk.desk.frequencies import Frequencies
from newsdesk.desk.stories import Stories
from newsdesk.desk.terms import terms_of
from newsdesk.model.stories import Item

SUBJECTS, VERBS, OBJECTS = ("财政部", "市议会", "工会", "总理"), ("批准", "推迟", "否决"), ("夜间列车", "渡轮合同")


def test_a_pair_across_two_words_counts_nothing() -> None:
    """Pairs inside a word keep their weight, the one that joins it to the next word loses it."""
    frequencies = Frequencies("zh")
    for words in itertools.product(SUBJECTS, VERBS, OBJECTS):
        frequencies.count(terms_of("".join(words), "", "zh").counts)
    (chain,) = terms_of("财政部批准渡轮合同", "", "zh").chains
    frequencies.note_phrases([chain], spaced=False)
    rarities = frequencies.rarities(chain)
    weights = frequencies.shared(rarities)
    shares = [weights.get(pair, 0.0) / rarities[pair] for pair in chain]
    assert [bool(share) for share in shares] == [True, True, False, True, False, True, True, True]
    assert shares[3] == 1.0 > shares[0] > shares[-1]


def test_a_phrase_counts_as_one_word() -> None:
    """Words that always stand side by side count together what one word does, a word of its own all of itself."""
    frequencies = Frequencies("en")
    for number, words in enumerate(itertools.product(("council", "court"), ("ferry", "mine", "grain harvest levy"))):
        frequencies.count(terms_of(" ".join(words) + f" day{number}", "", "en").counts)
    (chain, _) = terms_of("court grain harvest levy", "", "en").chains
    frequencies.note_phrases([chain], spaced=True)
    rarities = frequencies.rarities(chain)
    weights = frequencies.shared(rarities)
    assert [round(weights[one] / rarities[one], 2) for one in chain[1:]] == [0.58] * 3


def test_languages_with_spaces_have_words() -> None:
    """A word of two letters is no pair of characters."""
    terms = terms_of("От US до EU", "и на юг", "ru")
    assert terms.spaced
    assert len(terms.chains) == 2


@pytest.mark.parametrize(("language", "seed"), [("en", 3), ("en", 5), ("zh", 3)])
def test_news_of_few_words_is_told_apart(language: str, seed: int) -> None:
    """Planted articles made of few words find their story and no other, with and without spaces."""
    planted = few_words(seed, 12, 40, language)
    rows = [(one.item, one.story) for one in planted]
    assert pairs_of(placed(rows), [one.story for one in planted]).f1 >= 0.8


def test_what_differs_keeps_apart_what_is_alike() -> None:
    """Where all is said in the same words, one other place, or another who does it, is another story."""
    rng = random.Random(4)
    who, done, what, where = (("council", "bank", "court", "union", "ministry", "museum"),
                              ("approves", "rejects", "delays", "reviews"),
                              ("levy", "ferry", "mine", "stadium", "harvest", "tunnel"),
                              ("Novara", "Mirabel", "Dunmere", "Yamada", "Kestrel", "Aldervik", "Lindby"))  # fmt: skip
    stories, number = Stories(), 0

    def place(subject: str, thing: str, town: str) -> int:
        nonlocal number
        number += 1
        title = f"{town}: {subject} {rng.choice(done)} {thing}"
        text = f"{subject} {rng.choice(done)} {thing}. {rng.choice(who)} {rng.choice(done)} {rng.choice(what)}."
        return stories.place(Item(number, title, text, 1_800_000_000 + number, f"o{number}", "en")).story

    for _ in range(150):
        place(rng.choice(who), rng.choice(what), rng.choice(where))
    told = [place("museum", "tunnel", "Lindby") for _ in range(3)]
    others = [
        place("court", "tunnel", "Lindby"),
        place("museum", "tunnel", "Yamada"),
        place("museum", "mine", "Lindby"),
    ]
    assert len(set(told)) == 1
    assert told[0] not in others


def test_a_few_articles_are_no_news_of_many_words() -> None:
    """The first few articles always say something new: news of few words is not taken for the other kind by them."""
    frequencies = Frequencies("zh")
    for words in itertools.product(SUBJECTS[:2], VERBS[:2]):
        frequencies.count(terms_of("".join(words), "", "zh").counts)
    assert frequencies.few_words
