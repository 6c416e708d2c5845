"""newsdesk beside other readers on the same feeds: `python -m benchmarks.peers [--feeds 500]`.

newsboat (8 threads) and sfeed are taken where they are installed, reader from PyPI in an environment of its own that
is made outside the checkout. Whoever is missing is named and left out. Rounds are interleaved; CPU seconds are those
of all processes of a program, start included.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from benchmarks import farm, figures, processes
from benchmarks.refresh import count_entries

READER = "reader==3.26"
PHASES = ("cold", "again", "all unchanged", "5 % changed")
_ENVIRONMENT = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "newsdesk-bench" / READER
_READ = """
import sys
from reader import make_reader
reader = make_reader(sys.argv[1])
for url in open(sys.argv[2]).read().split():
    reader.add_feed(url, exist_ok=True)
reader.update_feeds(scheduled=False, workers=8)
"""
_Update = Callable[[], processes.Ran]


def newsdesk(served: farm.Farm, folder: Path) -> _Update:
    """The program itself on a home of its own."""
    env = processes.environment(NEWSDESK_HOME=str(folder))
    command = [sys.executable, "-m", "newsdesk"]
    processes.run([*command, "import", str(served.opml)], env)
    database, wanted = folder / "newsdesk.db", served.feeds * served.entries
    return lambda: processes.run(
        [*command, "refresh", "--json", "--force"], env, until=lambda: count_entries(database) >= wanted
    )


def newsboat(served: farm.Farm, folder: Path) -> _Update:
    """The reader newsboat with 8 threads."""
    (folder / "urls").write_text("\n".join(_urls(served)))
    (folder / "config").write_text("reload-threads 8\n")
    files = {"url": "urls", "cache": "cache", "config": "config"}
    command = ["newsboat", *(f"--{kind}-file={folder / name}" for kind, name in files.items())]
    return lambda: processes.run([*command, "-x", "reload"], processes.environment(HOME=str(folder)))


def sfeed(served: farm.Farm, folder: Path) -> _Update:
    """The scripts of sfeed with as many jobs as newsdesk has connections."""
    feeds = "\n".join(f"feed feed{number} '{url}'" for number, url in enumerate(_urls(served)))
    (folder / "sfeedrc").write_text(f"sfeedpath='{folder}/feeds'\nmaxjobs=16\nfeeds() {{\n{feeds}\n}}\n")
    return lambda: processes.run(["sfeed_update", str(folder / "sfeedrc")], processes.environment())


def reader(served: farm.Farm, folder: Path) -> _Update:
    """The PyPI package reader with 8 workers."""
    urls = folder / "urls"
    urls.write_text("\n".join(_urls(served)))
    python = str(_ENVIRONMENT / "bin" / "python")
    return lambda: processes.run([python, "-c", _READ, str(folder / "db"), str(urls)], processes.environment())


def have_reader() -> bool:
    """Whether reader can be run; its environment is made the first time."""
    python = _ENVIRONMENT / "bin" / "python"
    if not python.exists():
        with suppress(subprocess.CalledProcessError):
            subprocess.run([sys.executable, "-m", "venv", str(_ENVIRONMENT)], check=True)
            # sgmllib3k: its own copy of feedparser imports it and doesn't ask for it.
            subprocess.run([str(python), "-m", "pip", "install", "-q", READER, "sgmllib3k"], check=True)
    return subprocess.run([str(python), "-c", "import reader"], capture_output=True, check=False).returncode == 0


_PEERS: dict[str, tuple[Callable[[farm.Farm, Path], _Update], Callable[[], object]]] = {
    "newsboat": (newsboat, lambda: shutil.which("newsboat")),
    "sfeed": (sfeed, lambda: shutil.which("sfeed_update")),
    "reader": (reader, have_reader),
}
"""How to prepare each, and whether it is here."""


def measure(feeds: int, rounds: int, beside: Sequence[str]) -> str:
    """The table, and a line for each program of `beside` that is missing."""
    programs = {"newsdesk": newsdesk}
    missing = []
    for name in beside:
        prepare, is_here = _PEERS[name]
        if is_here():
            programs[name] = prepare
        else:
            missing.append(f"{name} is not here and is left out.")
    taken: dict[tuple[str, str], list[processes.Ran]] = {}
    for number in range(rounds):
        with farm.running(feeds, 40) as served:
            updates = {}
            for name, prepare in programs.items():
                folder = served.folder / f"{name}-{number}"
                folder.mkdir()
                updates[name] = prepare(served, folder)
            for phase in PHASES:
                if phase == "5 % changed":
                    served.tick(0.05, 2)
                for name, update in updates.items():
                    taken.setdefault((name, phase), []).append(update())
    return "\n\n".join([_table(taken, list(programs)), *missing])


def _table(taken: dict[tuple[str, str], list[processes.Ran]], programs: list[str]) -> str:
    listed = [ran.reached[1] for ran in taken["newsdesk", "cold"] if ran.reached]
    rows = [
        ["cold, until every headline is listed", f"newsdesk beside {name}", figures.told(listed),
         figures.ratio(listed, [ran.cpu for ran in taken[name, "cold"]]), "", ""]
        for name in programs[1:] if listed
    ]  # fmt: skip
    for phase in PHASES:
        ours = [ran.cpu for ran in taken["newsdesk", phase]]
        for name in programs:
            found = taken[name, phase]
            cpu = [ran.cpu for ran in found]
            wall, memory = figures.told([ran.wall for ran in found]), figures.told([ran.memory for ran in found], 0)
            rows.append([phase, name, figures.told(cpu), figures.ratio(ours, cpu), wall, memory])
    return figures.table(["", "program", "CPU s", "newsdesk over it", "wall s", "MB"], rows)


def _urls(served: farm.Farm) -> list[str]:
    return [outline.attrib["xmlUrl"] for outline in ElementTree.parse(served.opml).iter("outline") if "xmlUrl" in
            outline.attrib]  # fmt: skip


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--feeds", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--beside", nargs="*", choices=list(_PEERS), default=list(_PEERS), help="default: all")
    parser.add_argument("--quick", action="store_true", help="five feeds, one round, without reader")
    options = parser.parse_args()
    feeds, rounds = (5, 1) if options.quick else (options.feeds, options.rounds)
    print(f"{feeds} feeds of 40 entries, rounds: {rounds}.\n")
    print(measure(feeds, rounds, ["newsboat", "sfeed"] if options.quick else options.beside))


if __name__ == "__main__":
    main()
