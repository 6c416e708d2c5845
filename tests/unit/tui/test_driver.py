"""Answers of the terminal, however late and torn, are never keys; keys always are."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsdesk.tui.driver import PATIENCE, Answers, Escapes

ANSWER = "\x1b]11;rgb:1111/1111/1111\x1b\\\x1b[?62;22c"


def typed(*pieces: str) -> str:
    """What is left of pieces that were read one after the other, and of a long silence."""
    answers = Answers()
    return "".join(answers.without(piece, 0.0) for piece in pieces) + answers.given_up(PATIENCE)


def test_answers_are_taken_out():
    """Colours and kind of the terminal, ended by ST or BEL, among keys."""
    assert typed(f"j{ANSWER}k", "\x1b]11;rgb:ff/ff/ff\x07l") == "jkl"


SECOND = ANSWER.index("\x1b[?")
PLACES = [place for place in range(2, len(ANSWER)) if place not in (SECOND + 1, SECOND + 2)]


@pytest.mark.parametrize("place", PLACES)
def test_torn_answers_are_taken_out(place):
    """Wherever the answer is torn, but right behind its escape, which is a key until more comes."""
    assert typed("j" + ANSWER[:place], ANSWER[place:] + "k") == "jk"


def test_an_answer_that_never_ends_is_dropped():
    """Its beginning is no key either."""
    assert typed("j", "\x1b]11;rgb:11") == "j"


def test_keys_are_left_alone():
    """Arrows, Esc, Alt and a bracket, function keys."""
    for keys in ("\x1b[A", "\x1b", "\x1b]", "\x1b[15~", "\x1b[?", "]11;rgb", "\x1bj"):
        assert typed(keys) == ("" if keys == "\x1b[?" else keys)


def pieces_of(*reads: str) -> list[str]:
    """What is made of pieces that were read one after the other, and of a silence."""
    escapes = Escapes()
    return [piece for read in reads for piece in escapes.parted(read)] + escapes.given_up()


def test_esc_and_a_letter_are_two_keys():
    """However they come: in one piece, in two, before a question mark, a capital or a bracket, twice, four times."""
    for reads in (
        ["\x1ba"], ["\x1b", "a"], ["\x1b?"], ["\x1b", "G"], ["j\x1b", "k\x1b", "\x1b"], ["-\x1b\x1b\x1b\x1bga"],
        ["\x1bP"], ["\x1b_"], ["\x1b]j"], ["\x1b[j"], ["\x1b["], ["\x1bOO"], ["\x1bO"], ["\x1b[[j"],
    ):  # fmt: skip
        pieces = pieces_of(*reads)
        assert "".join(pieces) == "".join(reads)
        assert all(piece == "\x1b" or "\x1b" not in piece for piece in pieces)


SEQUENCES = (
    "\x1b[A", "\x1bOA", "\x1b[15~", "\x1b[1;5C", "\x1b[[B", "\x1b[<0;30;4M", "\x1b[<35;-1;4m", "\x1b[97;5u",
    "\x1b[?2026;2$y", "\x1b[48;24;80;480;800t", "\x1b[I", "\x1b[O", "\x1b[Z", "\x1b[200~", "\x1b[M !!",
    "\x1b[>0;276;0c",
)  # fmt: skip


@pytest.mark.parametrize("sequence", SEQUENCES)
def test_sequences_stay_whole(sequence):
    """Arrows, function keys, mouse and answers, wherever they are torn, behind an Esc and before one."""
    for place in range(1, len(sequence)):
        assert "".join(pieces_of("a" + sequence[:place], sequence[place:] + "b")) == f"a{sequence}b"
        assert "\x1b" not in pieces_of("a" + sequence[:place], sequence[place:] + "b")
    assert pieces_of(f"\x1b{sequence}\x1b") == ["\x1b", sequence, "\x1b"]


@given(
    keys=st.lists(st.sampled_from([*SEQUENCES, "\x1b", "\x1b", "g", "space", "1", "é"]), max_size=20),
    cuts=st.sets(st.integers(0, 120), max_size=6),
)
def test_no_key_is_lost(keys, cuts):
    """However reads cut what is typed, each Esc is one Esc, and all else is what it was."""
    text = "".join(keys)
    places = [0, *sorted(cut for cut in cuts if cut < len(text)), len(text)]
    pieces = pieces_of(*(text[start:end] for start, end in pairwise(places)))
    assert "".join(pieces) == text
    assert pieces.count("\x1b") == keys.count("\x1b")
