"""How well the picks know a reader.

  python -m benchmarks.picks --run                    answer a stream of impressions, without seeing the future
  python -m benchmarks.picks --simulate GOLD.jsonl    invented readers (benchmarks/readers.py), against simple baselines

--run reads JSON lines on stdin: {"kind":"article","id","title","summary","section","source","author","lang"},
{"kind":"impression","id","user","items":[article ids]}, {"kind":"click","impression","item"}. It answers each
impression with {"id","scores"}, a score for each item in their order. "user" may be left out, and so may all of an
article but its id. Items of an impression that are not clicked before the user's next one count as passed over. Users
know nothing of each other: the program has one.
"""

from __future__ import annotations

import argparse
import collections
import gzip
import json
import math
import sys
from collections.abc import Callable
from typing import Any, Protocol

from benchmarks.readers import Article, Impression, article, auc, impressions
from newsdesk.desk.foryou import Profile, Talk, traits_of
from newsdesk.model.stories import Item, Trait


class _Session:
    """One user's profile and the impression that is still open."""

    def __init__(self, talk: Talk) -> None:
        self.profile = Profile(talk=talk)
        self.shown: list[str] = []
        self.clicked: set[str] = set()

    def settle(self, traits: dict[str, tuple[Trait, ...]]) -> None:
        """Learn from the impression that is over."""
        for name in self.shown:
            self.profile.learn(traits.get(name, ()), "opened" if name in self.clicked else "skipped")
        self.shown, self.clicked = [], set()


class Desk:
    """What a stream of articles, impressions and clicks has told so far."""

    def __init__(self) -> None:
        self._talk = Talk()
        self._traits: dict[str, tuple[Trait, ...]] = {}
        self._sessions: dict[str, _Session] = {}
        self._user: dict[str, str] = {}
        """Whose impression it was."""

    def hear(self, row: dict[str, Any]) -> dict[str, Any] | None:
        """Take one line; the answer where it is an impression."""
        match row.get("kind"):
            case "article":
                self._add(row)
            case "impression":
                return self._answer(row)
            case "click":
                shown = str(row.get("impression", row.get("id")))
                user = str(row["user"]) if row.get("user") is not None else self._user.get(shown, "")
                clicked = row.get("item", row.get("article", row.get("items")))
                names = clicked if isinstance(clicked, list) else [clicked]
                self._session(user).clicked.update(map(_name, names))
        return None

    def _add(self, row: dict[str, Any]) -> None:
        name = str(row.get("id"))
        known = name in self._traits
        self._traits[name] = _traits(row)
        if not known:
            self._talk.add(self._traits[name])

    def _answer(self, row: dict[str, Any]) -> dict[str, Any]:
        user = "" if row.get("user") is None else str(row["user"])
        self._user[str(row.get("id"))] = user
        session = self._session(user)
        session.settle(self._traits)
        session.shown = [_name(item) for item in row.get("items") or row.get("articles") or ()]
        scores = [round(session.profile.score(self._traits.get(name, ())), 6) for name in session.shown]
        return {"id": row.get("id"), "scores": scores}

    def _session(self, user: str) -> _Session:
        if user not in self._sessions:
            self._sessions[user] = _Session(self._talk)
        return self._sessions[user]


def _name(item: Any) -> str:
    return str(item.get("id") if isinstance(item, dict) else item)


def _traits(row: dict[str, Any]) -> tuple[Trait, ...]:
    def told(*names: str) -> str:
        return next((str(row[name]) for name in names if row.get(name)), "")

    item = Item(0, told("title"), told("summary", "abstract", "text"), 0, told("source", "outlet"), told("lang"))
    return traits_of(item, told("section", "category"), told("author"))


def run() -> None:
    """Answer impressions line by line."""
    desk = Desk()
    for line in sys.stdin:
        answer = desk.hear(json.loads(line)) if line.strip() else None
        if answer is not None:
            print(json.dumps(answer), flush=True)


class _Model(Protocol):
    def score(self, one: Article) -> float: ...
    def learn(self, one: Article, opened: bool) -> None: ...


class _Ours:
    def __init__(self, traits: dict[str, tuple[Trait, ...]], talk: Talk) -> None:
        self._profile, self._traits = Profile(talk=talk), traits

    def score(self, one: Article) -> float:
        return self._profile.score(self._traits[one.id])

    def learn(self, one: Article, opened: bool) -> None:
        self._profile.learn(self._traits[one.id], "opened" if opened else "skipped")


class _SectionRate:
    def __init__(self) -> None:
        self._opened: dict[str, float] = collections.defaultdict(float)
        self._shown: dict[str, float] = collections.defaultdict(float)

    def key(self, one: Article) -> str:
        return one.section

    def score(self, one: Article) -> float:
        return (self._opened[self.key(one)] + 1) / (self._shown[self.key(one)] + 8)

    def learn(self, one: Article, opened: bool) -> None:
        self._shown[self.key(one)] += 1
        self._opened[self.key(one)] += opened


class _Popularity(_SectionRate):
    """What all readers before opened; an app on one machine can't know it."""

    def key(self, one: Article) -> str:
        return one.story


class _Centre:
    def __init__(self, traits: dict[str, tuple[Trait, ...]], rarity: dict[str, float]) -> None:
        self._traits, self._rarity = traits, rarity
        self._sum: dict[str, float] = collections.defaultdict(float)

    def vector(self, one: Article) -> dict[str, float]:
        keys = [trait.key for trait in self._traits[one.id] if trait.kind == "topic"]
        length = math.sqrt(sum(self._rarity[key] ** 2 for key in keys)) or 1.0
        return {key: self._rarity[key] / length for key in keys}

    def score(self, one: Article) -> float:
        return sum(weight * self._sum[key] for key, weight in self.vector(one).items() if key in self._sum)

    def learn(self, one: Article, opened: bool) -> None:
        if opened:
            for key, weight in self.vector(one).items():
                self._sum[key] += weight


class _Nearest(_Centre):
    def __init__(self, traits: dict[str, tuple[Trait, ...]], rarity: dict[str, float]) -> None:
        super().__init__(traits, rarity)
        self._opened: list[dict[str, float]] = []

    def score(self, one: Article) -> float:
        mine = self.vector(one)
        near = sorted((sum(w * old.get(k, 0.0) for k, w in mine.items()) for old in self._opened[-60:]), reverse=True)
        return sum(near[:3])

    def learn(self, one: Article, opened: bool) -> None:
        if opened:
            self._opened.append(self.vector(one))


def simulate(path: str, readers: int) -> None:
    """Print the AUC of each model by how many articles the reader had opened, and the way from random to oracle."""
    with gzip.open(path, "rt", encoding="utf-8") if path.endswith(".gz") else open(path, encoding="utf-8") as lines:
        articles = [article(json.loads(line)) for line in lines]
    traits = {one.id: traits_of(Item(0, one.title, one.summary, 0, one.source, "en"), one.section) for one in articles}
    held = collections.Counter(trait.key for found in traits.values() for trait in found)
    rarity = {key: math.log(len(articles) / times) + 0.1 for key, times in held.items()}
    popularity, talk = _Popularity(), Talk(traits.values())
    makers: dict[str, Callable[[], _Model]] = {
        "ours": lambda: _Ours(traits, talk), "section rate": _SectionRate, "popularity": lambda: popularity,
        "centre": lambda: _Centre(traits, rarity), "nearest": lambda: _Nearest(traits, rarity),
    }  # fmt: skip
    found: dict[tuple[str, str], list[float]] = collections.defaultdict(list)
    reader, opened = -1, 0
    models: dict[str, _Model] = {}
    for shown in impressions(articles):
        if shown.reader >= readers:
            break
        if shown.reader != reader:
            reader, opened = shown.reader, 0
            models = {name: make() for name, make in makers.items()}
        _judge(shown, models, "0-4" if opened < 5 else "5-19" if opened < 20 else "20+", found)
        opened += len(shown.opened)
    _print(found, [*makers, "oracle"])


def _judge(shown: Impression, models: dict[str, _Model], band: str, found: dict[tuple[str, str], list[float]]) -> None:
    right = [one.id in shown.opened for one in shown.shown]
    scores = {name: [model.score(one) for one in shown.shown] for name, model in models.items()}
    scores["oracle"] = list(shown.liking)
    for name, values in scores.items():
        value = auc(values, right)
        if value is not None:
            found[name, band].append(value)
            found[name, "all"].append(value)
    for one, opened in zip(shown.shown, right, strict=True):
        for model in models.values():
            model.learn(one, opened)


def _print(found: dict[tuple[str, str], list[float]], names: list[str]) -> None:
    bands = ("all", "0-4", "5-19", "20+")
    mean = {key: sum(values) / len(values) for key, values in found.items()}
    print("AUC".ljust(14), *(band.rjust(6) for band in bands), " way to the oracle at 20+")
    for name in names:
        way = (mean[name, "20+"] - 0.5) / (mean["oracle", "20+"] - 0.5)
        print(name.ljust(14), *(f"{mean[name, band]:6.3f}" for band in bands), f"{way:8.2f}")


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--run", action="store_true")
    parser.add_argument("--simulate", metavar="GOLD")
    parser.add_argument("--readers", type=int, default=10_000, help="only the first N readers")
    options = parser.parse_args()
    if options.simulate:
        simulate(options.simulate, options.readers)
    elif options.run:
        run()
    else:
        parser.error("give --run or --simulate")


if __name__ == "__main__":
    main()
