"""Which rows of a list are selected: stretches of places, so that a million of them weigh nothing."""

from __future__ import annotations


class Selection:
    """Places of rows in a list whose rows never move."""

    def __init__(self) -> None:
        self.ranges: tuple[range, ...] = ()
        """The selected places, ascending, no two stretches touching."""

    def __contains__(self, place: int) -> bool:
        return any(place in stretch for stretch in self.ranges)

    def __len__(self) -> int:
        return sum(map(len, self.ranges))

    def clear(self) -> None:
        """Select nothing."""
        self.ranges = ()

    def toggle(self, place: int) -> None:
        """Take a place in, or out."""
        if place in self:
            parts = ((range(r.start, min(r.stop, place)), range(max(r.start, place + 1), r.stop)) for r in self.ranges)
            self.ranges = tuple(part for pair in parts for part in pair if part)
        else:
            self.add(place, place)

    def add(self, first: int, last: int) -> None:
        """Take in all places from `first` to `last`."""
        stop, apart = last + 1, []
        for stretch in self.ranges:
            if stretch.stop < first or stop < stretch.start:
                apart.append(stretch)
            else:
                first, stop = min(first, stretch.start), max(stop, stretch.stop)
        self.ranges = tuple(sorted([*apart, range(first, stop)], key=lambda stretch: stretch.start))

    def make_room(self, place: int, amount: int) -> None:
        """So many rows come in below `place`: what is selected behind it moves, they are not selected."""
        cut = place + 1
        parts = (
            part for r in self.ranges for part in (range(r.start, min(r.stop, cut)), range(max(r.start, cut), r.stop))
        )
        self.ranges = tuple(
            range(part.start + amount, part.stop + amount) if part.start > place else part for part in parts if part
        )
