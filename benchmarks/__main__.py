"""`python -m benchmarks [NAME …] [--quick]` (make bench): runs the suite, or those named, and keeps what they print.

Each benchmark is a program of its own (`python -m benchmarks.NAME --help`). What one of the suite prints becomes its
part of docs/performance.md, between the comments that bear its name; the words around them are written by hand. With
`--quick` each only shows that it works, in a few seconds, and nothing is kept.
"""

from __future__ import annotations

import argparse
import ast
import re
import subprocess
import sys
from pathlib import Path

from benchmarks import figures

SUITE = ("start", "front_page", "searching", "refresh", "peers", "subscriptions", "growth")
"""What `make bench` runs; each takes `--quick`."""
HERE = Path(__file__).parent
PAGE = HERE.parent / "docs" / "performance.md"


def listed() -> str:
    """Every benchmark that there is, with its first sentence."""
    lines = []
    for path in sorted(HERE.glob("[a-z]*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        if any(isinstance(node, ast.FunctionDef) and node.name == "main" for node in tree.body):
            lines.append(f"  {path.stem:18} {(ast.get_docstring(tree) or '').partition(chr(10))[0]}")
    return "\n".join(lines)


def run(name: str, *, quick: bool) -> str:
    """What a benchmark prints, shown as it comes; exits as it did where it failed."""
    command = [sys.executable, "-m", f"benchmarks.{name}", *(["--quick"] if quick else [])]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=HERE.parent)
    assert process.stdout is not None
    lines = []
    for line in process.stdout:
        print(line, end="", flush=True)
        lines.append(line)
    if process.wait():
        sys.exit(f"benchmarks.{name} failed; it says above why.")
    return "".join(lines)


def keep(page: str, name: str, text: str) -> str:
    """The page with `text` as what it says of a benchmark; as it was where the page has no place for it."""
    place = re.compile(rf"(<!-- {name} -->\n).*?(<!-- end -->)", re.DOTALL)
    if "| --- |" not in text:
        text = f"```\n{text.strip()}\n```"
    return place.sub(lambda found: f"{found[1]}\n{text.strip()}\n\n{found[2]}", page)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, epilog=f"There are:\n{listed()}", formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"{', '.join(SUITE)} where none is named")
    parser.add_argument("--quick", action="store_true")
    options = parser.parse_args()
    names = options.names or SUITE
    if missing := [name for name in names if not (HERE / f"{name}.py").exists()]:
        parser.error(f"there is no benchmark {missing[0]}; there are:\n{listed()}")
    machine = figures.machine()
    print(machine)
    for name in names:
        print(f"\n## {name}\n", flush=True)
        text = run(name, quick=options.quick)
        if not options.quick:
            page = PAGE.read_text(encoding="utf-8")
            PAGE.write_text(keep(page, name, f"{text}\n{machine}\n"), encoding="utf-8")


if __name__ == "__main__":
    main()
