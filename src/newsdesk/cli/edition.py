"""The edition as text or Markdown: what happened since the last one, and an end."""

from __future__ import annotations

from contextlib import closing

from newsdesk import clock
from newsdesk.cli import output
from newsdesk.cli.home import reading
from newsdesk.model.headlines import Headline
from newsdesk.model.stories import Ranked
from newsdesk.newsroom import Room
from newsdesk.paths import Paths
from newsdesk.store.connection import open_writer, transaction, translated
from newsdesk.store.queries.desk import get_edition_time
from newsdesk.store.queries.rows import get_headlines
from newsdesk.store.writes.desk import save_edition_time


def print_edition(home: Paths, *, markdown: bool) -> None:
    """Print the edition and remember that it was seen: the next one begins where this ends."""
    now = clock.now()
    with reading(home) as connection:
        since = get_edition_time(connection)
        found = Room(connection, now).edition(since)
        ids = {story.items[0] for story in found.stories} | {pick.item for pick in found.picks}
        headlines = get_headlines(connection, ids)
    stories = [_entry(headlines[story.items[0]], _told(story), markdown) for story in found.stories]
    picks = [_entry(headlines[pick.item], pick.why, markdown) for pick in found.picks]
    begun = f"since {clock.local(since):%A %H:%M}" if since else "right now"
    parts = [_heading(f"{clock.local(now):%A %d %B %Y, %H:%M}: the news {begun}", markdown, 1)]
    parts += stories or ["Nothing new that several outlets tell."]
    if picks:
        parts += [_heading("Our picks", markdown, 2), *picks]
    output.text("\n\n".join([*parts, "That is all."]))
    with translated(home.database), closing(open_writer(home.database)) as writing, transaction(writing):
        save_edition_time(writing, now)


def _told(story: Ranked) -> str:
    return f"{story.section}: {story.why}"


def _entry(headline: Headline, why: str, markdown: bool) -> str:
    if markdown:
        title = headline.title.replace("[", "\\[").replace("]", "\\]")
        linked = f"[{title}]({headline.url})" if headline.url else title
        return f"**{linked}** ({headline.source})\\\n{headline.summary}\\\n*{why}*"
    lines = [headline.title, f"{headline.source} · {why}", headline.summary, headline.url]
    return "\n".join(line for line in lines if line)


def _heading(text: str, markdown: bool, level: int) -> str:
    return f"{'#' * level} {text}" if markdown else text.upper() if level > 1 else text
