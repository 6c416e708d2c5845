"""A screen draws what has changed at once, once."""

from __future__ import annotations

import asyncio
import inspect

from textual.screen import Screen

from newsdesk.tui.frames import Frames


def test_what_changes_together_is_drawn_once() -> None:
    """However often it is said that something changed, one frame follows, and another one after the next change."""

    async def play() -> None:
        drawn: list[int] = []
        arrived = asyncio.Event()

        def draw() -> None:
            drawn.append(len(drawn))
            arrived.set()

        frames = Frames(draw, _fail)
        for expected in (1, 2):
            frames.resume()
            frames.resume()
            await asyncio.wait_for(arrived.wait(), 10)
            arrived.clear()
            assert len(drawn) == expected

    asyncio.run(play())


def test_what_was_drawn_meanwhile_is_not_drawn_again() -> None:
    """A pause takes back the frame that is due."""

    async def play() -> None:
        drawn, later = [], asyncio.Event()
        first, second = Frames(lambda: drawn.append("first"), _fail), Frames(later.set, _fail)
        first.resume()
        first.pause()
        second.resume()
        await asyncio.wait_for(later.wait(), 10)
        assert drawn == []

    asyncio.run(play())


def test_a_fault_while_drawing_is_told() -> None:
    """It reaches the app, which ends with it, and not the loop, which would only log it."""

    async def play() -> None:
        told: asyncio.Future[Exception] = asyncio.get_running_loop().create_future()

        def draw() -> None:
            raise ValueError("a fault")

        Frames(draw, told.set_result).resume()
        assert str(await asyncio.wait_for(told, 10)) == "a fault"

    asyncio.run(play())


def test_textual_draws_by_the_timer_that_frames_stand_in_for() -> None:
    """Textual's screen asks what is replaced for no more than `Frames` has."""
    source = inspect.getsource(Screen)
    uses = {part.split("(")[0] for part in source.split("self._update_timer.")[1:]}
    assert isinstance(inspect.getattr_static(Screen, "_update_timer"), property)
    assert uses == {"resume", "pause"}


def _fail(error: Exception) -> None:
    raise error
