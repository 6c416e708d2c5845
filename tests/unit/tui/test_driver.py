"""Answers of the terminal, however late and torn, are never keys; keys always are."""

from __future__ import annotations

import pytest

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


def test_esc_and_a_letter_are_two_keys():
    """However they come: in one piece, in two, before a question mark or a capital, twice."""
    for keys in (["\x1ba"], ["\x1b", "a"], ["\x1b?"], ["\x1b", "G"], ["j\x1b", "k\x1b", "\x1b"]):
        escapes = Escapes()
        pieces = [piece for key in keys for piece in escapes.parted(key)] + escapes.given_up()
        assert "".join(pieces) == "".join(keys)
        assert all(piece == "\x1b" or "\x1b" not in piece for piece in pieces)


def test_arrows_stay_whole():
    """Also where their escape comes alone, and behind an Esc."""
    for keys in (["\x1b[A"], ["\x1b", "[A"], ["\x1bOA"], ["a\x1b[Ab"]):
        escapes = Escapes()
        assert [piece for key in keys for piece in escapes.parted(key)] == ["".join(keys)]
        assert escapes.given_up() == []
    assert Escapes().parted("\x1b\x1b[A") == ["\x1b\x1b[A"]
