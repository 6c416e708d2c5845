"""What single publishers do otherwise than all the rest: a row each, with a fixture pair in the tests."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from newsdesk import urls


@dataclass(frozen=True, slots=True)
class Quirk:
    """How one publisher's class names are to be read; `sites` are registrable domains."""

    sites: tuple[str, ...]
    drop: str = ""
    """Class names of what is no part of the article, a pattern."""
    kinds: tuple[tuple[str, re.Pattern[str]], ...] = ()
    """(block kind, pattern of class names), asked before the common ones."""

    def drops(self, classes: str) -> bool:
        """Whether an element of these class names is to go."""
        return bool(self.drop and classes) and re.search(self.drop, classes) is not None


def _kind(kind: str, pattern: str) -> tuple[str, re.Pattern[str]]:
    return kind, re.compile(pattern)


NO_QUIRK = Quirk(())

QUIRKS = (
    # The tag above the headline is a link; the chapô has a name that no other site uses.
    Quirk(
        ("france24.com", "rfi.fr", "mc-doualiya.com"),
        drop=r"\b(?:m-em-flash|o-self-promo|m-related-content|t-content__dates)\b",
        kinds=(_kind("section", r"\bt-content__tags?\b"), _kind("lead", r"\bt-content__chapo\b"),
               _kind("byline", r"\bm-from-author\b")),
    ),
    # "Image source," and "Image caption," are read out by screen readers only.
    Quirk(("bbc.com", "bbc.co.uk"), drop=r"\b(?:off-screen|VisuallyHidden|story-body__link-external-note)\b"),
    # The standfirst is a paragraph "desc"; the offer to subscribe stands amid the text.
    Quirk(
        ("lemonde.fr",),
        drop=r"\b(?:article__status|inread|catcher|services__list)\b",
        kinds=(_kind("lead", r"\barticle__desc\b"),),
    ),
)  # fmt: skip


@lru_cache(maxsize=256)
def _by_site(site: str) -> Quirk:
    return next((quirk for quirk in QUIRKS if site in quirk.sites), NO_QUIRK)


def quirk_of(url: str) -> Quirk:
    """The row of an address's publisher; NO_QUIRK for nearly all."""
    return _by_site(urls.site(url)) if url else NO_QUIRK
