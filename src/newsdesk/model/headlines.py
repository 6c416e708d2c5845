"""What the lists show: a headline row, the view it stands in, the marks it carries."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from newsdesk.model.blocks import Document
    from newsdesk.model.feeds import Enclosure

MarkField: TypeAlias = Literal["read", "starred", "later"]


class Headline(NamedTuple):
    """A list row: everything the list draws, no body. Times are Unix seconds UTC."""

    id: int
    title: str
    url: str
    source: str
    """Name of the outlet that speaks for it."""
    section: str
    feed: int
    author: str
    summary: str
    sort_time: int
    """What lists order by: the published time clamped to [1990, first seen], else first seen; never moves."""
    published: int | None
    read: bool
    starred: bool
    later: bool
    story: int | None = None
    outlets: int = 1
    """Distinct owners that cover its story."""
    language: str = ""
    minutes: int = 0
    """Reading time; 0 when the text is not known yet."""


class ViewKind(enum.Enum):
    """The kinds of list a person can open."""

    ALL = "all"
    UNREAD = "unread"
    TODAY = "today"
    STARRED = "starred"
    LATER = "later"
    SECTION = "section"
    FEED = "feed"
    SEARCH = "search"
    FRONT = "front"
    """What the desk made: top stories, our picks, for you."""
    FOR_YOU = "foryou"
    PICKS = "picks"
    STORY = "story"
    """The coverage of one story, the first to report first."""
    EDITION = "edition"


class Order(enum.Enum):
    """How a list is ordered; ties go by id."""

    NEWEST = "newest"
    OLDEST = "oldest"
    SOURCE = "source"
    BEST = "best"
    """The newest matches of a search, best first, then the others."""
    BEST_OF_ALL = "best of all"


RANKED = frozenset((Order.BEST, Order.BEST_OF_ALL))
"""The orders of searches alone."""
ORDERED = frozenset(
    (ViewKind.ALL, ViewKind.UNREAD, ViewKind.TODAY, ViewKind.STARRED, ViewKind.LATER, ViewKind.SECTION, ViewKind.FEED,
     ViewKind.SEARCH)
)  # fmt: skip
"""The lists that the person may order; the others come in an order that means something."""


class Filter(enum.Enum):
    """The 1 2 3 of the keyboard: what of the view is shown."""

    ALL = "all"
    UNREAD = "unread"
    STARRED = "starred"


class View(NamedTuple):
    """What a list shows: a kind, the section's name, feed's id or query it needs, and how."""

    kind: ViewKind
    key: str = ""
    """Section name for SECTION and FRONT (there "": all), decimal id for FEED and STORY, the query for SEARCH, the
    headlines' ids with commas for EDITION; else empty."""
    filter: Filter = Filter.ALL
    order: Order = Order.NEWEST
    words: str = ""
    """A query that narrows it: what was searched for in this list."""

    @property
    def is_search(self) -> bool:
        """Whether a query has a part in what it holds."""
        return self.kind is ViewKind.SEARCH or bool(self.words)


class Article(NamedTuple):
    """What the article pane shows: the headline, its document when it is digested, and what hangs on it."""

    headline: Headline
    document: Document | None
    """None while the blocks are not made yet: the summary stands in."""
    enclosures: tuple[Enclosure, ...] = ()
    comments_url: str = ""
    also_in: tuple[str, ...] = ()
    """Other sources that carried the same article."""
    place: float = 0.0
    """Where the person stopped reading, 0 top to 1 end."""
    full_text: FullText = "none"
    """Whether the blocks are the feed's own text, or the page's."""
    full_text_answer: str = ""
    """Why the page's text is not here although it was asked for, in words."""
    summary_only: bool = False
    """True when the feed gave no more than a summary, so that the page is worth fetching."""
    reading: Reading = "best"
    """Which text the blocks are."""
    revisions: int = 0
    """How many earlier texts of it are kept: the publisher changed it so many times."""
    feed_url: str = ""
    """The address of the feed that speaks for it."""


Reading: TypeAlias = Literal["best", "feed", "changes"]
FullText: TypeAlias = Literal["none", "wanted", "here", "failed"]
