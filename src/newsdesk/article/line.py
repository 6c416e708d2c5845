"""A line of running text while it is being read: pieces of one style each, white space folded as HTML means it."""

from __future__ import annotations

from collections.abc import Iterator

from newsdesk.model.blocks import Run, Runs, Style
from newsdesk.text import clean_text

STYLES = tuple(Style(number) for number in range(64))
"""Every combination of styles by number: adding flags costs more than all else in the walk."""


class Line:
    """Gathers text, styles and line breaks; `take` gives the paragraphs gathered and starts anew."""

    __slots__ = ("_pieces", "_space")

    def __init__(self) -> None:
        self._pieces: list[tuple[str, int, str]] = []
        self._space = False

    def __bool__(self) -> bool:
        """Whether there is anything in it yet."""
        return bool(self._pieces)

    def add(self, text: str, style: int = 0, link: str = "") -> None:
        """Adds text as HTML has it: any white space is one space, none at the ends of a line."""
        words = text.split()
        if not words:
            self._space = self._space or text != ""
            return
        joined = " ".join(words)
        pieces = self._pieces
        spaced = self._space or text[0].isspace()
        self._space = text[-1].isspace()
        if pieces:
            last, last_style, last_link = pieces[-1]
            spaced = spaced and last != "\n"
            # Two stretches of code with a space between them are two.
            same = last_style == style and last_link == link and not (spaced and style & Style.CODE)
            if same and last != "\n":
                pieces[-1] = (f"{last} {joined}" if spaced else last + joined, style, link)
                return
            if spaced:
                # The space goes where it shows least: never under a link's line if that can be.
                if not last_style and not last_link:
                    pieces[-1] = (last + " ", 0, "")
                elif not style and not link:
                    joined = " " + joined
                else:
                    pieces.append((" ", 0, ""))
        pieces.append((joined, style, link))

    def add_break(self) -> None:
        """Adds a line break that the author meant; two in a row part paragraphs."""
        self._pieces.append(("\n", 0, ""))
        self._space = False

    def take(self) -> list[Runs]:
        """The paragraphs so far, cleaned, none empty; the line is empty afterwards."""
        pieces, self._pieces, self._space = self._pieces, [], False
        if not pieces:
            return []
        if len(pieces) == 1:
            text = _clean(pieces[0][0]).strip()
            return [(Run(text, STYLES[pieces[0][1]], pieces[0][2]),)] if text else []
        return [runs for part in _paragraphs(pieces) if (runs := _runs(part))]


def _clean(text: str) -> str:
    # Most text is plain ASCII, whose white space `add` has folded: the gate would only copy it, five times.
    return text if text.isascii() and text.isprintable() else clean_text(text)


def _paragraphs(pieces: list[tuple[str, int, str]]) -> Iterator[list[tuple[str, int, str]]]:
    part: list[tuple[str, int, str]] = []
    breaks = 0
    for piece in pieces:
        if piece[0] == "\n":
            breaks += 1
            continue
        if breaks and part:
            if breaks > 1:
                yield part
                part = []
            else:
                part.append(("\n", 0, ""))
        breaks = 0
        part.append(piece)
    yield part


def _runs(pieces: list[tuple[str, int, str]]) -> Runs:
    runs: list[Run] = []
    for text, style, link in pieces:
        clean = "\n" if text == "\n" else _clean(text)
        if not clean:
            continue
        if runs and runs[-1].style == style and runs[-1].link == link:
            clean = runs.pop().text + clean
        runs.append(Run(clean, STYLES[style], link))
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
