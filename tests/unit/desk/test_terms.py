"""Terms and languages: stems that meet, small words that don't count, languages told apart."""

from __future__ import annotations

import pytest

from newsdesk.desk.frequencies import Frequencies
from newsdesk.desk.languages import language_of
from newsdesk.desk.terms import stem, term, terms_of, title_terms, words_of
from newsdesk.words import search_words


@pytest.mark.parametrize(
    "words", ["announce announces announced announcing", "policy policies", "vote votes voted", "stop stopped stopping"]
)
def test_endings_meet(words: str) -> None:
    """Forms of one English word have one stem."""
    assert len({stem(word, "en") for word in words.split()}) == 1


@pytest.mark.parametrize(
    ("text", "told", "language"),
    [
        ("The ministry approves a plan for the night trains", "", "en"),
        ("Das Ministerium billigt den Plan für die Nachtzüge", "en", "de"),
        ("Le ministère approuve le plan pour les trains de nuit", "", "fr"),
        ("El ministerio aprueba un plan de trenes para la noche", "", "es"),
        ("财政部批准新水价方案", "en", "zh"),
        ("財政部批准新水價方案", "ja", "ja"),
        ("財務省は新しい料金を承認した", "", "ja"),
        ("Министерство одобряет план", "", "ru"),
        ("Уряд схвалює план поїздів і її бюджет", "", "uk"),
        ("وزارة المالية تقر التعرفة", "", "ar"),
        ("मंत्रालय ने मंज़ूरी दी", "", "hi"),
        ("กระทรวงอนุมัติแผน", "", "th"),
        ("Aldervik Novara", "pt-BR", "pt"),
        ("Aldervik Novara", "", "en"),
    ],
)
def test_languages_are_told_apart(text: str, told: str, language: str) -> None:
    """The text decides; what the feed says counts where the text leaves it open."""
    assert language_of(text, search_words(text), told) == language


def test_the_title_counts_twice_and_small_words_never() -> None:
    """A title's word weighs more than one of the lead, and "the" weighs nothing."""
    terms = terms_of("The lithium mine", "The storm", "en")
    assert terms.counts[term("lithium")] == 2 * terms.counts[term("storm")]
    assert term("the") not in terms.counts
    assert terms.title == {term("lithium"), term("mine")}


def test_the_core_is_what_the_text_says_again() -> None:
    """Of the title's words those are the core that the text repeats, whatever their ending."""
    terms = terms_of("Dunmere: union defends ferries", "A union fights for its ferry.", "en")
    assert terms.core == {term("union"), term("ferry")}


@pytest.mark.parametrize(
    "title", ["Storms flood the harbour of Dunmere", "東京の港が開く", "", "Der Hafen ist zu, sagt er"]
)
@pytest.mark.parametrize("language", ["", "en", "de-CH"])
def test_a_title_alone_has_the_terms_that_it_has_with_a_text(title: str, language: str) -> None:
    """The shorter way to a title's terms ends where the longer one does."""
    assert title_terms(title, language) == terms_of(title, "", language).title


def test_words_are_shown_as_written() -> None:
    """The reason for a likeness shows words as the article has them."""
    assert words_of("Kasimov’s mines", "", "en")[term("mine")] == "mines"


def test_signs_make_the_word_in_hindi() -> None:
    """Vowel signs belong to their word."""
    assert len(words_of("मंत्रालय ने मंज़ूरी", "", "hi")) == 2


def test_common_words_are_common_from_the_first_day() -> None:
    """Before anything is counted a word of the list is less rare than a name; counting lowers both."""
    frequencies = Frequencies("en")
    president, name = term("president"), term("aldervik")
    assert frequencies.rarity(president) < frequencies.rarity(name)
    before = frequencies.rarity(name)
    for _ in range(50):
        frequencies.count([name])
    assert frequencies.rarity(name) < before


def test_news_of_few_words_is_noticed() -> None:
    """Articles of ever the same words are told from ordinary ones."""
    few, many = Frequencies("en"), Frequencies("en")
    for number in range(100):
        few.count([number % 7, 10 + number % 5, 20 + number % 3])
        many.count([number * 20 + i for i in range(15)])
    assert few.few_words
    assert not many.few_words
