"""Pictures, players and posts in HTML as figures and embeds."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

from newsdesk import urls
from newsdesk.article.boilerplate import is_beacon
from newsdesk.article.dom import Element, names
from newsdesk.model.blocks import Embed, Image
from newsdesk.text import clean_line

TINY = 2
"""Pixels: a picture no larger is a tracker."""
INLINE = 40
"""Pixels: a picture no higher stands in the line, as its alternative text."""
BEST_WIDTH = 1600
"""Pixels: of several sizes the largest up to this one is taken."""

_SOURCES = ("data-src", "data-lazy-src", "data-original", "data-orig-file", "data-url", "src")
_SETS = ("srcset", "data-srcset", "data-lazy-srcset")
_CANDIDATE = re.compile(r"(\S*[^\s,])(?:\s+([\d.]+)([wx]))?\s*(?:,|$)")
_INLINE_NAMES = re.compile(r"\b(?:emoji|smiley|wp-smiley|emoticon|latex|icon)\b", re.IGNORECASE)
_NO_ALT = re.compile(r"image|img|photo|picture|thumbnail|\S+\.(?:jpe?g|png|gif|webp|avif)|\d+", re.IGNORECASE)


def pixels(value: str | None) -> int:
    """A width or height attribute as pixels; 0 where it says none."""
    if not value:
        return 0
    if value.isdecimal() and len(value) < 6:
        return int(value)
    found = re.match(r"\s*(\d{1,5})(?:\.\d+)?\s*(?:px)?\s*$", value)
    return int(found[1]) if found else 0


def is_inline(image: Element) -> bool:
    """Whether a picture stands in the line of text: an emoji, a formula, an icon."""
    attributes = image.attrib
    classes = attributes.get("class")
    if classes and _INLINE_NAMES.search(classes):
        return True
    height = pixels(attributes.get("height"))
    return TINY < height <= INLINE and pixels(attributes.get("width")) <= INLINE * 4


def image_of(element: Element, base_url: str) -> Image | None:
    """The picture of an `img` element; None for trackers and for what has neither address nor description."""
    attributes = element.attrib
    width, height = pixels(attributes.get("width")), pixels(attributes.get("height"))
    if "width" in attributes and "height" in attributes and width <= TINY and height <= TINY and (width or height):
        return None
    if attributes.get("width") == "0" or attributes.get("height") == "0":
        return None
    url = _best_url(element, base_url)
    alt = clean_line(attributes.get("alt", ""))
    if url and is_beacon(url):
        return None
    if not url and not alt:
        return None
    return Image(url, "" if _NO_ALT.fullmatch(alt) else alt, width, height)


def _best_url(element: Element, base_url: str) -> str:
    attributes = element.attrib
    for name in _SOURCES:
        url = _picture_url(attributes.get(name), base_url)
        if url:
            return url
    sets = [attributes.get(name) for name in _SETS]
    for picture in element.iterancestors("picture"):
        sets += [source.get("srcset") or source.get("data-srcset") for source in picture.iter("source")]
    for candidates in sets:
        url = _from_set(candidates, base_url) if candidates else ""
        if url:
            return url
    return ""


def _picture_url(value: str | None, base_url: str) -> str:
    if not value or value[:5].lower() == "data:":
        return ""
    return urls.web_url(value, base_url)


def _from_set(candidates: str, base_url: str) -> str:
    sized: list[tuple[float, str]] = []
    for found in _CANDIDATE.finditer(candidates[:4_000]):
        size = float(found[2]) if found[2] and found[2].count(".") < 2 and found[2] != "." else 1.0
        sized.append((size * (1000 if found[3] == "x" else 1), found[1]))
    small = [row for row in sized if row[0] <= BEST_WIDTH] or sized
    return _picture_url(max(small)[1], base_url) if small else ""


# host (or its end) of a player → what it is
_PLAYERS: dict[str, str] = {
    "youtube.com": "video", "youtube-nocookie.com": "video", "youtu.be": "video", "vimeo.com": "video",
    "dailymotion.com": "video", "dai.ly": "video", "twitch.tv": "video", "jwplatform.com": "video",
    "jwplayer.com": "video", "brightcove.net": "video", "rumble.com": "video", "streamable.com": "video",
    "ted.com": "video", "bilibili.com": "video", "rutube.ru": "video", "ok.ru": "video", "loom.com": "video",
    "wistia.net": "video", "wistia.com": "video", "kaltura.com": "video", "video.foxnews.com": "video",
    "soundcloud.com": "audio", "spotify.com": "audio", "podcasts.apple.com": "audio", "megaphone.fm": "audio",
    "acast.com": "audio", "libsyn.com": "audio", "buzzsprout.com": "audio", "simplecast.com": "audio",
    "transistor.fm": "audio", "ausha.co": "audio", "audioboom.com": "audio", "bandcamp.com": "audio",
    "omny.fm": "audio", "podbean.com": "audio", "mixcloud.com": "audio",
    "twitter.com": "post", "x.com": "post", "facebook.com": "post", "instagram.com": "post", "tiktok.com": "post",
    "threads.net": "post", "bsky.app": "post", "reddit.com": "post", "t.me": "post", "linkedin.com": "post",
    "mastodon.social": "post", "vk.com": "post",
}  # fmt: skip
_PLAYER_HOST = re.compile(r"(?:v|video)?players?[.-]|videos?[.-]|(?:embed|cdn)\.video")
"""Hosts of publishers' own players."""
_AD_HOSTS = names(
    "doubleclick.net googlesyndication.com googletagmanager.com amazon-adsystem.com taboola.com outbrain.com "
    "addthis.com sharethis.com adnxs.com mailchimp.com list-manage.com campaign-archive.com substackcdn.com "
    "recaptcha.net"
)
_USELESS_TITLE = re.compile(
    r"(?:youtube|vimeo|spotify|soundcloud|dailymotion)?[\s-]*(?:embed\w*|iframe|frame|embedded (?:content|post))?|"
    r"youtube video player|video player|embed of .*|spotify embed.*|wordpress embed|twitter tweet|3rd party ad content",
    re.IGNORECASE,
)


def player_of(element: Element, base_url: str) -> Embed | None:
    """What an `iframe`, `video`, `audio`, `object` or `embed` plays; None for advertisements and empty ones."""
    attributes = element.attrib
    raw = attributes.get("src") or attributes.get("data-src") or attributes.get("data") or ""
    tag = element.tag
    if not raw or raw.startswith("about:"):
        raw = attributes.get("data-lazy-src", "")
    if not raw:
        raw = next((s.get("src") for s in element.iter("source", "embed") if s.get("src")), "")
    if not raw and tag == "object":
        raw = next((p.get("value", "") for p in element.iter("param") if p.get("name") in ("movie", "src")), "")
    url = urls.web_url(raw, base_url)
    if not url:
        return None
    title = clean_line(attributes.get("title") or attributes.get("aria-label") or "", 200)
    what = "audio" if tag == "audio" else "video" if tag == "video" else "frame"
    return embed(url, "" if _USELESS_TITLE.fullmatch(title) else title, what)


def embed(url: str, title: str = "", what: str = "frame") -> Embed | None:
    """The embed behind an address, by its host; None for advertisements."""
    site = urls.site(url)
    if site in _AD_HOSTS:
        return None
    host = urls.host(url).removeprefix("www.")
    if what == "frame":
        what = _PLAYERS.get(site) or _PLAYERS.get(host) or ("video" if _PLAYER_HOST.match(host) else "frame")
    shown = "youtube.com" if site == "youtube-nocookie.com" else site if site in _PLAYERS else host
    return Embed(what, _watchable(url, host), title, shown)  # type: ignore[arg-type]


def _watchable(url: str, host: str) -> str:
    """The page a person can open instead of the bare player."""
    parts = urlsplit(url)
    steps = parts.path.strip("/").split("/")
    if host in ("youtube.com", "youtube-nocookie.com") and steps[0] in ("embed", "v") and len(steps) > 1:
        if steps[1] == "videoseries":
            return f"https://www.youtube.com/playlist?list={parse_qs(parts.query).get('list', [''])[0]}"
        return f"https://www.youtube.com/watch?v={steps[1]}"
    if host == "player.vimeo.com" and steps[0] == "video" and len(steps) > 1:
        return f"https://vimeo.com/{steps[1]}"
    if host == "open.spotify.com" and steps[0] == "embed":
        return f"https://open.spotify.com/{'/'.join(steps[1:])}"
    if host == "dailymotion.com" and steps[0] == "embed" and len(steps) > 2:
        return f"https://www.dailymotion.com/video/{steps[2]}"
    return url


_POST = re.compile(
    r"\b(?:twitter-(?:tweet|video)|instagram-media|fb-(?:post|video)|tiktok-embed|bluesky-embed|mastodon-embed|"
    r"text-post-media|reddit-embed-bq|reddit-card)\b"
)


def is_post(element: Element) -> bool:
    """Whether an element is an embedded social post."""
    return _POST.search(element.get("class", "")) is not None


def post_of(element: Element, base_url: str, words: str) -> Embed | None:
    """A social post, with its words for a title; None where it has no address."""
    raw = (
        element.get("data-instgrm-permalink") or element.get("cite") or element.get("data-href")
        or element.get("data-text-post-permalink") or ""
    )  # fmt: skip
    links = [link.get("href", "") for link in element.iter("a")]
    url = urls.web_url(raw, base_url) or next(
        (u for link in reversed(links) if (u := urls.web_url(link, base_url))), ""
    )
    if not url:
        return None
    return Embed("post", urls.without_tracking(url), words, urls.host(url).removeprefix("www."))
