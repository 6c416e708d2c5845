"""What a run left behind to judge: the state after each round, the commands, the tour, what was asked and opened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.battery.bench import Bench, Done, Row
from tests.battery.cases import Case
from tests.battery.source import Item, items_of
from tests.battery.tour import Tour


@dataclass(frozen=True, slots=True)
class State:
    """The database after a round."""

    rows: tuple[Row, ...]
    """All headlines in the order of the list."""
    case_rows: tuple[Row, ...]
    entries: tuple[tuple[int, str, int, str], ...]
    """The case's entries."""


@dataclass
class Evidence:
    """All that checks look at."""

    bench: Bench
    case: Case
    document: bytes
    """The case's bytes as last served."""
    idle: float = 0.0
    """Processor seconds that the same commands take on a good feed."""
    usual: frozenset[str] = frozenset()
    """The control sequences that the same tour of a good feed brings."""
    rounds: list[Done] = field(default_factory=list)
    """The refreshes that were given the case; the last one is given the same once more."""
    states: list[State] = field(default_factory=list)
    """One for each of these."""
    before: State | None = None
    """What stood there before the case came."""
    victim: Row | None = None
    """Another feed's article that the case's feed claims, as it stood before."""
    shown: list[Done] = field(default_factory=list)
    """Articles of the case, printed."""
    tour: Tour | None = None

    @property
    def items(self) -> list[Item]:
        """What the document says it has."""
        return items_of(self.document)

    @property
    def last(self) -> State:
        """The state at the end."""
        return self.states[-1]

    @property
    def error(self) -> str:
        """What the first refresh said of the case's feed; "" when nothing."""
        return self.error_in(self.rounds[0]) if self.rounds else ""

    def error_in(self, done: Done) -> str:
        """What a refresh said of the case's feed."""
        errors: Sequence[dict[str, Any]] = (done.data or {}).get("errors", ())
        return next((str(error["error"]) for error in errors if error["url"] == self.bench.feed_url), "")

    @property
    def printed(self) -> str:
        """The articles as printed."""
        return "\n".join(done.out.decode("utf-8", "surrogateescape") for done in self.shown)


def state_of(bench: Bench) -> State:
    """The database right now."""
    return State(tuple(bench.rows()), tuple(bench.case_rows()), tuple(bench.case_entries()))
