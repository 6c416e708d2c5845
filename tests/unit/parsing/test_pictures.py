"""The picture of an entry."""

from __future__ import annotations

import pytest

from newsdesk.model.feeds import Picture
from newsdesk.parsing.pictures import body_picture, entry_pictures, is_image, pixels
from newsdesk.parsing.survey import ItemMedia, MediaFile


def test_largest_first_thumbnails_last() -> None:
    """Of several sizes the largest useful one; thumbnails only behind full pictures; sounds never."""
    media = ItemMedia(
        (
            MediaFile("thumb.jpg", is_thumbnail=True, width="3000"),
            MediaFile("sound.mp3", "audio/mpeg"),
            MediaFile("small.jpg", width="200"),
            MediaFile("huge.jpg", width="9000"),
            MediaFile("large.jpg", width="1600", height="900", caption="C", credit="P"),
        )
    )
    found = entry_pictures({}, media)
    assert [picture.url for picture in found] == ["large.jpg", "small.jpg", "huge.jpg", "thumb.jpg"]
    assert found[0] == Picture("large.jpg", "C", "P", 1600, 900)


def test_enclosed_pictures() -> None:
    """An enclosure that is a picture serves, and the episode's own picture."""
    entry = {
        "links": [
            {"rel": "alternate", "href": "https://e.example/x.jpg"},
            {"rel": "enclosure", "href": "a.mp3", "type": "audio/mpeg"},
            {"rel": "enclosure", "href": "a.jpg", "type": "image/jpeg"},
        ],
        "image": {"href": "cover.png"},
    }
    assert [picture.url for picture in entry_pictures(entry, None)] == ["a.jpg", "cover.png"]


@pytest.mark.parametrize(
    ("body", "url"),
    [
        ("<p>x</p><img src='a.jpg' alt='A &amp; B' width=640>", "a.jpg"),
        ("<IMG SRC=a.jpg>", "a.jpg"),
        ("<img width=1 height=1 src='count.gif'><img src='b.jpg'>", "b.jpg"),
        ("<img src='https://feeds.feedburner.com/~r/x/1'><img src='b.jpg'>", "b.jpg"),
        ("<img src='data:image/gif;base64,R0' data-src='lazy.jpg'>", "lazy.jpg"),
    ],
)
def test_first_picture_of_a_body(body: str, url: str) -> None:
    """The first that is a picture: no counters, no icons, no place-holders."""
    found = body_picture(body)
    assert found is not None
    assert found.url == url


@pytest.mark.parametrize(
    "body", ["", "no picture", "<img>", "<img alt=x>", "<img src='icon.png' width='16'>", "<img " * 50_000]
)
def test_body_without_a_picture(body: str) -> None:
    """None where there is none."""
    assert body_picture(body) is None


def test_alternative_text_is_the_caption() -> None:
    """What stands for the picture in words goes with it."""
    assert body_picture("<img src=a.jpg alt='Salt &amp; sea' width='640px' height='480'>") == Picture(
        "a.jpg", "Salt & sea", "", 640, 480
    )


def test_pixels() -> None:
    """Numbers with and without a unit; anything else is none."""
    assert (pixels("640"), pixels(" 640px "), pixels("100%"), pixels(""), pixels("9" * 30)) == (640, 640, 0, 0, 0)


def test_is_image() -> None:
    """By type, else by name."""
    assert is_image("x", "image/webp")
    assert is_image("https://e.example/x.JPG?w=3", "")
    assert not is_image("https://e.example/x.jpg", "audio/mpeg")
    assert not is_image("https://e.example/x", "")
