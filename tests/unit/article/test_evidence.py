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


def test_teasers_do_not_move_the_article() -> None:
    """Text below a heading that leads away is another article's; a heading that can be linked to is not."""
    url = "https://paper.example/ferry"
    card = "<div class=c><h3><a href='/other'>Another article of today</a></h3><p>{}</p></div>"
    tree = dom.parse(f"<main id=box><h2><a href='#boat'>Boat</a></h2><p>{LINES[0]}</p></main>{card.format(LINES[1])}")
    assert densest(tree, Evidence(LINES).weights(tree, url), 0.9).get("id") == "box"
    assert Evidence(LINES[1:]).weights(tree, url) == {}


def test_a_list_stands_in_an_article() -> None:
    """Where most of the evidence is one list, the article is what the list stands in."""
    tree = dom.parse(f"<div id=box><p>Before it.</p><ul><li>{LINES[0]}</li><li>{LINES[1]}</li></ul></div>")
    assert densest(tree, Evidence(LINES).weights(tree), 0.9).get("id") == "box"
