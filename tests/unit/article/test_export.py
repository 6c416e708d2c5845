"""Exports: Markdown, text and HTML of blocks."""

from __future__ import annotations

import pytest

from newsdesk.article.blocks import body_document
from newsdesk.article.export import Head, body_text, to_html, to_markdown, to_text

BASE = "https://paper.example/a"
HEAD = Head("A title", "Ann Bell", "The Paper", "2026-03-04T09:30:00Z", "https://paper.example/a_b")


def markdown(html: str) -> str:
    """The Markdown of a body without a head."""
    return to_markdown(body_document(html, BASE), Head("")).strip("\n")


def plain(html: str) -> str:
    """The text of a body without a head."""
    return to_text(body_document(html, BASE), Head("")).strip("\n")


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>*heated* __init__</p>", r"\*heated\* \_\_init\_\_"),
        ("<p># not heading</p>", r"\# not heading"),
        ("<p>- dash<br>+ plus<br>---<br>&gt; q</p>", "\\- dash  \n\\+ plus  \n\\---  \n\\> q"),
        ("<p>1. one</p>", r"1\. one"),
        ("<p>&lt;b&gt; &amp;lt;</p>", r"\<b> \&lt;"),
        ("<p>~~x~~ <s>y</s></p>", r"\~\~x\~\~ ~~y~~"),
        ("<p>un<em>x</em>y a<b> bold </b>b</p>", "un*x*y a **bold** b"),
        ("<p><code>a`b</code> <code>*c_d*</code></p>", "``a`b`` `*c_d*`"),
        ("<p>H<sub>2</sub>O x<sup>2</sup></p>", "H<sub>2</sub>O x<sup>2</sup>"),
        ("<ul><li><p>a</p><p>b</p></li></ul>", "- a\n\n  b"),
        ('<ol start="7"><li>a</li><li>b</li></ol>', "7. a\n8. b"),
        (
            '<figure><img src="/i.jpg" alt="x"><figcaption>Cap. <cite>Who</cite></figcaption></figure>',
            "![x](https://paper.example/i.jpg)  \n*Cap.*  \nWho",
        ),
        (
            "<table><tr><td>x|y</td><td>1<br>2</td></tr><tr><td>z</td><td>3</td></tr></table>",
            "|  |  |\n| --- | --- |\n| x\\|y | 1<br>2 |\n| z | 3 |",
        ),
        ("<dl><dt>T</dt><dd>D</dd></dl>", "- **T**\n\n  D"),
        ('<pre><code class="language-py">a = "```"\n</code></pre>', '````py\na = "```"\n````'),
        (
            '<iframe src="https://www.youtube.com/embed/x" title="T"></iframe>',
            r"[▶ Video: T \(youtube.com\)](https://www.youtube.com/watch?v=x)",
        ),
        ("<blockquote>a<blockquote>b</blockquote></blockquote>", "> a\n>\n> > b"),
        ("<h2>Head</h2><p>x</p>", "## Head\n\nx"),
        ('<p><a href="/a_(b)">l</a></p>', r"[l](https://paper.example/a_\(b\))"),
    ],
)
def test_markdown_says_what_the_html_said(html: str, expected: str) -> None:
    """Each thing that html2text alone breaks comes out right."""
    assert markdown(html) == expected


def test_footnotes_are_linked() -> None:
    """A mark that has a note becomes a footnote."""
    html = '<p>x<sup>1</sup></p><div class="footnotes"><ol><li id="fn1">Note</li></ol></div>'
    assert markdown(html) == "x[^1]\n\n[^1]: Note"
    assert plain(html) == "x[1]\n\n[1] Note"


def test_plain_text_is_plain() -> None:
    """Text has no markup and no escapes."""
    html = "<p>*a* <b>b</b> - c</p><p>- d + 1. e</p><ul><li>f</li></ul><p>H<sub>2</sub>O &lt;x&gt;</p>"
    assert plain(html) == "*a* b - c\n\n- d + 1. e\n\n• f\n\nH₂O <x>"


def test_the_head_stands_first() -> None:
    """Title, who and when, address, then the text."""
    document = body_document("<p>Text.</p>", BASE)
    assert to_text(document, HEAD) == (
        "A title\n\nAnn Bell · The Paper · 2026-03-04T09:30:00Z\n\nhttps://paper.example/a_b\n\nText.\n"
    )
    assert to_markdown(document, HEAD).startswith("# A title\n\nAnn Bell")
    assert "<h1>A title</h1>" in to_html(document, HEAD)


def test_html_comes_back_as_the_same_blocks() -> None:
    """The HTML export, read again, is the article."""
    html = (
        "<p>a <b>b</b> <a href='/x'>c</a></p><h2>Head</h2><ul><li>d</li><li>e<ol><li>f</li></ol></li></ul>"
        '<figure><img src="/i.jpg" alt="x"><figcaption>Cap. <cite>Who</cite></figcaption></figure>'
        "<table><thead><tr><th>1</th><th>2</th></tr></thead><tr><td>3</td><td>4</td></tr></table>"
        '<pre><code class="language-py">x</code></pre><blockquote><p>q</p></blockquote><p>end &lt;b&gt;</p>'
    )
    document = body_document(html, BASE)
    again = body_document(to_html(document, Head("Some title")), BASE, "Some title")
    assert again.blocks == document.blocks


def test_titles_are_escaped() -> None:
    """A title is text in every format."""
    document = body_document("<p>x</p>", BASE)
    head = Head("<script>alert(1)</script> *b*")
    assert "<script>" not in to_html(document, head)
    assert to_markdown(document, head).startswith(r"# \<script>alert\(1\)\</script> \*b\*")


def test_body_text_leaves_captions_and_bylines_out() -> None:
    """The words alone: for scoring and counting."""
    html = (
        '<p>By Ann Bell</p><p>One.</p><figure><img src="/i.jpg"><figcaption>Cap</figcaption></figure>'
        "<h2>Two</h2><ul><li>three</li></ul><blockquote>four</blockquote>"
    )
    assert body_text(body_document(html, BASE).blocks).split() == ["One.", "Two", "three", "four"]
