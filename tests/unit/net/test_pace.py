"""Who may be asked right now: one a host, a pause between two, so many in all."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from newsdesk.net.pace import HostPace


def test_spacing_one_at_a_time_a_host_and_a_pause_between() -> None:
    """The second job of a host waits for the end of the first and half a second more."""
    pace: HostPace[str] = HostPace()
    pace.add("a", "a1")
    pace.add("a", "a2")
    pace.add("b", "b1")
    assert [pace.take(0), pace.take(0), pace.take(0)] == ["a1", "b1", None]
    assert pace.wait(0) is None
    pace.done("a", 2.0)
    assert pace.take(2.4) is None
    assert pace.wait(2.0) == 0.5
    assert pace.take(2.5) == "a2"
    assert len(pace) == 2


def test_spacing_holds_for_jobs_that_come_later() -> None:
    """A host that was just asked rests although its queue had run empty."""
    pace: HostPace[str] = HostPace()
    pace.add("a", "a1")
    pace.take(0)
    pace.done("a", 1.0)
    pace.add("a", "a2")
    assert pace.take(1.2) is None
    assert pace.take(1.5) == "a2"


def test_spacing_start_may_be_put_off() -> None:
    """A jittered start is kept."""
    pace: HostPace[str] = HostPace()
    pace.add("a", "a1", ready=3.0)
    assert pace.take(2.9) is None
    assert pace.take(3.0) == "a1"


def test_a_host_that_asks_for_rest_gives_its_jobs_back() -> None:
    """Dropped jobs don't come out, later ones of the host do, once."""
    pace: HostPace[str] = HostPace(spacing=0)
    for job in ("a1", "a2", "a3"):
        pace.add("a", job)
    assert pace.take(0) == "a1"
    assert pace.drop("a") == ["a2", "a3"]
    pace.done("a", 0)
    assert len(pace) == 0
    pace.add("a", "a4")
    pace.drop("a")
    pace.add("a", "a5")
    pace.add("a", "a6")
    assert [pace.take(0), pace.take(0)] == ["a5", None]


@given(st.lists(st.sampled_from("abcde"), max_size=60), st.integers(1, 4), st.sampled_from([0.0, 0.5]))
def test_every_job_comes_once_within_the_limits(hosts: list[str], total: int, spacing: float) -> None:
    """Whatever is queued comes out once, in order a host, never two of a host, never too many."""
    pace: HostPace[tuple[str, int]] = HostPace(spacing, total)
    for number, host in enumerate(hosts):
        pace.add(host, (host, number))
    now, running, taken = 0.0, list[tuple[str, int]](), list[tuple[str, int]]()
    ended: dict[str, float] = {}
    while pace:
        while (job := pace.take(now)) is not None:
            assert job[0] not in [host for host, _ in running]
            assert now >= ended.get(job[0], -1) + spacing
            running.append(job)
            taken.append(job)
        assert len(running) <= total
        if running:
            host, _ = running.pop(0)
            ended[host] = now
            pace.done(host, now)
        now += 0.25
    assert sorted(taken, key=lambda job: job[1]) == list(zip(hosts, range(len(hosts)), strict=True))
    for host in set(hosts):
        own = [number for name, number in taken if name == host]
        assert own == sorted(own)
