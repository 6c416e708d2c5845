"""The part of the catalogue for a person, and what is new in it."""

from __future__ import annotations

import pytest

from newsdesk.opml.catalogue import choose, compare, locale_languages
from newsdesk.opml.read import read_list

CATALOGUE = b"""<opml xmlns:newsdesk="https://newsdesk.example/opml">
<body>
  <outline text="Top">
    <outline text="E" xmlUrl="https://e.example/" newsdesk:language="en" newsdesk:owner="Acme"/>
    <outline text="F" xmlUrl="https://f.example/" newsdesk:language="fr" newsdesk:owner="Acme"/>
  </outline>
  <outline text="Nord">
    <outline text="Deep">
      <outline text="N" xmlUrl="https://n.example/" newsdesk:language="no" newsdesk:owner="Norsk"/>
    </outline>
  </outline>
</body>
</opml>
"""


@pytest.mark.parametrize(
    ("languages", "titles"),
    [((), ["E"]), (("fr",), ["E", "F"]), (("nb-NO",), ["E", "N"]), (("fr", "no"), ["E", "F", "N"])],
)
def test_choose(languages: tuple[str, ...], titles: list[str]) -> None:
    """English and the person's languages stay; folders that are left empty go."""
    chosen = choose(CATALOGUE, languages)
    assert [s.title for s in read_list(chosen, "list", strict=True).subscriptions] == titles
    assert (b'text="Nord"' in chosen) == ("N" in titles)


def test_choose_all_is_the_same() -> None:
    """Where nothing is left out, no byte changes."""
    assert choose(CATALOGUE, ("fr", "no")) == CATALOGUE


@pytest.mark.parametrize(
    ("environ", "languages"),
    [
        ({"LANG": "fr_FR.UTF-8"}, ("fr",)),
        ({"LANG": "fr_FR.UTF-8", "LC_MESSAGES": "de_AT", "LC_ALL": ""}, ("de",)),
        ({"LANG": "fr_FR.UTF-8", "LC_ALL": "C.UTF-8"}, ()),
        ({"LANG": "nb_NO"}, ("no",)),
        ({"LANG": "POSIX"}, ()),
        ({"LANG": "ca@valencia"}, ("ca",)),
        ({}, ()),
    ],
)
def test_locale_languages(environ: dict[str, str], languages: tuple[str, ...]) -> None:
    """LC_ALL counts before LC_MESSAGES before LANG; C and POSIX name no language."""
    assert locale_languages(environ) == languages


def test_compare() -> None:
    """New feeds are told apart from those that moved (same owner and title, other address)."""
    mine = CATALOGUE.replace(b"https://e.example/", b"https://old.e.example/").replace(b'text="N"', b'text="My name"')
    mine = mine.replace(b'text="F" xmlUrl="https://f.example/"', b'text="F" xmlUrl="https://x.example/"')
    mine = mine.replace(b'newsdesk:language="fr" newsdesk:owner="Acme"', b"")
    difference = compare(mine, CATALOGUE)
    assert [s.title for s in difference.new] == ["F"]
    assert difference.moved == (("https://old.e.example/", "https://e.example/"),)
    same = compare(CATALOGUE, CATALOGUE)
    assert (same.new, same.moved) == ((), ())
