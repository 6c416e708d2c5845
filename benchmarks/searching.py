"""How long a search takes while it is typed, from each key to the frame that shows what it finds.

`python -m benchmarks.searching --home DIR` types words, beginnings, phrases and filters on a terminal of 160x45, letter
by letter, and ranks all that match of each. The words are those of the home, some of new headlines and some of old
ones. Nothing is marked. Prints milliseconds for each kind of search.
"""

from __future__ import annotations

import random
import statistics
from contextlib import closing
from pathlib import Path

from benchmarks import figures
from benchmarks.opened import opened, options_of
from benchmarks.terminal import Drawn, Terminal
from newsdesk.errors import QueryError
from newsdesk.store.connection import open_reader
from newsdesk.store.queries.query import parse_query

MARK = 100.0
"""Milliseconds that nineteen keys of twenty may take."""
FILTERS = ("is:unread ", "newer:2d ", "in:world ", "from:77 ", "is:starred ", "older:30d ")


def searches(home: Path, each: int, seed: int = 1) -> dict[str, list[str]]:
    """What is typed, by kind."""
    chance = random.Random(seed)
    with closing(open_reader(home / "newsdesk.db")) as connection:
        (last,) = connection.execute("SELECT max(id) FROM headlines").fetchone()

        def title() -> list[str]:
            sql = "SELECT title FROM headlines WHERE id >= ? LIMIT 1"
            return str(connection.execute(sql, (chance.randint(1, last),)).fetchone()[0]).lower().split()

        titles = [title() for _ in range(each * 5)]
    words = [chance.choice(title) for title in titles]
    return {
        "a word": words[:each],
        "two words": [
            f"{one[:3]} {other}" for one, other in zip(words[each:], words[2 * each : 3 * each], strict=False)
        ],
        "a phrase": [f'"{" ".join(title[:2])}' for title in titles[:each]],
        "words without one": [
            f"{one[:4]} -{other[:2]}" for one, other in zip(words, words[each : 2 * each], strict=False)
        ],
        **{f"a filter, {text.strip()}": [text + word for word in words[4 * each : 4 * each + 2]] for text in FILTERS},
    }


def type_in(terminal: Terminal, text: str) -> list[Drawn]:
    """Type a search for everything letter by letter; what each letter took that changed the query."""
    for key in "/\t":
        terminal.press(key, quiet=0.1)
    typed, query, took = "", "", []
    for letter in text:
        typed += letter
        before, query = query, readable(typed) or query
        if query == before:
            terminal.press(letter, limit=0.2, quiet=0.02)
        else:
            took.append(terminal.press_until(letter, f"“{query}”".encode()))
    return took


def readable(typed: str) -> str:
    """The query that the screen reads in what was typed so far; "" for none."""
    text = typed.strip()
    text += '"' * (text.count('"') % 2)
    try:
        parse_query(text)
    except QueryError:
        return ""
    return text


def main() -> None:
    """The command line."""
    parser = options_of(__doc__, 120_000)
    parser.add_argument("--each", type=int, default=6, help="searches of each kind")
    options = parser.parse_args()
    taken: dict[str, list[Drawn]] = {}
    ranked: list[Drawn] = []
    with opened(options) as (terminal, home):
        for kind, texts in searches(home, 1 if options.quick else options.each).items():
            for text in texts:
                taken.setdefault(kind, []).extend(type_in(terminal, text))
                if readable(text):
                    terminal.press("\r", limit=0.3, quiet=0.1)
                    ranked.append(terminal.press_until("O", b"best of all", 60))
                terminal.press("\x1b", limit=0.3, quiet=0.2)
        terminal.end()
    print(report(taken, ranked))


def report(taken: dict[str, list[Drawn]], ranked: list[Drawn]) -> str:
    """The table, all keys together in its last line but one."""
    head = ("ms from key to frame", "keys", "median", "p95", "worst", f"over {MARK:.0f}", "CPU, median")
    everything = [drawn for found in taken.values() for drawn in found]
    rows = [_row(kind, found) for kind, found in {**taken, "all of these": everything, "ranking all": ranked}.items()]
    return figures.table(head, rows)


def _row(kind: str, found: list[Drawn]) -> list[str]:
    wall = sorted(drawn.wall * 1000 for drawn in found)
    late = wall[min(round(len(wall) * 0.95), len(wall) - 1)]
    cpu = statistics.median(drawn.cpu * 1000 for drawn in found)
    told = (f"{value:.0f}" for value in (statistics.median(wall), late, wall[-1], sum(ms > MARK for ms in wall), cpu))
    return [kind, str(len(wall)), *told]


if __name__ == "__main__":
    main()
