"""Reads what sheets and lists show of the desk beside their rows: places, reasons, pictures, followed stories."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import TYPE_CHECKING

from newsdesk.model.headlines import Headline, View, ViewKind
from newsdesk.model.sidebar import Sidebar
from newsdesk.store.connection import Connection
from newsdesk.store.queries.coverage import get_story, list_copies, list_followed
from newsdesk.store.queries.placed import list_placed
from newsdesk.store.queries.rows import get_headlines
from newsdesk.store.queries.views import FRONT_PICKS
from newsdesk.tui.sheets.front import FrontMatter

if TYPE_CHECKING:
    from newsdesk.tui.sheets.coverage import Coverage

NAMED = 4
"""Outlets of a story that the front page names."""


def read_front(connection: Connection, rows: Sequence[Headline | None], sidebar: Sidebar) -> FrontMatter:
    """What the front page says of its rows, but for the lead's picture."""
    here = {row.id for row in rows if row}
    placed = {one.headline: one for one in list_placed(connection, "top") if one.headline in here}
    picks = {one.headline: one.why for one in list_placed(connection, "picks")[:FRONT_PICKS]}
    # While the desk doesn't know the person, what it has for them is stories.
    mine = {one.headline: one.why for one in list_placed(connection, "foryou") if not one.story}
    named = {id_ for one in placed.values() for id_ in islice(one.headlines, 1, NAMED + 1)}
    return FrontMatter(
        placed,
        mine | picks,
        frozenset(picks),
        bool(mine),
        get_headlines(connection, named),
        followed=frozenset(list_followed(connection)),
        sidebar=sidebar,
    )


def picture_of_lead(connection: Connection, matter: FrontMatter, lead: int) -> str:
    """The address of the lead's picture, "" when it has none."""
    # Where the leading outlet gives no picture, another one's of the same story stands in.
    tellers = matter.placed[lead].headlines[: NAMED + 1] if lead in matter.placed else (lead,)
    return next((url for url in (picture_of(connection, id_) for id_ in tellers) if url), "")


def picture_of(connection: Connection, headline: int) -> str:
    """The address of an article's first picture, "" when it has none."""
    from newsdesk.model.blocks import iter_figures
    from newsdesk.store.queries.articles import get_document

    document, _, _ = get_document(connection, headline)
    return next((figure.image.url for figure in iter_figures(document.blocks)), "") if document else ""


def with_picture(
    connection: Connection, matter: FrontMatter, lead: int, url: str, *, awaited: bool
) -> tuple[FrontMatter, bool]:
    """The matter with the lead's picture, and whether it is still missing; `awaited`: the worker brings it."""
    from newsdesk.store.queries.articles import get_picture

    picture = get_picture(connection, url)
    if picture is not None:
        return matter._replace(pictures={lead: picture}, awaited=frozenset()), False
    return (matter._replace(awaited=frozenset({lead})) if awaited else matter), True


def read_coverage(connection: Connection, story: int) -> Coverage | None:
    """What is known of a story beside its rows; None when there is none."""
    from newsdesk.tui.sheets.coverage import Coverage

    state = get_story(connection, story)
    return Coverage(state, list_copies(connection, story)) if state else None


def read_reasons(connection: Connection, view: View) -> dict[int, str]:
    """Why each row of a list of picks stands there, by headline."""
    if view.kind not in (ViewKind.FOR_YOU, ViewKind.PICKS):
        return {}
    # The list's name says that it is what the person reads; a row has little room.
    return {
        one.headline: one.why.replace("you read about ", "for ") for one in list_placed(connection, view.kind.value)
    }
