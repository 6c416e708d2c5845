"""The query language: every filter, every error's column, and text that other languages could take for their own."""

from __future__ import annotations

import pytest

from builders import DAY, NOW, Desk, at, entry, subscription
from newsdesk.errors import QueryError
from newsdesk.store.queries.query import FIELDS, MAX_DEPTH, MAX_QUERY, parse_query


@pytest.fixture
def desk_of_six(desk: Desk) -> Desk:
    """Six headlines that differ in all that a query can ask."""
    desk.follow(
        subscription(1, "World/Europe", title="The Gazette", owner="gazette.example", language="en-GB"),
        subscription(2, "Sport", title="Le Café des Sports", language="fr"),
    )
    desk.save(
        1,
        entry(1, title="Parliament votes on budget", author="Ann Lee", html="<p>The vote was close in Ørsted.</p>"),
        entry(2, title="Storm hits the coast", author="Bo Vo", html="<p>Parliament was closed. 3.5 million</p>"),
        entry(3, title="Über Nacht in Köln", html="<p>Straße gesperrt</p>"),
    )
    desk.save(
        2,
        entry(4, site="feed2.example", title="Coupe du monde", author="Léa Lee", html="<p>Été chaud</p>",
              published=at(NOW - 3 * DAY)),
        entry(5, site="feed2.example", title="北京市 marathon", html="<p>東京 스포츠</p>", published=at(NOW - 9 * DAY)),
        entry(6, site="feed2.example", title="OR AND NOT NEAR", html="<p>c++ isn't \"C\"</p>",
              published=at(NOW - 40 * DAY)),
    )  # fmt: skip
    desk.digest()
    names = desk.ids()
    desk.mark("read", names["OR AND NOT NEAR"])
    desk.mark("starred", names["北京市 marathon"])
    desk.mark("later", names["Coupe du monde"])
    desk.connection.execute("INSERT INTO tags VALUES (?, 'keep')", (names["Coupe du monde"],))
    desk.connection.execute("INSERT INTO stories (id, outlets) VALUES (1, 7)")
    desk.connection.execute("UPDATE headlines SET story = 1 WHERE id = ?", (names["Storm hits the coast"],))
    return desk


SHORT = {
    "Parliament votes on budget": 1, "Storm hits the coast": 2, "Über Nacht in Köln": 3, "Coupe du monde": 4,
    "北京市 marathon": 5, "OR AND NOT NEAR": 6,
}  # fmt: skip


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", [1, 2, 3, 4, 5, 6]),
        ("   ", [1, 2, 3, 4, 5, 6]),
        ("parliament", [1, 2]),
        ("PARLIA", [1, 2]),
        ("parliament vote", [1]),
        ("arliament", []),
        ('"storm hits"', [2]),
        ('"storm hi"', []),
        ('"hits storm"', []),
        ("storm-hits", [2]),
        ("parliament -storm", [1]),
        ('-parliament -"coupe du"', [3, 5, 6]),
        ("storm OR coupe", [2, 4]),
        ("(storm OR coupe) lea", [4]),
        ("storm OR coupe lea", [2, 4]),
        ("-(storm OR coupe) is:unread", [1, 3, 5]),
        ("koln", [3]),
        ("strasse", [3]),
        ("ete", [4]),
        ("ÉTÉ", [4]),
        ("北京", [5]),
        ("京市", [5]),
        ("京東", []),
        ("스포", [5]),
        ("orsted", []),
        ("Ørsted", [1]),
        ("is:unread", [1, 2, 3, 4, 5]),
        ("is:read", [6]),
        ("IS:READ", [6]),
        ("-is:read is:starred", [5]),
        ("is:later", [4]),
        ("in:europe", [1, 2, 3]),
        ("in:wor", [1, 2, 3]),
        ("in:SPORT", [4, 5, 6]),
        ('in:"nowhere"', []),
        ("from:gazette", [1, 2, 3]),
        ('from:"café des"', [4, 5, 6]),
        ("from:cafe", [4, 5, 6]),
        ("from:%", []),
        ("author:lee", [1, 4]),
        ('author:"ann lee"', [1]),
        ("title:parliament", [1]),
        ("-title:parliament parliament", [2]),
        ("tag:keep", [4]),
        ("tag:kee", []),
        ("lang:en", [1, 2, 3]),
        ("lang:FR", [4, 5, 6]),
        ("lang:f", []),
        ("newer:2d", [1, 2, 3]),
        ("older:1w", [5, 6]),
        ("newer:1w older:2d", [4]),
        ("older:1m", [6]),
        ("newer:1y", [1, 2, 3, 4, 5, 6]),
        ("outlets:>5", [2]),
        ("outlets:7", [2]),
        ("outlets:<=1 in:world", [1, 3]),
        ("outlets:>=7", [2]),
        ("or", [6, 1]),
        ("near", [6]),
        ('"OR"', [6]),
        ("c++", [6, 1, 2, 3, 4]),
        ("!!!", [1, 2, 3, 4, 5, 6]),
        ("-!!!", [1, 2, 3, 4, 5, 6]),
        ("storm !!!", [2]),
        ("3.5", [2]),
        ("newer", []),
        ("don't", []),
        ("isn't", [6]),
    ],
)
def test_queries(desk_of_six: Desk, query: str, expected: list[int]) -> None:
    """Each query finds these."""
    if query in ("or", "c++"):  # by the first letters alone: only that the one that was meant is among them
        assert expected[0] in {SHORT[title] for title in desk_of_six.find(query)}
        return
    assert sorted(SHORT[title] for title in desk_of_six.find(query)) == sorted(expected)


@pytest.mark.parametrize(
    ("query", "column"),
    [
        ('"open', 1),
        ('storm "open', 7),
        ('title:"open', 7),
        ("storm )", 7),
        ("(storm", 7),
        ("  ((storm)", 11),
        ("is:nothing", 1),
        ("storm is:nothing", 7),
        ("foo:bar", 1),
        ("  foo:bar", 3),
        ("newer:2", 1),
        ("newer:2parsecs", 1),
        ("a b older:x", 5),
        ("outlets:many", 1),
        ("OR storm", 1),
        ("storm OR", 7),
        ("storm OR OR x", 7),
        ("(OR)", 2),
        ("-(storm", 8),
        ("is:", 1),
        ("storm -newer:", 8),
        ('title:""', 1),
    ],
)
def test_a_wrong_query_names_its_column(query: str, column: int) -> None:
    """Counted from 1, where the person has to look."""
    with pytest.raises(QueryError, match=rf"^column {column}:"):
        parse_query(query)


def test_an_unknown_filter_suggests_the_near_one() -> None:
    """A slip is named, an address or a time is asked to be quoted."""
    with pytest.raises(QueryError, match="did you mean author:"):
        parse_query("auhtor:x")
    with pytest.raises(QueryError, match="quotation marks"):
        parse_query("https://x.example/")


def test_queries_are_bounded() -> None:
    """Neither length nor depth can hang or break anything."""
    with pytest.raises(QueryError, match="too long"):
        parse_query("x" * (MAX_QUERY + 1))
    parse_query("(" * MAX_DEPTH + "x" + ")" * MAX_DEPTH)
    with pytest.raises(QueryError, match="parentheses"):
        parse_query("(" * (MAX_DEPTH + 1) + "x" + ")" * (MAX_DEPTH + 1))


@pytest.mark.parametrize(
    "query",
    [
        "-" * 1900 + "x",
        "a OR " * 300 + "b",
        " ".join(f"w{n}" for n in range(400)),
        "-a " * 500,
        "is:unread " * 190,
        " OR ".join(["-is:read"] * 150),
        "'; DROP TABLE headlines; --",
        "a* ^b {c} c:d"[:9],
        "NEAR(a b, 2)",
        "a NOT b AND c",
        "column%_[]",
        "\u202eabc",
        "\x00",
        "a\x00b",
        "🙂",
        "\ud800",
        "title:*",
        "title:-",
        "author:'",
        "in:' tag:' from:'",
    ],
)
def test_hostile_queries_are_answered(desk_of_six: Desk, query: str) -> None:
    """Rows or a QueryError, never an error of SQL or FTS5."""
    try:
        desk_of_six.find(query)
    except QueryError as error:
        assert "column" in str(error)  # noqa: PT017 - either is right


@pytest.mark.parametrize("opened", ["(", "-(", "(tide OR ", "-(tide ", "(in:World OR ", "-(in:World ", "-(is:read OR "])
def test_what_is_nested_as_deep_as_may_be_is_answered(desk_of_six: Desk, opened: str) -> None:
    """The deepest that is understood is still something that SQLite and its index can read."""
    levels = MAX_DEPTH // sum(sign in opened for sign in "(-")
    desk_of_six.find(opened * levels + "tide" + ")" * levels)


def test_minus_signs_take_each_other_back(desk_of_six: Desk) -> None:
    """Not not read is read."""
    assert desk_of_six.find("--is:read") == desk_of_six.find("is:read")
    assert desk_of_six.find("---is:read") == desk_of_six.find("-is:read")


def test_every_filter_is_tested() -> None:
    """A new filter needs its rows above."""
    mark = next(m for m in test_queries.pytestmark if m.name == "parametrize")
    queries = " ".join(query for query, _ in mark.args[1])
    assert all(f"{field}:" in queries for field in FIELDS)
