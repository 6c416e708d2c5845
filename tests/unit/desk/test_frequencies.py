"""How rare terms are: what arrived is counted, and pairs of characters that join two words don't count."""

from __future__ import annotations

import itertools

import pytest
from benchmarks.planted import few_words

from newsdesk.desk.frequencies import Frequencies
from newsdesk.desk.stories import Stories
from newsdesk.desk.terms import terms_of

SUBJECTS, VERBS, OBJECTS = ("财政部", "市议会", "工会", "总理"), ("批准", "推迟", "否决"), ("夜间列车", "渡轮合同")


def test_a_pair_across_two_words_counts_nothing() -> None:
    """Pairs inside a word keep their weight, the one that joins it to the next word loses it."""
    frequencies = Frequencies("zh")
    for words in itertools.product(SUBJECTS, VERBS, OBJECTS):
        frequencies.count(terms_of("".join(words), "", "zh").counts)
    (chain,) = terms_of("财政部批准渡轮合同", "", "zh").chains
    counted = frequencies.shares([chain])
    shares = [counted[pair] for pair in chain]
    assert [bool(share) for share in shares] == [True, True, False, True, False, True, True, True]
    assert shares[3] == 1.0 > shares[0] > shares[-1]


def test_languages_with_spaces_have_no_chains() -> None:
    """A word of two letters is no pair of characters."""
    assert terms_of("От US до EU", "и на юг", "ru").chains == ()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_news_of_few_words_is_told_apart(language: str) -> None:
    """Planted articles made of few words find their story and no other, with and without spaces."""
    stories = Stories()
    planted = few_words(3, 12, 40, language)
    found = [stories.place(one.item).story for one in planted]
    pairs = [(a, b) for a, b in itertools.combinations(range(len(planted)), 2)]
    right = sum(found[a] == found[b] and planted[a].story == planted[b].story for a, b in pairs)
    put = sum(found[a] == found[b] for a, b in pairs)
    true = sum(planted[a].story == planted[b].story for a, b in pairs)
    assert 2 * right / (put + true) >= 0.7
