"""Brings the desk and the store together: asks the store what the desk needs, hands back what the desk made of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from newsdesk import clock
from newsdesk.desk.foryou import Profile, Talk, traits_of
from newsdesk.desk.picks import Edition, Piece, edition, our_picks
from newsdesk.desk.ranking import Sources, top_stories
from newsdesk.desk.related import Found, rare_words, related
from newsdesk.desk.speaker import speaker
from newsdesk.desk.stories import WINDOW
from newsdesk.model.placed import Placed
from newsdesk.model.stories import Item, Pick, Ranked, Reading, Related, Trait
from newsdesk.store.connection import Connection, transaction
from newsdesk.store.queries import desk as queries
from newsdesk.store.writes.desk import save_placed

DAY = 86_400
TOP = 30
"""Stories that are kept ready for the front page."""
OF_SECTION = 9
"""Stories of each section that are kept ready, where there are so many."""
FOR_YOU = 20
_DEPTH = 10
"""Articles that are looked at for each that is picked: several may tell the same story."""
OUR_PICKS = 5
DEPTH_OF_PICKS = 25
"""Of how many an edition takes those that are not among its stories, which soon after midnight many are."""
_BEFORE_IT_KNOWS = "what most outlets lead with, until newsdesk knows what you read"


@dataclass(slots=True)
class Kept:
    """What the desk need not work out each time it ranks: the profile while nothing is read, the traits of pieces."""

    _readings: list[Reading] = field(default_factory=list)
    _tastes: list[tuple[Trait, float, bool]] = field(default_factory=list)
    _profile: Profile = field(default_factory=Profile)
    _traits: dict[int, tuple[int, tuple[Trait, ...]]] = field(default_factory=dict)

    def profile(self, readings: list[Reading], tastes: list[tuple[Trait, float, bool]]) -> Profile:
        """What is known about the person, learnt anew when they did something: what is undone is unlearnt."""
        if (readings, tastes) != (self._readings, self._tastes):
            self._readings, self._tastes, self._profile = readings, tastes, _learnt(readings, tastes)
        return self._profile

    def traits(self, pieces: Sequence[tuple[Item, str]]) -> dict[int, tuple[Trait, ...]]:
        """The traits of pieces with their sections; those of pieces that are not asked for any more are dropped."""
        # Most words stand in many articles: each trait is kept once.
        pool = {trait: trait for _, traits in self._traits.values() for trait in traits}
        found: dict[int, tuple[int, tuple[Trait, ...]]] = {}
        for item, section in pieces:
            stamp = hash((item.title, item.text, item.owner, section))
            known = self._traits.get(item.id)
            if known is None or known[0] != stamp:
                known = (stamp, tuple(pool.setdefault(trait, trait) for trait in traits_of(item, section)))
            found[item.id] = known
        self._traits = found
        return {id_: traits for id_, (_, traits) in found.items()}


def _learnt(readings: list[Reading], tastes: list[tuple[Trait, float, bool]]) -> Profile:
    profile = Profile()
    for reading in readings:
        profile.learn(traits_of(reading.item, reading.section, reading.author), reading.done)
    for trait, factor, pinned in tastes:
        profile.weigh(trait, factor)
        profile.pin(trait, pinned)
    return profile


@dataclass(frozen=True, slots=True)
class Room:
    """The desk's work on one database at one moment (`now`, Unix seconds); `kept` is what earlier moments left."""

    connection: Connection
    now: int
    kept: Kept = field(default_factory=Kept)

    def top(self, section: str = "", limit: int = TOP) -> list[Placed]:
        """The top stories right now, of one section where one is named."""
        return [_placed(one) for one in self._spoken(self.ranked(limit, section))]

    def ranked(self, limit: int = 10 * TOP, section: str = "") -> list[Ranked]:
        """The stories that matter now, best first; a lower limit gives the first of the same."""
        sources = Sources(
            per_day=queries.feed_rates(self.connection, self.now - WINDOW, WINDOW / DAY),
            feeds=queries.count_live_feeds(self.connection),
        )
        stories = queries.list_stories(self.connection, self.now - WINDOW, self.now)
        return top_stories(stories, self.now, sources, limit, section)

    def front(self, ranked: Sequence[Ranked]) -> list[Placed]:
        """The top stories right now, and behind them more of each section, so that each has a page of its own."""
        kept, of_section = list(ranked[:TOP]), Counter(one.section for one in ranked[:TOP])
        for one in ranked[TOP:]:
            of_section[one.section] += 1
            if of_section[one.section] <= OF_SECTION:
                kept.append(one)
        return [_placed(one) for one in self._spoken(kept)]

    def picks(self) -> list[Placed]:
        """Our picks of yesterday's news: the same all day."""
        return [Placed(pick.item, 0, pick.score, pick.why) for pick in self._our_picks(OUR_PICKS)]

    def for_you(self, limit: int = FOR_YOU, ranked: Sequence[Ranked] | None = None) -> list[Placed]:
        """Unread articles of the last days that suit the person; what most outlets lead with while that isn't known.

        `ranked` are the stories that matter now, where they are at hand.
        """
        picked = self._picked(limit)
        if picked:
            return [Placed(pick.item, 0, pick.score, pick.why) for pick in picked]
        leading = self._spoken((self.ranked(limit) if ranked is None else ranked)[:limit])
        return [Placed(one.items[0], one.story, one.score, _BEFORE_IT_KNOWS) for one in leading]

    def _picked(self, limit: int) -> list[Pick]:
        profile = self.profile()
        if not profile.is_known:
            return []
        pieces = queries.list_pieces(self.connection, self.now - 3 * DAY, self.now + DAY)
        traits = self.kept.traits([(piece[0], piece[3]) for piece in pieces])
        profile.talk = Talk(traits.values())
        return self._each_story_once(profile.pick(traits, _DEPTH * limit))[:limit]

    def _each_story_once(self, picks: Sequence[Pick]) -> list[Pick]:
        stories = queries.get_stories(self.connection, [pick.item for pick in picks])
        best: dict[int, Pick] = {}
        for pick in picks:
            best.setdefault(stories.get(pick.item, -pick.item), pick)
        return list(best.values())

    def profile(self) -> Profile:
        """What is known about the person."""
        return self.kept.profile(queries.list_readings(self.connection), queries.list_tastes(self.connection))

    def related(self, headline: int, limit: int = 12) -> list[Related]:
        """What belongs beside an article, best first: its story elsewhere, then the archive."""
        known = queries.get_item(self.connection, headline)
        if known is None:
            return []
        subject, story = known
        found = [Found(item, story) for item, _ in queries.list_coverage(self.connection, story)] if story else []
        archive = queries.search_archive(self.connection, rare_words(subject), headline)
        found += [Found(item, other) for item, other in archive]
        return related(subject, found, story, limit)

    def edition(self, since: int) -> Edition:
        """The stories and picks since the last edition, and an end."""
        # The picks are the same all day: an edition of the same day has had them.
        picks = self._our_picks(DEPTH_OF_PICKS) if since < clock.midnight(self.now) else ()
        made = edition(self.ranked(TOP), picks, since)
        return replace(made, stories=tuple(self._spoken(made.stories)))

    def _spoken(self, ranked: Sequence[Ranked]) -> list[Ranked]:
        """The stories, each with the article first that speaks for it."""
        known = queries.get_items(self.connection, {item for one in ranked for item in one.items})
        found = []
        for one in ranked:
            first = speaker(tuple(known[item] for item in one.items))
            found.append(one._replace(items=(first, *(item for item in one.items if item != first))))
        return found

    def _our_picks(self, limit: int) -> Sequence[Pick]:
        midnight = clock.midnight(self.now)
        rates = queries.feed_rates(self.connection, self.now - WINDOW, WINDOW / DAY)
        pieces = [
            Piece(item.id, item.owner, section, item.time, minutes, rates.get(feed, 0.0), owners, first)
            for item, feed, minutes, section, owners, first in queries.list_pieces(
                self.connection, midnight - DAY, midnight
            )
        ]
        return our_picks(pieces, midnight, queries.count_opened(self.connection), limit)


def publish(connection: Connection, now: int, kept: Kept | None = None, *, only_top: bool = False) -> None:
    """Make what the screen shows of the desk: top stories, our picks, for you; in a transaction of its own.

    Who ranks again and again hands in what is `kept` in between. With `only_top` the others stay as they are: they cost
    more, and change less while news comes in.
    """
    room = Room(connection, now, kept or Kept())
    ranked = room.ranked()
    made = {"top": room.front(ranked)}
    if not only_top:
        made |= {"picks": room.picks(), "foryou": room.for_you(ranked=ranked)}
    with transaction(connection):
        for kind, placed in made.items():
            save_placed(connection, kind, placed)


def _placed(one: Ranked) -> Placed:
    return Placed(one.items[0], one.story, one.score, one.why, one.section, one.owners, one.first_seen, one.items)
