"""Marks that an open list shows before they are written."""

from __future__ import annotations

from collections.abc import Container, Sequence
from typing import NamedTuple

from newsdesk.model.headlines import Headline, MarkField


class Shown(NamedTuple):
    """A mark on rows at these places of a list, and of these ids."""

    places: Sequence[range]
    ids: Container[int]
    field: MarkField
    value: bool

    def moved(self, index: int, amount: int) -> Shown:
        """The mark of the same rows when so many have come in below `index`, those with them."""
        places = [
            range(part.start + amount * (part.start > index), part.stop + amount * (part.stop > index))
            for part in self.places
        ]
        return self._replace(places=places)

    def on(self, first: int, page: Sequence[Headline | None]) -> list[Headline | None]:
        """The rows of a page that begins at `first`, those marked that the mark covers."""
        return [
            self._marked(row) if row is not None and self._covers(place, row.id) else row
            for place, row in enumerate(page, first)
        ]

    def _covers(self, place: int, id_: int) -> bool:
        return id_ in self.ids or any(place in stretch for stretch in self.places)

    def _marked(self, row: Headline) -> Headline:
        match self.field:
            case "read":
                return row._replace(read=self.value)
            case "starred":
                return row._replace(starred=self.value)
            case "later":
                return row._replace(later=self.value)
