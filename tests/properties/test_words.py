"""Whatever comes in, index and query have the same words."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from newsdesk.words import searchable

ANY = st.text(st.characters(), max_size=400)


@given(ANY)
def test_the_searchable_form_is_stable(text: str) -> None:
    """Making it again gives the same, so that index and query agree."""
    assert searchable(text) == " ".join(searchable(text).split())


@given(st.text(st.characters(categories=["Ll", "Lu", "Zs", "Nd"]), max_size=80))
def test_words_are_found_whatever_their_case(text: str) -> None:
    """Upper case has the same searchable form."""
    assert searchable(text.upper().lower()) == searchable(text.lower().upper().lower())


@given(ANY)
def test_words_are_the_same_whatever_stands_beside_them(text: str) -> None:
    """A text that is mostly ASCII is folded another way: its words don't change for that."""
    much = "plain words " * (1 + len(text))
    assert searchable(f"{text} {much}") == f"{searchable(text)} {searchable(much)}".strip()
