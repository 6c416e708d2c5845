"""The streams of the benchmarks: each line is answered before the next is sent, whatever it leaves out."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


class _Stream:
    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def tell(self, **row: Any) -> None:
        """Send a line."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(row) + "\n")
        self._process.stdin.flush()

    def ask(self, **row: Any) -> dict[str, Any]:
        """Send a line and wait for its answer; the next is not sent before."""
        self.tell(**row)
        assert self._process.stdout is not None
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        return answer

    def end(self) -> str:
        """What is said after the last line."""
        out, _ = self._process.communicate(timeout=60)
        assert self._process.returncode == 0
        return out


@contextmanager
def _stream(module: str) -> Iterator[_Stream]:
    command = [sys.executable, "-m", module, "--run"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield _Stream(process)


def test_stories_are_answered_line_by_line() -> None:
    """Articles that leave out everything but a title, or even that, get a cluster; the same event gets the same."""
    told = {"summary": "Rescue crews pump water out of the Aldervik lithium mine.", "lang": "en"}
    with _stream("benchmarks.stories") as stream:
        first = stream.ask(id="a", ts=1_700_000_000, title="Lithium mine in Aldervik floods", source="x", **told)
        alone = stream.ask(id=7, title="Chess champion wins again in Ostrava")
        empty = stream.ask(id="c", title=None, summary=None, source=None, lang=None, ts=None)
        again = stream.ask(id="d", ts=1_700_000_900.5, title="Aldervik: lithium mine floods after storm", **told)
        assert stream.end() == ""
    assert (first["id"], alone["id"], empty["id"], again["id"]) == ("a", 7, "c", "d")
    assert first["cluster"] == again["cluster"]
    assert len({first["cluster"], alone["cluster"], empty["cluster"]}) == 3


def test_picks_are_answered_line_by_line() -> None:
    """An impression is answered at once, in its order; what was clicked before lifts what is like it."""
    with _stream("benchmarks.picks") as stream:
        for number in range(6):
            stream.tell(kind="article", id=f"mine{number}", title=f"Lithium mine {number} grows", section="Business")
            stream.tell(kind="article", id=f"chess{number}", title=f"Chess master wins game {number}", author=None)
        stream.tell(kind="article", id="bare")
        for number in range(4):
            items = [f"chess{number}", f"mine{number}", "never told", "bare"]
            answer = stream.ask(kind="impression", id=number, user="u", items=items)
            assert answer["id"] == number
            assert len(answer["scores"]) == 4
            stream.tell(kind="click", impression=number, item=f"mine{number}")
        chess, mine = stream.ask(kind="impression", id="last", user="u", items=["chess5", "mine5"])["scores"]
        assert mine > chess
        other = stream.ask(kind="impression", id="other", user="somebody else", items=["chess5", "mine5"])["scores"]
        assert other[1] - other[0] < mine - chess
        assert stream.ask(kind="impression", id="none", items=[]) == {"id": "none", "scores": []}
        assert stream.end() == ""
