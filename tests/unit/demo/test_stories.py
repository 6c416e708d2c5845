"""The demo's stories, as the program makes them, are those that its outlets tell."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from contextlib import closing
from pathlib import Path

import pytest

from newsdesk import paths
from newsdesk.cli.demo import make_desk
from newsdesk.store.connection import open_reader

TRUTH = Path(__file__).parents[2] / "data" / "demo_stories.json"


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[int]]:
    """The stories of the English entries of each true story; what belongs to none stands under its identity."""
    home = paths.at(tmp_path_factory.mktemp("demo"))
    make_desk(home)
    story_of = {entry: name for name, entries in json.loads(TRUTH.read_text("utf-8")).items() for entry in entries}
    placed: dict[str, list[int]] = defaultdict(list)
    with closing(open_reader(home.database)) as connection:
        for identity, story in connection.execute(
            "SELECT e.identity, h.story FROM entries e JOIN headlines h ON h.id = e.headline "
            "WHERE h.language LIKE 'en%'"
        ):
            placed[story_of.get(identity, identity)].append(story)
    return placed


def test_no_story_mixes_two_events(found: dict[str, list[int]]) -> None:
    """What is told of the cup stands apart from what is told of the trains."""
    told = set(json.loads(TRUTH.read_text("utf-8")))
    owners: dict[int, set[str]] = defaultdict(set)
    for name in told & found.keys():
        for story in found[name]:
            owners[story].add(name)
    assert [names for names in owners.values() if len(names) > 1] == []


def test_each_event_is_mostly_one_story(found: dict[str, list[int]]) -> None:
    """Nearly every English article of an event is in its story; the satellites' pact has nine outlets or more."""
    largest = {
        name: Counter(found[name]).most_common(1)[0][1] for name in json.loads(TRUTH.read_text("utf-8")) if found[name]
    }
    assert largest["satellite-pact"] >= 9
    assert sum(largest.values()) >= 0.85 * sum(len(found[name]) for name in largest)
