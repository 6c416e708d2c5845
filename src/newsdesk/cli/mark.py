"""`newsdesk mark`: the marks of headlines."""

from __future__ import annotations

import click

from newsdesk.cli import output
from newsdesk.cli.home import open_home, reading, writing_marks
from newsdesk.errors import NewsdeskError
from newsdesk.model.headlines import MarkField
from newsdesk.store.queries.rows import get_headlines

_MARKS: dict[str, tuple[MarkField, bool]] = {
    "read": ("read", True), "unread": ("read", False), "star": ("starred", True), "unstar": ("starred", False),
    "later": ("later", True), "unlater": ("later", False),
}  # fmt: skip


@click.command("mark")
@click.argument("mark", type=click.Choice(list(_MARKS)))
@click.argument("ids", nargs=-1, required=True, type=click.IntRange(1))
def command(mark: str, ids: tuple[int, ...]) -> int:
    """Set a mark on headlines by their ids (as `list` prints them); `newsdesk undo` takes it back."""
    home = open_home()
    with reading(home) as connection:
        known = get_headlines(connection, ids)
    wanted = [id_ for id_ in ids if id_ in known]
    field, value = _MARKS[mark]
    if wanted:
        with writing_marks(home) as writer:
            writer.set(wanted, field, value, label=f"{len(wanted)} marked {mark}").result()
    missing = [str(id_) for id_ in ids if id_ not in known]
    if missing:
        raise NewsdeskError(f"There is no headline {', '.join(missing)}", "`newsdesk list` shows the ids.")
    output.say(f"{len(wanted)} marked {mark}")
    return 0
