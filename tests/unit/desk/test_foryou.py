"""For you: learnt from what is done, honest about how little is known, and its reasons are true."""

from __future__ import annotations

import pytest

from newsdesk.desk.foryou import DONE, Profile, Talk, traits_of
from newsdesk.model.stories import Item, Trait


def make_traits(title: str, section: str = "World", owner: str = "courier", author: str = "") -> tuple[Trait, ...]:
    """The traits of an English article without text."""
    return traits_of(Item(1, title, "", 0, owner, "en"), section, author)


MINE = make_traits("Lithium mine expands in Aldervik", "Business", author="Ada Lindqvist")
OTHER = make_traits("Chess master Kasimov wins trophy", "Sport", "herald")


def read(profile: Profile, traits: tuple[Trait, ...], times: int, done: str = "opened") -> None:
    """Do the same several times."""
    for _ in range(times):
        profile.learn(traits, done)


def test_what_is_opened_is_liked() -> None:
    """Traits of opened articles raise the score of others that share them, and of those alone."""
    profile = Profile()
    read(profile, MINE, 6)
    near = make_traits("Lithium shares jump", "Business", "tribune")
    assert profile.score(near) > profile.score(OTHER) == 0


@pytest.mark.parametrize("done", [name for name, strength in DONE.items() if strength < 0])
def test_what_is_passed_over_is_disliked(done: str) -> None:
    """Skipping and muting lower a score."""
    profile = Profile()
    read(profile, OTHER, 5, done)
    assert profile.score(OTHER) < 0


def test_starring_says_more_than_opening() -> None:
    """A star moves the score further than a glance."""
    opened, starred = Profile(), Profile()
    opened.learn(MINE, "opened")
    starred.learn(MINE, "starred")
    assert starred.score(MINE) > opened.score(MINE) > 0


def test_nothing_is_picked_before_it_knows() -> None:
    """Four articles are too few to tell."""
    profile = Profile()
    read(profile, MINE, 4)
    assert profile.pick({1: MINE}) == []
    profile.learn(MINE, "opened")
    assert [pick.item for pick in profile.pick({1: MINE, 2: OTHER})] == [1]


def test_a_word_of_one_article_is_no_reason() -> None:
    """Only what came in a second article that was liked is called a topic; the mixed section is none."""
    profile = Profile()
    for title in ("Penny wins", "Swirl of doubt", "Journey ends", "Winter games open"):
        profile.learn(make_traits(title, "Top", owner=title), "opened")
    profile.learn(make_traits("Lithium mine opens", "Top"), "starred")
    again = make_traits("Lithium and Penny", "Top", owner="other")
    assert profile.pick({1: again}) == []
    profile.learn(make_traits("Lithium price doubles", "Top"), "starred")
    assert [reason.name for reason in profile.pick({1: again})[0].reasons] == ["Lithium"]


def test_reasons_are_faithful() -> None:
    """Taking away a reason that is shown lowers the score."""
    profile = Profile()
    read(profile, MINE, 8)
    (pick,) = profile.pick({1: MINE})
    assert pick.reasons
    for reason in pick.reasons:
        without = tuple(trait for trait in MINE if trait != reason)
        assert profile.score(without) < pick.score
        assert reason.name in pick.why


def test_the_person_has_the_last_word() -> None:
    """Weighing by 0 silences a trait, pinning makes it liked, clearing and forgetting leave no trace."""
    profile = Profile()
    read(profile, MINE, 8)
    section = Trait("section", "Business", "Business")
    before = profile.score((section,))
    profile.weigh(section, 0)
    assert profile.score((section,)) == 0 < before
    profile.clear(section)
    assert ("section", "Business") not in profile.beliefs()
    chess = Trait("section", "Sport", "Sport")
    profile.pin(chess)
    assert profile.score(OTHER) >= 1
    profile.forget()
    assert profile.beliefs() == {}
    assert profile.pick({1: MINE, 2: OTHER}) == []


def test_a_profile_comes_back_from_its_beliefs() -> None:
    """What the store keeps is enough to score the same again."""
    profile = Profile()
    read(profile, MINE, 8)
    again = Profile(profile.beliefs(), profile.opened)
    assert again.pick({1: MINE}) == profile.pick({1: MINE})


def test_extreme_reading_stays_finite() -> None:
    """Thousands of the same answer, then the opposite, give a number."""
    profile = Profile()
    read(profile, MINE, 2000)
    read(profile, MINE, 50, "muted")
    assert -50 < profile.score(MINE) < 50


def test_what_the_news_speaks_of_counts_while_nothing_is_known() -> None:
    """Without a history what many articles are about stands first; a little reading outweighs that."""
    single = [make_traits(f"{'ABCDEFGHIJKLMNOP'[number]}quill ships {number}") for number in range(16)]
    talk = Talk([make_traits("Aldervik votes") for _ in range(4)] + single + [MINE, OTHER])
    profile = Profile(talk=talk)
    votes = make_traits("Aldervik votes again", "Politics")
    assert profile.score(votes) > profile.score(OTHER) > 0
    read(profile, OTHER, 5)
    assert profile.score(OTHER) > profile.score(votes)


def test_a_long_article_is_not_talked_of_for_its_length() -> None:
    """Words that no other article has add next to nothing."""
    talk = Talk([make_traits(f"Aldervik votes, part {number}") for number in range(9)])
    long = make_traits("Quartz reeds, tin whistles, brass kettles, oak chairs, glass beads and wool coats for sale")
    assert talk.share(make_traits("Aldervik votes")) > talk.share(long)
    assert Talk().share(long) == 0
