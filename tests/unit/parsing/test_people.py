"""Names out of author fields."""

from __future__ import annotations

import pytest

from newsdesk.parsing.people import byline, person


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ann Lee", "Ann Lee"),
        ("ann@paper.example (Ann Lee)", "Ann Lee"),
        ("mailto:ann@paper.example (Ann Lee)", "Ann Lee"),
        ("Ann Lee <ann@paper.example>", "Ann Lee"),
        ("Ann Lee (ann@paper.example)", "Ann Lee"),
        ("ann@paper.example", "ann@paper.example"),
        ("<b>Ann</b> &amp; Bo", "Ann & Bo"),
        ("By Ann Lee", "Ann Lee"),
        ("by Ann", "by Ann"),
        ("noreply@paper.example (Ann Lee)", "Ann Lee"),
        ("noreply@paper.example", ""),
        ("admin", ""),
        ("", ""),
        ("Adminah Okafor", "Adminah Okafor"),
    ],
)
def test_person(text: str, name: str) -> None:
    """A name where there is one."""
    assert person(text) == name


def test_byline() -> None:
    """Several names, each once; addresses only where there are no names."""
    assert byline(["Ann Lee", "Bo Diaz", "Ann Lee"]) == "Ann Lee, Bo Diaz"
    assert byline(["ann@paper.example", "Bo Diaz"]) == "Bo Diaz"
    assert byline(["ann@paper.example"]) == "ann@paper.example"
    assert byline([]) == ""


def test_byline_is_bounded() -> None:
    """A thousand authors are one line of bounded length."""
    assert len(byline([f"Author Number {i}" for i in range(1_000)])) <= 300
