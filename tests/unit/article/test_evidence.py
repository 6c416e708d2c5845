"""Evidence: what it holds, and where in a tree it points."""

from __future__ import annotations

import pytest

from newsdesk.article import dom
from newsdesk.article.evidence import Evidence, densest, letters

LINES = (
    "The old boat was sold for scrap in spring, after sixty years.",
    "Tickets are sold on board, eggs count as coins.",
)


@pytest.mark.parametrize(
    ("text", "held"),
    [
        (LINES[1], True),
        ("after SIXTY years — tickets", True),
        ("Tickets are sold at the counter", False),
    ],
)
def test_letters_are_looked_up_without_case_and_signs(text: str, held: bool) -> None:
    """Stretches count wherever lines end, signs and case don't."""
    assert (letters(text) in Evidence(LINES)) is held


def test_a_text_with_a_note_in_it_is_mostly_there() -> None:
    """A paragraph into which the page sets a button or a note is still the paragraph of the reading."""
    line = " ".join(LINES)
    assert Evidence((line,)).has_most_of(letters(line.replace("was sold", "(see the picture) was sold")))
    assert not Evidence(LINES).has_most_of(letters("The new boat has an engine that runs on what the wind gives it."))


def test_boxes_of_the_same_class_belong_together() -> None:
    """An article in several boxes of one class is evidence as a whole; boxes of other classes are not."""
    more = "The new boat has an engine that runs on what the wind gives it, and a bell that nobody is to ring at night."
    other = "Ten things that you always wanted to know about harbours, and did not dare to ask before you saw this."
    tree = dom.parse(f"<div class=part><p>{LINES[0]}</p></div><div class=part><p>{more}</p></div><aside><p>{other}</p>")
    evidence = Evidence(LINES).widened(tree)
    assert letters(more) in evidence
    assert letters(other) not in evidence


def test_it_points_to_the_box_that_holds_it() -> None:
    """The densest element is the lowest one with its share."""
    tree = dom.parse(f"<div><div id=box><p>{LINES[0]}</p><p>{LINES[1]}</p></div><p>Something else altogether here.</p>")
    assert densest(tree, Evidence(LINES).weights(tree), 0.9).get("id") == "box"
