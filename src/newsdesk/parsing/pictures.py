"""The picture that goes with an entry, and the words under it."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from typing import Any

from newsdesk.model.feeds import Picture
from newsdesk.parsing.survey import ItemMedia, MediaFile

_IMAGE_NAME = re.compile(r"\.(jpe?g|png|gif|webp|avif)(?=[?#]|\Z)", re.IGNORECASE)
_OTHER_NAME = re.compile(r"\.(mp3|m4a|mp4|m4v|mov|webm|ogg|pdf|html?)(?=[?#]|\Z)", re.IGNORECASE)
_IMG = re.compile(r"<img\s([^>]{1,4000})>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"([\w-]{1,30})\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_PIXEL = re.compile(
    r"feedburner|feedsportal|doubleclick|pixel|/stat\?|1x1|spacer|/ads?/|gravatar|/emoji/|\.svg|smilies", re.IGNORECASE
)
_SMALL = 60
"""Pixels below which a picture is an icon."""
_MAX_SEARCHED = 100_000
_WIDEST = 2_400
"""Pixels; of several sizes the largest up to here is taken."""


def entry_pictures(entry: dict[str, Any], media: ItemMedia | None) -> tuple[Picture, ...]:
    """The pictures that the entry's own elements name, best first; addresses may be relative."""
    files = media.files if media is not None else tuple(_loose_files(entry))
    images = [file for file in files if _is_image(file)]
    images.sort(key=lambda file: (file.is_thumbnail, -_fit(file)))
    pictures = [_picture(file) for file in images]
    for link in dict.get(entry, "links") or ():
        if isinstance(link, dict) and dict.get(link, "rel") == "enclosure" and _is_image_link(link):
            pictures.append(Picture(str(dict.get(link, "href") or "")))
    image = dict.get(entry, "image")
    if isinstance(image, dict):
        pictures.append(Picture(str(dict.get(image, "href") or dict.get(image, "url") or "")))
    return tuple(picture for picture in pictures if picture.url)


def body_picture(body: str) -> Picture | None:
    """The first picture of an HTML body that is neither an icon nor a counter."""
    for found in _IMG.finditer(body[:_MAX_SEARCHED]):
        values = {m[1].lower(): html.unescape(m[2] or m[3] or m[4] or "") for m in _ATTRIBUTE.finditer(found[1])}
        width, height = pixels(values.get("width", "")), pixels(values.get("height", ""))
        url = next((v for key in ("src", "data-src") if (v := values.get(key, "")) and not v.startswith("data:")), "")
        if url and not _PIXEL.search(url) and not (0 < width < _SMALL or 0 < height < _SMALL):
            return Picture(url, caption=values.get("alt", ""), width=width, height=height)
    return None


def pixels(text: str) -> int:
    """A width or height as a number, 0 for none."""
    text = text.strip().removesuffix("px")
    return int(text) if text.isdecimal() and len(text) < 6 else 0


def is_image(url: str, media_type: str) -> bool:
    """Whether a file is a picture, by its type or else by its name."""
    return media_type.lower().startswith("image/") or (not media_type and _IMAGE_NAME.search(url) is not None)


def _is_image_link(link: dict[str, Any]) -> bool:
    return is_image(str(dict.get(link, "href") or ""), str(dict.get(link, "type") or ""))


def _is_image(file: MediaFile) -> bool:
    if not file.url:
        return False
    if file.is_thumbnail or file.medium.lower() == "image" or is_image(file.url, file.media_type):
        return True
    return not file.medium and not file.media_type and not _OTHER_NAME.search(file.url)


def _fit(file: MediaFile) -> int:
    width = pixels(file.width)
    return width if width <= _WIDEST else 1


def _picture(file: MediaFile) -> Picture:
    return Picture(file.url, file.caption or file.title, file.credit, pixels(file.width), pixels(file.height))


def _loose_files(entry: dict[str, Any]) -> Iterable[MediaFile]:
    """What feedparser kept of the media elements of a document that is not well-formed: no words."""
    for key, is_thumbnail in (("media_content", False), ("media_thumbnail", True)):
        for node in dict.get(entry, key) or ():
            values = {name: str(dict.get(node, name) or "") for name in ("url", "type", "medium", "width", "height")}
            yield MediaFile(values["url"], values["type"], values["medium"], values["width"], values["height"],
                            is_thumbnail=is_thumbnail)  # fmt: skip
