"""The words of text: folded, and as the full-text index holds them; the same for index and query."""

from __future__ import annotations

import codecs
import re
import sys
import unicodedata
from array import array
from collections.abc import Callable
from typing import TypeVar

from newsdesk.text import compiled

_Form = TypeVar("_Form")

# Scripts written without spaces, found by overlapping pairs of characters: Han, kana, bopomofo, Hangul, Thai, Lao,
# Khmer, Burmese.
_UNSPACED = (
    "[\u0e00-\u0e7f\u0e80-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3005-\u3007\u3041-\u312f\u3131-\u318e"
    "\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\uff66-\uff9f"
    "\U00020000-\U0003ffff]+"
)
_PUNCTUATION = (
    "[\xa0\xab\xbb\u2010-\u2027\u2030-\u205e\u3000-\u3003\u3008-\u3011\u3014-\u301b\u30fb"
    "\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65]"
)
# What has other forms than itself is none of these.
_HAS_FORMS = "[^\u3041-\u3096\u30a1-\u30fa\u30fc\u4e00-\u9fff]"
# Marks that belong to the letter before them; \w leaves them out, and would cut a word at each vowel sign.
_MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u0711\u0730-\u074a\u07a6-\u07b0\u0900-\u0963\u0966-\u0df3"
    "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1-\u0ebc\u0ec8-\u0ece\u0f71-\u0f84\u102b-\u103e\u1056-\u1059\u17b4-\u17d3"
    "\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\u3099\u309a\ufe20-\ufe2f"
)
_ACCENTS = "[\u0300-\u036f\u0591-\u05c7\u064b-\u065f]+"
_NO_WORD = rf"(?:[^\w{_MARKS}]|_)+"
_ASCII_FOLDED = bytes(ord(chr(byte).lower() if chr(byte).isalnum() else " ") for byte in range(128)) + bytes(
    range(128, 256)
)
"""What becomes of each byte of UTF-8."""
_MOSTLY_ASCII = 1.1
"""Bytes of UTF-8 a character, up to which a text is folded around what is not ASCII in it, not word by word."""
_OFTEN = 24
"""Characters of a piece of text that may come again."""
_PIECES = 16_384
"""Pieces that are remembered."""
_NATIVE = f"utf-32-{sys.byteorder[0]}e"
"""Characters as this machine has numbers of 32 bits."""


def fold(text: str) -> str:
    """Text as it is compared: compatibility forms, case and accents away."""
    if text.isascii():
        return text.lower()
    if compiled(_HAS_FORMS).search(text) is None:
        return text
    # Forms of letters (𝐗) are taken apart into capitals, too.
    text = unicodedata.normalize("NFKD", text.casefold()).casefold()
    if text.isascii():
        return text
    # Marks of Indic and Thai scripts are letters to their readers; only those of alphabets with accents go.
    return unicodedata.normalize("NFC", compiled(_ACCENTS).sub("", text))


def searchable(text: str) -> str:
    """The words of a text parted by spaces, as the full-text index holds them; the same for index and query.

    Words are folded; a stretch of a script without spaces becomes its overlapping pairs of characters
    (its one character where there is only one).
    """
    if not text.isascii() and len(text.encode("utf-8", "replace")) > _MOSTLY_ASCII * len(text):
        return " ".join(filter(None, map(_folded_parts.__getitem__, compiled(_PUNCTUATION).sub(" ", text).split())))
    # What is ASCII is folded as bytes, all at once; the encoder asks for each stretch of other characters.
    return b" ".join(text.encode("ascii", _FOLDING).translate(_ASCII_FOLDED).split()).decode("utf-8")


def search_words(text: str) -> list[str]:
    """The words of `searchable`, in order."""
    return searchable(text).split()


class _Remembered(dict[str, _Form]):
    """What is made of pieces of text, when they are asked for: most short ones come again and again."""

    def __init__(self, make: Callable[[str], _Form]) -> None:
        self._make = make

    def __missing__(self, piece: str) -> _Form:
        made = self._make(piece)
        if len(piece) <= _OFTEN:
            if len(self) >= _PIECES:
                self.clear()
            self[piece] = made
        return made


def _folded(text: str) -> str:
    """The words of a text, which may go on at its two ends, with any number of spaces between them."""
    return compiled(_UNSPACED).sub(_in_pairs, compiled(_NO_WORD).sub(" ", fold(text)))


def _in_pairs(found: re.Match[str]) -> str:
    """The overlapping pairs of characters of a stretch, apart from each other and from what stands beside it."""
    codes = array("I", found.group().encode(_NATIVE))
    if len(codes) == 1:
        return f" {found.group()} "
    pairs = array("I", [ord(" ")]) * (3 * len(codes) - 2)
    pairs[1::3], pairs[2::3] = codes[:-1], codes[1:]
    return pairs.tobytes().decode(_NATIVE)


_folded_parts = _Remembered(lambda part: " ".join(_folded(part).split()))
"""What stands between white space."""
_folded_stretches = _Remembered(lambda stretch: _folded(stretch).encode("utf-8"))
"""What stands between ASCII."""


def _fold_stretch(error: UnicodeError) -> tuple[bytes, int]:
    assert isinstance(error, UnicodeEncodeError)
    return _folded_stretches[error.object[error.start : error.end]], error.end


_FOLDING = "newsdesk.folding"
codecs.register_error(_FOLDING, _fold_stretch)


_WORDS_A_MINUTE = 230
_CHARACTERS_A_MINUTE = 500
_FEW_CHARACTERS = 100
"""Of scripts without spaces: fewer take no time that counts."""


def reading_minutes(text: str) -> int:
    """Minutes that reading a text takes, at least 1; scripts without spaces are counted by characters."""
    parts = text.split()
    unspaced = 0
    # Each such character is three bytes of UTF-8 or more.
    if len(text.encode("utf-8", "replace")) - len(text) >= 2 * _FEW_CHARACTERS:
        # The pattern takes its time, and most parts of most texts are ASCII.
        odd = " ".join([part for part in parts if not part.isascii()])
        unspaced = sum(map(len, compiled(_UNSPACED).findall(odd)))
    words = len(parts) if unspaced * 2 < len(text) else 0
    return max(1, round(words / _WORDS_A_MINUTE + unspaced / _CHARACTERS_A_MINUTE))
