"""Choices of a list that is searched by typing: pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from newsdesk.tui.lines import EMPTY, Line
from newsdesk.words import fold

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Choice(Generic[T]):
    """One row: something at the left and the right; a heading (`value` None) is passed over by the cursor."""

    left: Line
    right: Line = EMPTY
    value: T | None = None
    words: str = field(default="", kw_only=True)
    """What typing is compared with; by default the text of `left` and `right`."""
    alone: tuple[str, ...] = field(default=(), kw_only=True)
    """What means this choice when nothing else is typed: its key."""

    @property
    def searched(self) -> str:
        """The folded text that typing is compared with."""
        return fold(self.words or " ".join(part.text for part in (*self.left, *self.right)))


def matching(choices: Sequence[Choice[T]], typed: str) -> list[Choice[T]]:
    """The choices that hold every typed word; first those that begin with it, then those of which a word does.

    Headings only where some follow.

    Without typed words all choices, as they are. What is meant by the typed text alone comes before all others.
    """
    words = fold(typed).split()
    if not words:
        return list(choices)
    meant = [choice for choice in choices if typed.strip() in choice.alone]
    return [*meant, *_holding([choice for choice in choices if choice not in meant], words)]


def _holding(choices: Sequence[Choice[T]], words: Sequence[str]) -> list[Choice[T]]:
    found: list[Choice[T]] = []
    heading: Choice[T] | None = None
    for choice in choices:
        if choice.value is None:
            heading = choice
            continue
        text = choice.searched
        if all(word in text for word in words):
            if heading is not None:
                found.append(heading)
                heading = None
            found.append(choice)
    if any(choice.value is None for choice in found):
        return found
    begins = re.compile(rf"(?<!\w){re.escape(words[0])}")
    return sorted(
        found,
        key=lambda choice: (not choice.searched.lstrip("●▸ ").startswith(words[0]), not begins.search(choice.searched)),
    )
