"""A line of running text while it is being read: pieces of one style each, white space folded as HTML means it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from newsdesk.model.blocks import Run, Runs, Style
from newsdesk.text import clean_text, is_settled

STYLES = tuple(Style(number) for number in range(64))
"""Every combination of styles by number: adding flags costs more than all else in the walk."""
_CODE = int(Style.CODE)
"""As a number, which takes a hundredth of the time of a flag."""
BREAK = -1
"""The style number of a line break that hasn't found its place yet."""


_Piece: TypeAlias = tuple[list[str], int, str]
"""Words that will be joined, style, link: joining as they come would copy a long text at every word."""


class Line:
    """Gathers text, styles and line breaks; `take` gives the paragraphs gathered and starts anew."""

    __slots__ = ("_space", "pieces")

    def __init__(self) -> None:
        self.pieces: list[_Piece] = []
        """What is in it yet; for others only to look whether there is anything."""
        self._space = False

    def add(self, text: str, style: int = 0, link: str = "") -> None:
        """Adds text as HTML has it: any white space is one space, none at the ends of a line."""
        # Of white space only the space is printable: most text is folded already.
        joined = text.strip() if text.isprintable() and "  " not in text else " ".join(text.split())
        if not joined:
            self._space = self._space or text != ""
            return
        pieces = self.pieces
        spaced = self._space or text[0].isspace()
        self._space = text[-1].isspace()
        if not pieces or pieces[-1][1] == BREAK:
            pieces.append(([joined], style, link))
            return
        parts, last_style, last_link = pieces[-1]
        # Two stretches of code with a space between them are two.
        if last_style == style and last_link == link and not (spaced and style & _CODE):
            if spaced:
                parts.append(" ")
            parts.append(joined)
            return
        if spaced:
            # The space goes where it shows least: never under a link's line if that can be.
            if not last_style and not last_link:
                parts.append(" ")
            elif not style and not link:
                joined = " " + joined
            else:
                pieces.append(([" "], 0, ""))
        pieces.append(([joined], style, link))

    def add_break(self) -> None:
        """Adds a line break that the author meant; two in a row part paragraphs."""
        self.pieces.append((["\n"], BREAK, ""))
        self._space = False

    def take(self) -> list[Runs]:
        """The paragraphs so far, cleaned, none empty; the line is empty afterwards."""
        pieces, self._space = self.pieces, False
        if not pieces:
            return []
        self.pieces = []
        if len(pieces) == 1:
            parts, style, link = pieces[0]
            text = _clean(parts[0] if len(parts) == 1 else "".join(parts)).strip()
            return [(Run(text, STYLES[style], link),)] if text and style != BREAK else []
        return [runs for part in _paragraphs(pieces) if (runs := _runs(part))]


def _clean(text: str) -> str:
    return text if is_settled(text) else clean_text(text)  # `add` has folded its white space


def _paragraphs(pieces: list[_Piece]) -> Iterator[list[_Piece]]:
    part: list[_Piece] = []
    breaks = 0
    for piece in pieces:
        if piece[1] == BREAK:
            breaks += 1
            continue
        if breaks and part:
            if breaks > 1:
                yield part
                part = []
            elif part[-1][1] or part[-1][2]:
                part.append((["\n"], 0, ""))
            else:
                part[-1][0].append("\n")
        breaks = 0
        if part and part[-1][1:] == piece[1:]:
            part[-1][0].extend(piece[0])
        else:
            part.append(piece)
    yield part


def _runs(pieces: list[_Piece]) -> Runs:
    runs = [Run(text, STYLES[style], link) for parts, style, link in pieces if (text := _clean("".join(parts)))]
    return strip(runs)


def strip(runs: list[Run]) -> Runs:
    """The runs without white space at the two ends, and without the runs that were nothing else."""
    while runs and not (start := runs[0].text.lstrip()):
        del runs[0]
    if runs and start != runs[0].text:
        runs[0] = Run(start, runs[0].style, runs[0].link)
    while runs and not (end := runs[-1].text.rstrip()):
        del runs[-1]
    if runs and end != runs[-1].text:
        runs[-1] = Run(end, runs[-1].style, runs[-1].link)
    return tuple(runs)
