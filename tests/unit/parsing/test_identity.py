"""Identities of the entries of one document."""

from __future__ import annotations

from newsdesk.parsing.identity import MAX_IDENTITY, Clues, identities


def clues(guid: str = "", link: str = "", title: str = "", date: str = "", body: str = "") -> Clues:
    return Clues(guid, link, title, date, body)


def test_guid_then_link_then_hash() -> None:
    """The best there is: the guid, else the link, else a hash of title and date."""
    found = identities([clues("g", "l", "t"), clues("", "l2", "t"), clues("", "", "t", "d")])
    assert found[:2] == ["g", "l2"]
    assert found[2].startswith("sha256:")


def test_hash_does_not_see_the_place() -> None:
    """An entry without guid and link is the same one further down the document."""
    entry, other = clues(title="t", date="d"), clues(title="t2", date="d")
    assert identities([entry])[0] == identities([other, entry])[1]


def test_body_may_change() -> None:
    """A changed body is still the same entry."""
    assert identities([clues(title="t", body="old")]) == identities([clues(title="t", body="new")])


def test_shared_guid_falls_back_to_the_link() -> None:
    """A guid that several have is worth nothing; the others keep theirs."""
    found = identities([clues("g", "a"), clues("g", "b"), clues("h", "c")])
    assert found == ["a", "b", "h"]


def test_shared_guid_and_link() -> None:
    """Where the link is shared too, title and date tell entries apart, then the body."""
    found = identities([clues("g", "l", "one"), clues("g", "l", "two"), clues("g", "l", "three", body="x")])
    assert len(set(found)) == 3
    assert all(name.startswith("sha256:") for name in found)
    alike = identities([clues("g", "l", "t", body="x"), clues("g", "l", "t", body="y")])
    assert len(set(alike)) == 2


def test_entries_alike_in_everything() -> None:
    """Even twins are two entries."""
    assert len(set(identities([clues("g", "l", "t")] * 3))) == 3


def test_nothing_at_all() -> None:
    """Entries with no clue get an identity too."""
    assert len(set(identities([clues(), clues(), clues(body="x")]))) == 3


def test_long_identities_are_hashed() -> None:
    """An identity is never longer than its limit, and long ones that differ stay different."""
    long, longer = "g" * MAX_IDENTITY + "x", "g" * MAX_IDENTITY + "y"
    found = identities([clues(long), clues(longer), clues("g" * MAX_IDENTITY)])
    assert len(set(found)) == 3
    assert all(len(name) <= MAX_IDENTITY for name in found)


def test_identities_hold_no_control() -> None:
    """A guid with characters that no text may keep is told by its hash, each its own."""
    first, second, third = identities([clues("a\x1b[2J"), clues("a\u202eb"), clues("plain")])
    assert first.startswith("sha256:")
    assert second.startswith("sha256:")
    assert first != second
    assert third == "plain"


def test_link_equal_to_another_guid() -> None:
    """A guid that is another entry's link doesn't merge the two."""
    assert len(set(identities([clues("", "https://e.example/1", "a"), clues("https://e.example/1", "", "b")]))) == 2
