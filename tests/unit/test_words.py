"""The searchable form of text, and how long it takes to read."""

from __future__ import annotations

import pytest

from newsdesk.words import reading_minutes, search_words, searchable


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The Café's MENU", ["the", "cafe", "s", "menu"]),
        ("Straße Ünïcödé", ["strasse", "unicode"]),
        ("北京大学", ["北京", "京大", "大学"]),
        ("京", ["京"]),
        ("iPhone15发布", ["iphone15", "发布"]),
        ("สวัสดี", ["สว", "วั", "ัส", "สด", "ดี"]),
        ("Привет, мир", ["привет", "мир"]),
        ("snake_case", ["snake", "case"]),
        ("fi ½ ２０２６", ["fi", "1", "2", "2026"]),
        ("𝐗 𝓔nd", ["x", "end"]),
        ("ガか\u3099・が、「漢字」", ["ガが", "が", "漢字"]),
        ("“Ja”—don’t… naïve", ["ja", "don", "t", "naive"]),
        ("plain words with one 京都市 in them", ["plain", "words", "with", "one", "京都", "都市", "in", "them"]),
        ("plain words with aé京é in them", ["plain", "words", "with", "ae", "京", "e", "in", "them"]),
    ],
)
def test_text_is_searched_by_words(text: str, words: list[str]) -> None:
    """Case, accents and compatibility forms away; scripts without spaces by pairs."""
    assert search_words(text) == words
    assert searchable(text) == " ".join(words)


def test_reading_time_counts_words_and_characters() -> None:
    """Alphabets by words, Han by characters, never less than a minute."""
    assert reading_minutes("") == 1
    assert reading_minutes("word " * 1150) == 5
    assert reading_minutes("新" * 1500) == 3
    assert reading_minutes("新 word " * 1150) == 12
