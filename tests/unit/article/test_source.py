"""What is cut before a parser sees it."""

from __future__ import annotations

import pytest

from newsdesk.article.blocks import body_document
from newsdesk.article.source import MAX_ATTRIBUTES, MAX_TAGS, bounded
from newsdesk.model.blocks import plain_text


def test_ordinary_source_stays() -> None:
    """Nothing is changed where nothing is absurd, however long a picture in an attribute is."""
    html = f'<p class="a b">One<br><br><br>two</p><img src="data:image/png;base64,{"A" * 300_000}" alt="x > y"><p>three'
    assert bounded(html) == (html, "")


@pytest.mark.parametrize("quote", ["", '"', "'"])
@pytest.mark.parametrize("value", ["1", ">", "<p>"])
def test_a_tag_with_absurdly_many_attributes_has_none(quote: str, value: str) -> None:
    """The tag and all text around it stay; its attributes go, whatever stands in their quotes."""
    value = f"{quote}{value}{quote}" if quote else "1"
    attributes = " ".join(f"a{number}={value}" for number in range(100_000))
    html = f"<p>before</p><p {attributes}>inside</p><p>after</p>"
    assert bounded(html) == ("<p>before</p><p>inside</p><p>after</p>", "")


def test_many_attributes_may_be() -> None:
    """A tag with as many attributes as are allowed keeps them."""
    html = "<p " + " ".join(f'a{number}="{number}"' for number in range(MAX_ATTRIBUTES)) + ">x</p>" + " " * 100_000
    assert bounded(html) == (html, "")


def test_a_million_line_breaks_are_two() -> None:
    """Breaks without end part two paragraphs and are nothing else."""
    document = body_document("<p>one" + "<br >\n" * 700_000 + "two</p>", "https://x.example/")
    assert plain_text(document.blocks) == "one\ntwo"
    assert document.notice == ""


def test_tags_without_end_are_cut_and_said() -> None:
    """What is behind the last tag that is read is cut, and the article says so."""
    html, notice = bounded("<b></b>" * MAX_TAGS)
    assert html.count("<") == MAX_TAGS
    assert "tags" in notice
    assert body_document("<p>start</p>" + "<b></b>" * MAX_TAGS, "").notice == notice


def test_a_quote_that_never_ends_takes_no_time() -> None:
    """Unclosed quotes are read once, not once for each tag."""
    html = '<a "' * 400_000
    assert bounded(html)[0].startswith("<a")
